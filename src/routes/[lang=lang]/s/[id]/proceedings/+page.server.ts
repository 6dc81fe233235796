import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** All that a session leaves, on one page. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => ({
  doc: await recordings.getProceedings(ctx, event.params.id),
}));
