import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare } from '#server/web';
import { drawOrder } from '../../../../../../speaking/parts/draw-order.ts';
import { eventLoad } from '../../../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One person's order of work on one page, to print. */
export const load = eventLoad('crew', async (ctx, desk, { params }) => {
  const order = await congress.getRunningOrder(ctx, params.id ?? '');
  if (order.event.id !== desk.event.id) throw refuse('not_found', 'languages.no_such_crew');
  return { order: drawOrder(ctx, order) };
});
