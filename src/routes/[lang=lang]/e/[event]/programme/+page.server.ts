import * as congress from '#server/congress';
import { reads } from '#server/kernel';
import { declare, pageLoad } from '#server/web';
import { newsOf } from '../../../news.ts';
import { drawProgramme, readFilter } from './draw.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

const nowThread = 5 * 60_000;

export const load = pageLoad(
  async (ctx, event: { params: { event: string }; url: URL; locals: App.Locals }) => {
    const programme = await congress.getProgramme(
      ctx,
      event.params.event,
      readFilter(event.url.searchParams),
    );
    const drawn = drawProgramme(ctx, programme);
    // The now-thread moves by a step of the grid.
    if (drawn.hasNow) reads(ctx, `event:${programme.event.id}`, new Date(ctx.now().getTime() + nowThread));
    return { ...drawn, news: await newsOf(ctx, programme.event) };
  },
);
