import { pick, type Ctx } from '#server/kernel';
import type { EventHead, NowAndNext, ProgrammeView, SectionLink, SessionCard } from './shapes.ts';
import type { Released } from './released.ts';
import type { ReleasedSession, Skeleton } from './skeleton.ts';
import { daysOf, startOfDay, wholeHour } from './times.ts';

const minute = 60_000;
/** What starts within the hour of the first that is still to come counts as next. */
const nextWithin = 60 * minute;

export type Timed = ReleasedSession & { start: number; day: number };
export const isTimed = (session: ReleasedSession): session is Timed => session.start !== undefined;
export const endOf = (session: Timed): number => session.start + session.minutes * minute;

export const toHead = (ctx: Ctx, event: Released): EventHead => ({
  id: event.id,
  slug: event.slug,
  kind: event.kind,
  title: pick(event.title, ctx.lang),
  zone: event.programme.zone,
  days: daysOf(event.programme),
  langs: event.langs,
});

export const toSectionLink = (ctx: Ctx, section: Skeleton['sections'][number]): SectionLink => ({
  id: section.id,
  slug: section.slug,
  title: pick(section.title, ctx.lang),
  hue: section.hue,
});

export const toRooms = (ctx: Ctx, rooms: Skeleton['rooms']): ProgrammeView['rooms'] =>
  rooms.map((room) => ({ slug: room.slug, title: pick(room.title, ctx.lang), langs: room.langs }));

/** The moments at which the clock changes what a programme looks like. */
export function boundaries(programme: Skeleton): number[] {
  const moments = programme.sessions.filter(isTimed).flatMap((session) => [session.start, endOf(session)]);
  for (let number = 1; number <= programme.days + 1; number++) moments.push(startOfDay(programme, number));
  return moments;
}

/** Ids of what comes next: in each room its first session to come, if it starts soon after the first one of all. */
export function findNext(programme: Skeleton, now: number): Set<string> {
  const next = new Set<string>();
  const rooms = new Set<number>();
  let first: number | undefined;
  for (const session of programme.sessions) {
    if (!isTimed(session) || session.cancelled || session.start <= now) continue;
    first ??= session.start;
    if (session.start > first + nextWithin) break;
    if (session.room !== undefined && rooms.has(session.room)) continue;
    if (session.room !== undefined) rooms.add(session.room);
    next.add(session.id);
  }
  return next;
}

/** Where the timetable of each day begins: the whole hour of its first session. Milliseconds by number of day. */
export function firstHours(zone: string, sessions: Timed[]): Map<number, number> {
  const first = new Map<number, number>();
  for (const { day, start } of sessions) first.set(day, Math.min(first.get(day) ?? Infinity, start));
  for (const [day, start] of first) first.set(day, wholeHour(zone, start));
  return first;
}

/** Sessions for lists and timetables. `room` is an index into `rooms`, the ones the view shows. */
export function toCards(
  ctx: Ctx,
  programme: Skeleton,
  sessions: Timed[],
  rooms: number[],
  hours = firstHours(programme.zone, sessions),
): SessionCard[] {
  const now = ctx.now().getTime();
  const next = findNext(programme, now);
  const places = new Map(rooms.map((room, index) => [room, index]));
  const names = new Map<number, string>();
  const nameOf = (index: number): string => {
    let name = names.get(index);
    if (name === undefined) names.set(index, (name = pick(programme.speakers[index]!.name, ctx.lang).text));
    return name;
  };
  return sessions.map((session) => {
    const title = pick(session.title, ctx.lang);
    const section = session.section === undefined ? undefined : programme.sections[session.section];
    const end = endOf(session);
    const state = end <= now ? 'past' : session.start <= now ? 'on' : next.has(session.id) ? 'next' : 'later';
    return {
      id: session.id,
      title: title.text,
      lang: title.lang,
      ...(session.subtitle && { subtitle: pick(session.subtitle, ctx.lang) }),
      start: new Date(session.start),
      end: new Date(end),
      minutes: session.minutes,
      day: session.day,
      at: Math.round((session.start - (hours.get(session.day) ?? session.start)) / minute),
      room: session.room === undefined ? -1 : (places.get(session.room) ?? -1),
      ...(section && { section: section.slug }),
      hue: section?.hue ?? 0,
      people: session.speakers.map(nameOf),
      kind: session.kind,
      langs: session.langs,
      interpreted: session.interpreted ?? [],
      captioned: session.captioned ?? [],
      state,
      cancelled: session.cancelled === true,
    };
  });
}

/** Rooms (as indexes of the skeleton, in their order) that these sessions are in. */
export const roomsOf = (sessions: ReleasedSession[]): number[] =>
  [...new Set(sessions.flatMap((session) => session.room ?? []))].sort((a, b) => a - b);

/** What runs and what comes next in the whole event. Rooms are indexes into `rooms`. */
export function toNowAndNext(ctx: Ctx, programme: Skeleton, rooms: number[]): NowAndNext {
  const now = ctx.now().getTime();
  const next = findNext(programme, now);
  const timed = programme.sessions.filter(isTimed);
  const running = timed.filter(
    (session) => session.start <= now && endOf(session) > now && !session.cancelled,
  );
  const hours = firstHours(programme.zone, timed);
  return {
    now: toCards(ctx, programme, running, rooms, hours),
    next: toCards(
      ctx,
      programme,
      timed.filter((session) => next.has(session.id)),
      rooms,
      hours,
    ),
  };
}
