import { pick, refuse, type Ctx } from '#server/kernel';
import * as search from '#server/search';
import {
  boundaries,
  endOf,
  firstHours,
  isTimed,
  roomsOf,
  toCards,
  toHead,
  toNowAndNext,
  toRooms,
  toSectionLink,
  type Timed,
} from './cards.ts';
import { getReleased, readsEvent } from './released.ts';
import { sessionKinds, type ProgrammeFilter, type ProgrammeView, type SessionKind } from './shapes.ts';
import type { Skeleton } from './skeleton.ts';
import { dayNumber, daysOf, wholeHours } from './times.ts';

/**
 * The programme as released, one day of it or all, filtered. Refuses with `not_found` an event that isn't public, a day
 * it doesn't have, and a section, language or kind that its programme doesn't know.
 */
export async function getProgramme(
  ctx: Ctx,
  eventSlug: string,
  wanted: ProgrammeFilter = {},
): Promise<ProgrammeView> {
  const event = await getReleased(ctx, { slug: eventSlug });
  const { programme, release } = event;
  readsEvent(ctx, event.id, boundaries(programme));
  const filter = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== '' && value !== undefined),
  ) as ProgrammeFilter;
  const timed = programme.sessions.filter(isTimed);
  const languages = [...new Set(timed.flatMap(heardIn))].sort();
  const found = filter.q
    ? await search.findIds(ctx, { q: filter.q, event: event.slug, kind: 'session' })
    : undefined;
  const passing = timed.filter(passes(programme, filter, languages, found));
  const day = filter.day ?? today(ctx, programme);
  if (day !== 'all' && (!Number.isInteger(day) || day < 1 || day > programme.days))
    throw refuse('not_found', 'congress.no_such_day');
  const shown = day === 'all' ? passing : passing.filter((session) => session.day === day);
  const rooms = roomsOf(shown);
  const allRooms = roomsOf(timed);
  const hours = firstHours(programme.zone, shown);
  const present = new Set(timed.map((session) => session.kind));
  return {
    event: toHead(ctx, event),
    days: daysOf(programme).map((one) => ({
      ...one,
      count: passing.filter((session) => session.day === one.number).length,
    })),
    day,
    filter,
    rooms: toRooms(
      ctx,
      rooms.map((room) => programme.rooms[room]!),
    ),
    sections: programme.sections.map((section, index) => ({
      ...toSectionLink(ctx, section),
      count: timed.filter((session) => session.section === index).length,
    })),
    languages,
    kinds: sessionKinds.filter((kind) => present.has(kind)),
    hours: [...hours.keys()]
      .sort((a, b) => a - b)
      .map((number) => hoursOf(programme, number, hours.get(number)!, shown)),
    sessions: toCards(ctx, programme, shown, rooms, hours),
    nowAndNext: {
      ...toNowAndNext(ctx, programme, allRooms),
      rooms: toRooms(
        ctx,
        allRooms.map((room) => programme.rooms[room]!),
      ),
    },
    ...(release && { release: { number: release.number, name: release.name, at: release.at } }),
  };
}

const hoursOf = (
  programme: Skeleton,
  day: number,
  first: number,
  shown: Timed[],
): ProgrammeView['hours'][number] => {
  const last = shown.reduce(
    (latest, session) => (session.day === day ? Math.max(latest, endOf(session)) : latest),
    first,
  );
  return { day, hours: wholeHours(programme.zone, first, last) };
};

/** Languages in which one can follow it by ear. */
const heardIn = ({ langs, interpreted = [] }: Timed): string[] => [...langs, ...interpreted];

/** The day it is, while the event runs; otherwise its first. */
function today(ctx: Ctx, programme: Skeleton): number {
  const number = dayNumber(programme, ctx.now().getTime());
  return number >= 1 && number <= programme.days ? number : 1;
}

function passes(
  programme: Skeleton,
  filter: ProgrammeFilter,
  languages: string[],
  found: ReadonlySet<string> | undefined,
): (session: Timed) => boolean {
  const section =
    filter.section === undefined
      ? undefined
      : programme.sections.findIndex((one) => one.slug === filter.section);
  if (section === -1) throw refuse('not_found', 'congress.no_such_section');
  if (filter.kind !== undefined && !sessionKinds.includes(filter.kind as SessionKind))
    throw refuse('not_found', 'congress.no_such_kind');
  if (filter.language !== undefined && !languages.includes(filter.language))
    throw refuse('not_found', 'congress.no_such_language');
  return (session) =>
    (section === undefined || session.section === section) &&
    (filter.kind === undefined || session.kind === filter.kind) &&
    (filter.language === undefined || heardIn(session).includes(filter.language)) &&
    (found === undefined || found.has(session.id));
}

/** For pages that list a few sessions of one event: the cards, and the rooms their numbers count in. */
export function toList(
  ctx: Ctx,
  programme: Skeleton,
  sessions: Timed[],
): Pick<ProgrammeView, 'sessions' | 'rooms'> {
  const rooms = roomsOf(sessions);
  return {
    sessions: toCards(ctx, programme, sessions, rooms),
    rooms: toRooms(
      ctx,
      rooms.map((room) => programme.rooms[room]!),
    ),
  };
}

export const nameOf = (ctx: Ctx, programme: Skeleton, speaker: number) =>
  pick(programme.speakers[speaker]!.name, ctx.lang);
