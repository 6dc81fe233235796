import type { ServerLoadEvent } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { declare } from '#server/web';
import { ownPage } from '../../../account/own-page.ts';
import { drawOrder } from '../../parts/draw-order.ts';

export const _page = declare({ kind: 'working', may: 'person' });

/** One's own order of work, as far as it is public. */
export const load = ownPage(async (ctx, event: ServerLoadEvent) => {
  const order = await congress.getRunningOrder(ctx, event.params.crew ?? '');
  return { exit: true, event: order.event.title, order: drawOrder(ctx, order) };
});
