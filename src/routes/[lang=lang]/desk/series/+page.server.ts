import * as congress from '#server/congress';
import { declare } from '#server/web';
import { deskLoad, pickWords } from '../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'organiser' });

export const load = deskLoad(async (ctx, { url }) => ({
  done: (['saved', 'removed'] as const).find((one) => url.searchParams.has(one)),
  series: (await congress.listSeries(ctx)).map((one) => ({
    id: one.id,
    slug: one.slug,
    title: pickWords(one.title, ctx.lang),
    count: one.events.length,
  })),
}));
