import { z } from 'zod';
import { audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { needRooms } from '../draft-parts.ts';
import { handOver } from '../hand-over.ts';
import { noteEdit } from '../editing/note.ts';
import { holdEvent } from '../parts.ts';
import type { ReleasedSession, SessionDetails, Skeleton } from '../skeleton.ts';
import { byPlace, publicHash } from '../snapshot.ts';
import { dayNumber, fromWallClock, programmeDate } from '../times.ts';
import { compareReleases } from './compare.ts';
import type { ChangeSide, SessionChange } from './shapes.ts';
import { readNewest, storeVersion } from './store.ts';

const id = z.string().regex(/^[0-9a-z]{6,32}$/);

/** What may be said of a session in two taps. Wall-clock times are the event's. */
export const correctionInput = z.object({
  session: id,
  act: z.enum(['shift', 'move', 'cancel', 'restore']),
  /** `shift`: how much later; less than zero is earlier. At most a day. */
  minutes: z.coerce.number().int().min(-1440).max(1440).optional(),
  /** `move` */
  room: z.union([z.literal('').transform(() => undefined), id]).optional(),
  startsAt: z
    .union([z.literal('').transform(() => undefined), z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)])
    .optional(),
});
export type CorrectionInput = z.output<typeof correctionInput>;

export interface Correction {
  number: number;
  change: SessionChange;
}

/** Where a session is to be: what is absent stays as it is; null takes it out. */
interface Place {
  start?: number | null;
  room?: string | null;
  cancelled?: boolean;
}

/**
 * Changes one session for everybody at once: in the drafts and in what is public, as a version of its own; nothing else
 * that waits in the drafts is released with it. Refuses an unknown event, who may not edit it, a session that is not
 * public in it, a time outside the event's days, a room it does not have, and what changes nothing.
 */
export const correctSession = (ctx: Ctx, eventId: string, input: CorrectionInput): Promise<Correction> =>
  correct(ctx, eventId, async (inner, programme) => {
    const session = programme.sessions.find((one) => one.id === input.session);
    if (!session) throw refuse('not_found', 'congress.no_such_session');
    return { session, place: await placeOf(inner, eventId, programme, session, input) };
  });

/**
 * Takes a correction back, by another one. Refuses like `correctSession`, a version that is no correction, and one whose
 * session has been changed again since.
 */
export const undoCorrection = (ctx: Ctx, eventId: string, number: number): Promise<Correction> =>
  correct(ctx, eventId, async (inner, programme) => {
    const row = await inner.db
      .selectFrom('congress.release as release')
      .innerJoin('congress.release_change as change', 'change.release_id', 'release.id')
      .select(['change.session_id', 'change.was', 'change.now'])
      .where('release.event_id', '=', eventId)
      .where('release.number', '=', number)
      .where('release.kind', '=', 'correction')
      .executeTakeFirst();
    const session = programme.sessions.find((one) => one.id === row?.session_id);
    if (!row || !session) throw refuse('not_found', 'changes.no_such_correction');
    const was = row.was as unknown as ChangeSide;
    const now = row.now as unknown as ChangeSide;
    const room = session.room === undefined ? undefined : programme.rooms[session.room]!.id;
    if (
      session.start !== now.start ||
      room !== now.room?.id ||
      Boolean(session.cancelled) !== Boolean(now.cancelled)
    )
      throw refuse('conflict', 'changes.corrected_since');
    return {
      session,
      place: { start: was.start ?? null, room: was.room?.id ?? null, cancelled: was.cancelled === true },
    };
  });

async function correct(
  ctx: Ctx,
  eventId: string,
  find: (ctx: Ctx, programme: Skeleton) => Promise<{ session: ReleasedSession; place: Place }>,
): Promise<Correction> {
  return inTransaction(ctx, async (inner) => {
    // Releases, imports and other corrections wait: what is public is changed by one at a time.
    await holdEvent(inner, eventId, (query) => query.where('status', '=', 'published').forUpdate());
    const before = await readNewest(inner, eventId);
    if (!before) throw refuse('not_found', 'congress.nothing_released');
    const { session, place } = await find(inner, before.programme);
    const after = await withPlace(inner, eventId, before.programme, session, place);
    const difference = compareReleases(before.programme, after);
    const change = difference.changes[0];
    if (!change) throw refuse('conflict', 'changes.nothing_to_correct');
    await writeSession(inner, eventId, after, session.id, place);
    const number = await storeVersion(inner, {
      eventId,
      kind: 'correction',
      name: before.name,
      skeleton: after,
      difference,
      isFirst: false,
    });
    await handOver(inner, eventId);
    await audit(inner, 'congress.correct_session', `session:${session.id}`, { number });
    return { number, change };
  });
}

async function placeOf(
  ctx: Ctx,
  eventId: string,
  programme: Skeleton,
  session: ReleasedSession,
  input: CorrectionInput,
): Promise<Place> {
  switch (input.act) {
    case 'cancel':
      return { cancelled: true };
    case 'restore':
      return { cancelled: false };
    case 'shift':
      if (session.start === undefined) throw refuse('invalid', 'changes.has_no_time');
      return { start: within(programme, session.start + (input.minutes ?? 0) * 60_000) };
    case 'move':
      if (input.room) await needRooms(ctx, eventId, [input.room]);
      return {
        ...(input.room && { room: input.room }),
        ...(input.startsAt && { start: within(programme, readStart(input.startsAt, programme.zone)) }),
      };
  }
}

function readStart(text: string, zone: string): number {
  try {
    return fromWallClock(text, zone).getTime();
  } catch {
    throw refuse('invalid', 'congress.no_such_time', { time: text });
  }
}

function within(programme: Skeleton, start: number): number {
  const day = dayNumber(programme, start);
  if (day < 1 || day > programme.days) throw refuse('invalid', 'changes.outside_days');
  return start;
}

/** The programme with one session elsewhere. A room that is not public yet becomes so: it was named on purpose. */
async function withPlace(
  ctx: Ctx,
  eventId: string,
  programme: Skeleton,
  session: ReleasedSession,
  place: Place,
): Promise<Skeleton> {
  const rooms = [...programme.rooms];
  const { start: oldStart, day: _day, room: oldRoom, cancelled: wasCancelled, ...rest } = session;
  const start = place.start === undefined ? oldStart : (place.start ?? undefined);
  let room = place.room === undefined ? oldRoom : undefined;
  if (place.room) {
    room = rooms.findIndex((one) => one.id === place.room);
    if (room < 0) room = rooms.push(await readRoom(ctx, eventId, place.room)) - 1;
  }
  const moved: ReleasedSession = {
    ...rest,
    ...(room !== undefined && { room }),
    ...(start !== undefined && { start, day: dayNumber(programme, start) }),
    ...((place.cancelled ?? wasCancelled) && { cancelled: true as const }),
    revision: rest.revision + 1,
  };
  return {
    ...programme,
    rooms,
    sessions: programme.sessions.map((one) => (one.id === session.id ? moved : one)).sort(byPlace),
  };
}

async function readRoom(ctx: Ctx, eventId: string, room: string): Promise<Skeleton['rooms'][number]> {
  const row = await ctx.db
    .selectFrom('congress.room')
    .select(['id', 'slug', 'title', 'note', 'langs'])
    .where('id', '=', room)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  if (!row) throw refuse('invalid', 'congress.no_such_room');
  return row as unknown as Skeleton['rooms'][number];
}

/** The same in the drafts, in the hash that tells drafts from what is public, and in the graph. */
async function writeSession(
  ctx: Ctx,
  eventId: string,
  programme: Skeleton,
  sessionId: string,
  place: Place,
): Promise<void> {
  const session = programme.sessions.find((one) => one.id === sessionId)!;
  await ctx.db
    .updateTable('congress.session')
    .set({
      revision: session.revision,
      ...(place.start !== undefined && { starts_at: place.start === null ? null : new Date(place.start) }),
      ...(place.room !== undefined && { room_id: place.room }),
    })
    .where('id', '=', sessionId)
    .execute();
  if (place.cancelled !== undefined)
    await ctx.db
      .updateTable('congress.session')
      .set({ status: place.cancelled ? 'cancelled' : 'confirmed' })
      .where('id', '=', sessionId)
      // What the drafts have taken away already stays away.
      .where('status', '<>', 'deleted')
      .execute();
  await noteEdit(ctx, eventId, 'session', [sessionId]);
  const stored = await ctx.db
    .selectFrom('congress.released_session')
    .select('details')
    .where('session_id', '=', sessionId)
    .executeTakeFirstOrThrow();
  await ctx.db
    .updateTable('congress.released_session')
    .set({ hash: publicHash(programme, session, stored.details as SessionDetails) })
    .where('session_id', '=', sessionId)
    .execute();
  await themes.nodes(ctx, [
    {
      kind: 'session',
      id: sessionId,
      titles: session.title,
      path: `/s/${sessionId}`,
      audience: 'public',
      ...(session.start !== undefined && { day: programmeDate(programme, session.start) }),
    },
  ]);
}
