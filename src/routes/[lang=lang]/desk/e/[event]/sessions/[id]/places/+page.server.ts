import { z } from 'zod';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { clashRows } from '../../../../../parts/clash-rows.ts';
import { deskLoad, headOf, pickWords, type SentForm } from '../../../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** Where a session could go: free places, ranked by what they break. */
export const load = deskLoad(async (ctx, event) => {
  const desk = await congress.getDesk(ctx, event.params.event ?? '');
  const ask = (name: string) => event.url.searchParams.get(name) ?? '';
  const day = Math.trunc(Number(ask('day').slice(0, 4))) || undefined;
  const room = desk.rooms.find((one) => one.id === ask('room'))?.id;
  const found = desk.sessions.find((one) => one.id === event.params.id);
  if (!found) throw refuse('not_found', 'congress.no_such_session');
  const { session, places } = await congress.listPlaces(ctx, found.id, { day, room });
  const when = makeWhen(ctx.lang, desk.event.zone);
  const written = (start: Date, minutes: number) =>
    `${when.day(start)}, ${when.span(start, new Date(start.getTime() + minutes * 60_000))}`;
  return {
    id: session.id,
    title: session.title,
    minutes: session.minutes,
    version: session.version,
    now: session.start && { when: written(session.start, session.minutes), room: session.room?.title },
    filter: { day: day ? String(day) : '', room: room ?? '' },
    days: Array.from({ length: desk.event.days }, (_, index) => index + 1),
    rooms: desk.rooms.map((one) => ({ value: one.id, text: pickWords(one.title, ctx.lang).text })),
    places: places.map((place) => ({
      value: `${place.room.id} ${place.start.getTime() / 60_000}`,
      when: written(place.start, place.minutes),
      room: place.room.title,
      capacity: place.room.capacity,
      breaks: clashRows(ctx, desk.event.zone, place.breaks),
    })),
    head: headOf(ctx, desk, 'sessions', event),
  };
});

/** `place` is the id of a room and a moment. What is neither is told after who may place. */
const putInput = z.object({
  place: z.string().max(60).default(''),
  version: z.coerce.number().int().min(0).max(2_000_000_000).default(0),
});

export const actions = {
  put: formAction(putInput, async (ctx, { place, version }, { params }: SentForm) => {
    const [, room = '', from = ''] = /^([0-9a-z]{6,32}) (\d{1,9})$/.exec(place) ?? [];
    await congress.placeSession(ctx, params.id ?? '', { room, from: Number(from), version });
    return { to: `/${ctx.lang}/desk/e/${params.event}/sessions/${params.id}?saved` };
  }),
};
