import { makeWhen, shortLanguages } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, oneOf, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing, withLinks } from '../../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One speaker as it is worked on; `new` is one that isn't there yet. */
export const load = eventLoad('speakers', async (ctx, desk, { params, url }) => {
  const found = oneOf(desk.speakers, params.id, (one) => one.id, 'congress.no_such_speaker');
  const wishes = found && (await congress.getSpeakerWishes(ctx, found.id));
  const when = makeWhen(ctx.lang, desk.event.zone);
  return {
    wishes: wishes && {
      ...wishes,
      langs: shortLanguages(wishes.langs),
      hears: shortLanguages(wishes.hears),
      available: wishes.available.map(({ from, to }) => `${when.day(from)}, ${when.span(from, to)}`),
    },
    zone: desk.event.zone,
    portrait: found?.portrait,
    id: found?.id,
    stored: found ?? {},
    title: found && pickWords(found.name, ctx.lang),
    tied: found?.tied ?? false,
    removing: url.searchParams.has('remove'),
    sessions: desk.sessions
      .filter((session) => found && session.speakers.includes(found.id))
      .map((session) => ({ id: session.id, title: pickWords(session.title, ctx.lang) })),
    count: desk.sessions.filter((session) => found && session.speakers.includes(found.id)).length,
  };
});

export const actions = {
  save: formAction(withLinks(congress.speakerInput), async (ctx, input, { params }: SentForm) => {
    if (params.id === 'new') await congress.createSpeaker(ctx, await eventIdOf(ctx, params.event), input);
    else await congress.changeSpeaker(ctx, params.id ?? '', input);
    return { to: `/${ctx.lang}/desk/e/${params.event}/speakers?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removeSpeaker(ctx, params.id ?? '');
    return { to: `/${ctx.lang}/desk/e/${params.event}/speakers?removed` };
  }),
};
