import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** All that the sessions of a section leave, on one page. */
export const load = pageLoad(
  async (ctx, event: { params: { event: string; section: string }; locals: App.Locals }) => ({
    doc: await recordings.getSectionProceedings(ctx, event.params.event, event.params.section),
  }),
);
