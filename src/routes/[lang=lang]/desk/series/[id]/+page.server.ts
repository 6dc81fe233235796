import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { deskLoad, oneOf, pickWords, type SentForm } from '../../parts/guard.ts';
import { nothing } from '../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'organiser' });

export const load = deskLoad(async (ctx, { params, url }) => {
  const stored = oneOf(await congress.listSeries(ctx), params.id, ({ id }) => id, 'congress.no_such_series');
  return {
    id: stored?.id,
    name: stored && pickWords(stored.title, ctx.lang),
    stored: stored ?? { slug: '', title: {}, summary: {}, events: [] },
    removing: url.searchParams.has('remove'),
    events: (await congress.listDeskEvents(ctx)).map((event) => ({
      value: event.id,
      text: `${pickWords(event.title, ctx.lang).text}, ${event.startsOn.slice(0, 4)}`,
    })),
  };
});

export const actions = {
  save: formAction(congress.seriesInput, async (ctx, input, { params }: SentForm) => {
    await congress.saveSeries(ctx, input, params.id === 'new' ? undefined : params.id);
    return { to: `/${ctx.lang}/desk/series?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removeSeries(ctx, params.id ?? '');
    return { to: `/${ctx.lang}/desk/series?removed` };
  }),
};
