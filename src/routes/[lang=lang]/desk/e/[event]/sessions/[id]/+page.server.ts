import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { clashRows } from '../../../../parts/clash-rows.ts';
import { eventIdOf, eventLoad, oneOf, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing, withLinks } from '../../../../parts/inputs.ts';
import { isTight } from '../../../../parts/session-rows.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One session as it is worked on, with what clashes with it; `new` is one that isn't there yet. */
export const load = eventLoad('sessions', (ctx, desk, { params, url }) => {
  const session = oneOf(desk.sessions, params.id, (one) => one.id, 'congress.no_such_session');
  const named = <T>(list: readonly T[], of: (one: T) => [string, Partial<Record<string, string>>]) =>
    list.map((one) => ({ value: of(one)[0], text: pickWords(of(one)[1], ctx.lang).text }));
  return {
    id: session?.id,
    version: session?.version,
    stored: session
      ? {
          ...session,
          startsAt: session.startsAt ?? '',
          section: session.section ?? '',
          room: session.room ?? '',
          expected: session.expected ?? '',
          record: session.record ? 'yes' : 'no',
        }
      : {
          kind: 'speech',
          status: 'draft',
          minutes: 30,
          langs: desk.event.langs.slice(0, 1),
          record: 'yes',
          startsAt: '',
        },
    title: session && pickWords(session.title, ctx.lang),
    zone: desk.event.zone,
    first: `${desk.event.startsOn}T00:00`,
    removing: url.searchParams.has('remove'),
    isReleased: desk.releases.length > 0,
    tight: session !== undefined && session.start !== undefined && isTight(session.title, session.minutes),
    kinds: [...congress.sessionKinds],
    rooms: named(desk.rooms, (room) => [room.id, room.title]),
    sections: named(desk.sections, (section) => [section.id, section.title]),
    speakers: named(desk.speakers, (speaker) => [speaker.id, speaker.name]).sort((a, b) =>
      a.text.localeCompare(b.text, ctx.lang),
    ),
    clashes: clashRows(
      ctx,
      desk.event.zone,
      desk.clashes.filter((clash) => session && clash.sessions.some(({ id }) => id === session.id)),
    ),
  };
});

export const actions = {
  save: formAction(withLinks(congress.sessionInput), async (ctx, input, { params }: SentForm) => {
    const eventId = await eventIdOf(ctx, params.event);
    let id = params.id ?? 'new';
    if (id === 'new') id = await congress.createSession(ctx, eventId, input);
    else await congress.changeSession(ctx, id, input);
    return { to: `/${ctx.lang}/desk/e/${params.event}/sessions/${id}?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removeSession(ctx, params.id ?? '');
    return { to: `/${ctx.lang}/desk/e/${params.event}/sessions?removed` };
  }),
};
