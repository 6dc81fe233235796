import { pick, refuse, type Ctx } from '#server/kernel';
import type { Text } from '#server/themes';
import { makeClashBook } from '#lib/clashes/book.ts';
import type { Span } from '#lib/clashes/plan.ts';
import { needReader } from '../access.ts';
import { editGrid, gridInput } from '../editing/edit.ts';
import { readCalendar } from '../event-calendar.ts';
import { eventOf } from '../parts.ts';
import { startOfDay } from '../times.ts';
import { minuteOf, readPlan } from './plan.ts';
import { readNames, showClash, type Named, type ShownClash } from './shown.ts';

export interface ShownPlace {
  room: Named & { capacity?: number };
  start: Date;
  minutes: number;
  /** Lower is better; 0 breaks nothing. */
  cost: number;
  breaks: ShownClash[];
}

export interface Places {
  session: { id: string; title: Text; minutes: number; version: number; start?: Date; room?: Named };
  /** Free places, best first; of neighbouring ones that are as good only the first. */
  places: ShownPlace[];
}

export interface PlacesFilter {
  /** Number of a day of the programme. */
  day?: number | undefined;
  /** Id. */
  room?: string | undefined;
}

/** Minutes between places that are looked at, and how many are shown. */
const step = 15;
const most = 40;

/**
 * Where a session could go. Refuses an unknown session, and who may not edit its event, with `not_found`. A session
 * without a length or that is cancelled could go nowhere.
 */
export async function listPlaces(
  ctx: Ctx,
  sessionId: string,
  { day, room }: PlacesFilter = {},
): Promise<Places> {
  const eventId = await eventOf(ctx, 'session', sessionId);
  await needReader(ctx, eventId, 'congress.no_such_session');
  const session = await ctx.db
    .selectFrom('congress.session')
    .select(['id', 'title', 'minutes', 'version', 'starts_at', 'room_id'])
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow();
  const plan = await readPlan(ctx, eventId);
  const names = await readNames(ctx, eventId);
  const capacities = new Map(plan.rooms.map((one) => [one.id, one.capacity]));
  const found = makeClashBook(plan).places(sessionId, {
    spans: await usualHours(ctx, eventId, plan.sessions, day),
    ...(room !== undefined && { rooms: [room] }),
    step,
    most,
    apart: true,
  });
  const named = (id: string): Named => ({ id, title: pick(names.rooms.get(id), ctx.lang) });
  return {
    session: {
      id: session.id,
      title: pick(names.sessions.get(sessionId)?.title, ctx.lang),
      minutes: session.minutes,
      version: session.version,
      ...(session.starts_at && { start: session.starts_at }),
      ...(session.room_id && capacities.has(session.room_id) && { room: named(session.room_id) }),
    },
    places: found
      .filter(
        (spot) =>
          spot.room !== session.room_id || !session.starts_at || spot.from !== minuteOf(session.starts_at),
      )
      .map(({ from, room: id, minutes, cost, breaks }) => {
        const capacity = capacities.get(id);
        return {
          room: { ...named(id), ...(capacity !== undefined && { capacity }) },
          start: new Date(from * 60_000),
          minutes,
          cost,
          breaks: breaks.map((clash) => showClash(ctx, names, clash)),
        };
      }),
  };
}

/**
 * The hours at which a day is lived: from the earliest beginning of a session to the latest end over all days, never
 * less than from nine to six. Nobody is sent to a room at four in the morning because it is free.
 */
async function usualHours(
  ctx: Ctx,
  eventId: string,
  sessions: readonly { from?: number; minutes: number; id: string }[],
  day: number | undefined,
): Promise<Span[]> {
  const calendar = await readCalendar(ctx, eventId);
  const { days, dayStartsAt } = calendar;
  const starts = Array.from({ length: days + 1 }, (_, index) => minuteOf(startOfDay(calendar, index + 1)));
  let first = 9 * 60 - dayStartsAt;
  let last = 18 * 60 - dayStartsAt;
  for (const { from, minutes } of sessions) {
    if (from === undefined) continue;
    const index = starts.findLastIndex((start) => start <= from);
    if (index < 0 || index >= days) continue;
    first = Math.min(first, from - starts[index]!);
    last = Math.max(last, Math.min(from + minutes, starts[index + 1]!) - starts[index]!);
  }
  // Suggested beginnings are round on the clock.
  const untilRound = (((first + dayStartsAt) % step) + step) % step;
  first += first < untilRound ? step - untilRound : -untilRound;
  return starts
    .slice(0, days)
    .flatMap((start, index) =>
      day === undefined || day === index + 1
        ? [[start + Math.max(0, first), Math.min(start + last, starts[index + 1]!)] as const]
        : [],
    );
}

export interface PlaceInput {
  /** Id. */
  room: string;
  /** Minutes since 1970. */
  from: number;
  /** The version of the session that the list of places was made for. */
  version: number;
}

/**
 * Puts a session into a place, with its length as it is. Refuses an unknown session, who may not edit its event, a
 * session that a colleague changed meanwhile, a room that is not there, and a place that is taken since (`conflict`).
 */
export async function placeSession(
  ctx: Ctx,
  sessionId: string,
  { room, from, version }: PlaceInput,
): Promise<void> {
  const eventId = await eventOf(ctx, 'session', sessionId);
  await needReader(ctx, eventId, 'congress.no_such_session');
  const { minutes } = await ctx.db
    .selectFrom('congress.session')
    .select('minutes')
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow();
  const wanted = gridInput.safeParse({
    moves: [{ id: sessionId, version, place: { from, room, minutes } }],
  });
  if (!wanted.success) throw refuse('invalid', 'clashes.no_place');
  const taken = makeClashBook(await readPlan(ctx, eventId))
    .preview(sessionId, { from, room, minutes })
    .some((clash) => clash.kind === 'room_twice' && clash.accepted === undefined);
  if (taken) throw refuse('conflict', 'clashes.place_taken');
  await editGrid(ctx, eventId, wanted.data);
}
