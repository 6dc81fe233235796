import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';
import { drawNow } from './draw-now.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { event: string }; locals: App.Locals }) =>
  drawNow(ctx, await congress.getProgramme(ctx, event.params.event)),
);
