import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** The same bytes for everybody: what somebody chose is in their browser, and stays there. */
export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) => {
  const { slug, id, title } = await congress.getEvent(ctx, event.params.event);
  return { event: { slug, id, title } };
});
