import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** The rooms that have something in the programme, each with its display. */
export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) => {
  const { event: of, rooms } = await congress.getProgramme(ctx, event.params.event, { day: 'all' });
  return { event: of, rooms };
});
