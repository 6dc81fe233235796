import { sql } from 'kysely';
import { refuse, type Ctx } from '#server/kernel';
import type {
  ClashPerson,
  ClashRoom,
  ClashSession,
  CrewRole,
  Plan,
  PlanningRule,
  Span,
} from '#lib/clashes/plan.ts';
import { needReader } from '../access.ts';
import { isAddress } from '../address.ts';
import { roomsOf, speakingOf } from '../draft-parts.ts';
import { readCalendar } from '../event-calendar.ts';
import { startOfDay, type Calendar } from '../times.ts';
import { readBusyElsewhere } from './elsewhere.ts';
import { readWanted } from './wanted.ts';

export const minuteOf = (at: Date | number): number => Math.floor(Number(at) / 60_000);

/**
 * All that clashes are found in: the drafts of an event, without what is cancelled or removed. Refuses an unknown event,
 * and whoever may not edit it, with `not_found`.
 */
export async function getClashPlan(ctx: Ctx, eventId: string): Promise<Plan> {
  if (!isAddress(eventId)) throw refuse('not_found', 'congress.no_such_event');
  await needReader(ctx, eventId, 'congress.no_such_event');
  return readPlan(ctx, eventId);
}

/** Not for the door: whoever calls has asked who may see it. */
export async function readPlan(ctx: Ctx, eventId: string): Promise<Plan> {
  const calendar = await readCalendar(ctx, eventId);
  const now = minuteOf(ctx.now());
  const isBegun = minuteOf(startOfDay(calendar, 1)) < now;
  const isOver = minuteOf(startOfDay(calendar, calendar.days + 1)) < now;
  return {
    sessions: await readSessions(ctx, eventId, isBegun && !isOver),
    rooms: await readRooms(ctx, eventId),
    people: await readPeople(ctx, eventId, calendar),
    rules: await readRules(ctx, eventId),
    wanted: await readWanted(ctx, eventId),
    accepted: await readAccepted(ctx, eventId),
    // A programme that is over is put in for the record: nothing of it is late.
    now: isOver ? 0 : now,
  };
}

async function readSessions(ctx: Ctx, eventId: string, isUnderWay: boolean): Promise<ClashSession[]> {
  const rows = await ctx.db
    .selectFrom('congress.session as session')
    .leftJoin('congress.room as room', (join) =>
      join.onRef('room.id', '=', 'session.room_id').on('room.removed', '=', false),
    )
    .select([
      'session.id',
      'session.kind',
      'session.starts_at',
      'session.minutes',
      'session.langs',
      'session.expected',
      'room.id as room',
    ])
    .where('session.event_id', '=', eventId)
    .where('session.status', 'not in', ['cancelled', 'deleted'])
    .orderBy('session.starts_at', (order) => order.asc().nullsLast())
    .orderBy('session.id')
    .execute();
  const people = Map.groupBy(await readPeopleOfSessions(ctx, eventId), (row) => row.session);
  const interpreted = Map.groupBy(
    await ctx.db
      .selectFrom('congress.session_language as language')
      .innerJoin('congress.session as session', 'session.id', 'language.session_id')
      .select(['language.session_id', 'language.lang'])
      .where('session.event_id', '=', eventId)
      .where('language.way', '=', 'interpreted')
      .orderBy('language.lang')
      .execute(),
    (row) => row.session_id,
  );
  const released = isUnderWay ? await readReleasedStarts(ctx, eventId) : new Map<string, number>();
  return rows.map((row) => ({
    id: row.id,
    minutes: row.minutes,
    people: (people.get(row.id) ?? []).map(({ id, role, lang }) => ({ id, role, ...(lang && { lang }) })),
    langs: row.langs,
    interpreted: (interpreted.get(row.id) ?? []).map(({ lang }) => lang),
    ...(row.starts_at && { from: minuteOf(row.starts_at) }),
    ...(row.room && { room: row.room }),
    ...(row.kind === 'break' && { isBreak: true }),
    ...(row.expected !== null && { expected: row.expected }),
    ...(released.has(row.id) && { settled: released.get(row.id)! }),
  }));
}

interface PersonInSession {
  session: string;
  id: string;
  role: CrewRole;
  /** Undefined of an interpreter who doesn't work in the language they are put down for. */
  lang?: string;
}

async function readPeopleOfSessions(ctx: Ctx, eventId: string): Promise<PersonInSession[]> {
  const speakers = await speakingOf(ctx, eventId).execute();
  const crew = await ctx.db
    .selectFrom('congress.assignment as pair')
    .innerJoin('congress.crew_member as crew', 'crew.id', 'pair.crew_id')
    .select(['pair.session_id as session', 'pair.crew_id as id', 'pair.role', 'pair.lang', 'crew.langs'])
    .where('crew.event_id', '=', eventId)
    .where('crew.removed', '=', false)
    .orderBy('pair.crew_id')
    .orderBy('pair.role')
    .orderBy('pair.lang')
    .execute();
  return [
    ...speakers.map(({ session_id: session, speaker_id: id }) => ({
      session,
      id,
      role: 'speaker' as const,
    })),
    ...crew.map(({ session, id, role, lang, langs }) => ({
      session,
      id,
      role: role as CrewRole,
      ...(lang && (langs.length === 0 || langs.includes(lang)) && { lang }),
    })),
  ];
}

/** Minutes at which sessions begin by the newest release. */
async function readReleasedStarts(ctx: Ctx, eventId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; start: number }>`
    select session ->> 'id' as id, (session ->> 'start')::float8 as start
    from (select programme from congress.release where event_id = ${eventId} order by number desc limit 1) newest,
      jsonb_array_elements(newest.programme -> 'sessions') session
    where session ? 'start'`.execute(ctx.db);
  return new Map(rows.map(({ id, start }) => [id, minuteOf(start)]));
}

async function readRooms(ctx: Ctx, eventId: string): Promise<ClashRoom[]> {
  const rooms = await roomsOf(ctx, eventId).select(['id', 'capacity', 'turnover']).execute();
  const hours = await ctx.db
    .selectFrom('congress.room_hours as hours')
    .innerJoin('congress.room as room', 'room.id', 'hours.room_id')
    .select(['hours.room_id as of', 'hours.from_at', 'hours.to_at'])
    .where('room.event_id', '=', eventId)
    .orderBy('hours.from_at')
    .execute();
  const open = spansOf(hours);
  return rooms.map(({ id, capacity, turnover }) => ({
    id,
    turnover,
    ...(capacity !== null && { capacity }),
    ...(open.has(id) && { open: open.get(id)! }),
  }));
}

async function readPeople(ctx: Ctx, eventId: string, calendar: Calendar): Promise<ClashPerson[]> {
  const rows = await ctx.db
    .selectFrom('congress.availability as span')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'span.speaker_id')
    .select(['span.speaker_id as of', 'span.from_at', 'span.to_at'])
    .where('speaker.event_id', '=', eventId)
    .where('speaker.removed', '=', false)
    .orderBy('span.from_at')
    .execute();
  const available = spansOf(rows);
  const busy = await readBusyElsewhere(ctx, eventId, calendar);
  return [...new Set([...available.keys(), ...busy.keys()])].map((id) => ({
    id,
    ...(available.has(id) && { available: available.get(id)! }),
    ...(busy.has(id) && { busy: busy.get(id)! }),
  }));
}

function spansOf(rows: readonly { of: string; from_at: Date; to_at: Date }[]): Map<string, Span[]> {
  const spans = new Map<string, Span[]>();
  for (const { of, from_at, to_at } of rows) {
    const span: Span = [minuteOf(from_at), minuteOf(to_at)];
    const own = spans.get(of);
    if (own) own.push(span);
    else spans.set(of, [span]);
  }
  return spans;
}

async function readRules(ctx: Ctx, eventId: string): Promise<PlanningRule[]> {
  const rows = await ctx.db
    .selectFrom('congress.planning_rule as rule')
    .leftJoin('congress.speaker as speaker', 'speaker.id', 'rule.speaker_id')
    .select(['rule.id', 'rule.kind', 'rule.session_id', 'rule.other_id', 'rule.speaker_id'])
    .where('rule.event_id', '=', eventId)
    .where((where) => where.or([where('speaker.id', 'is', null), where('speaker.removed', '=', false)]))
    .orderBy('rule.id')
    .execute();
  return rows.map(({ id, kind, session_id: session, other_id, speaker_id }) =>
    kind === 'person_must_be_there'
      ? { id, kind, session, person: speaker_id! }
      : { id, kind: kind as 'never_beside' | 'after', session, other: other_id! },
  );
}

async function readAccepted(ctx: Ctx, eventId: string): Promise<Record<string, string>> {
  const rows = await ctx.db
    .selectFrom('congress.acceptance')
    .select(['clash', 'reason'])
    .where('event_id', '=', eventId)
    .execute();
  return Object.fromEntries(rows.map(({ clash, reason }) => [clash, reason]));
}
