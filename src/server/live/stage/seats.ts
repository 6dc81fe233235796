import * as congress from '#server/congress';
import { audit, inTransaction, newId, refuse, type Ctx, type DB } from '#server/kernel';
import { sql, type Selectable, type Updateable } from 'kysely';
import { z } from 'zod';
import { addSeatJob } from './engine.ts';
import { dropFromFloor } from '../floor/end.ts';
import { livePart } from '../part.ts';
import { needNotBarred } from '../moderation/barred.ts';
import { heard, holds, mustRun, participant, recorded, running, seatOwner } from '../places.ts';
import { ensureStage, lockStage } from './stages.ts';
import { seatsChanged } from '../bus/tell.ts';

export type Picture = 'camera' | 'voice' | 'never';

export interface Seat {
  identity: string;
  shownAs: string;
  /** hall: of the audience, visible by their own wish; away: left, may come back. */
  place: 'hall' | 'backstage' | 'stage' | 'away';
  role: string;
  muted: boolean;
  /** camera; voice: without a picture; never: no camera in this whole session, whatever button is pressed. */
  picture: Picture;
  /** The voice is changed in the browser before it leaves. */
  masked: boolean;
  /** Speaks a sign language: the picture is kept large. */
  signs: boolean;
  /** When they go on stage by themselves. */
  dueAt?: Date;
  /** Asked for a moment when they were called. */
  notYet: boolean;
}

const columns = [
  'identity',
  'shown_as',
  'place',
  'role',
  'muted',
  'picture',
  'masked',
  'signs',
  'due_at',
  'not_yet',
] as const;
const toSeat = (row: Pick<Selectable<DB['live.seat']>, (typeof columns)[number]>): Seat => ({
  identity: row.identity,
  shownAs: row.shown_as,
  place: row.place as Seat['place'],
  role: row.role,
  muted: row.muted,
  picture: row.picture as Picture,
  masked: row.masked,
  signs: row.signs,
  ...(row.due_at ? { dueAt: row.due_at } : {}),
  notYet: row.not_yet,
});

export const seatInput = z.object({ shownAs: z.string().trim().min(1, 'live.name_missing').max(60) });

/**
 * Takes, or renames, the asking person's seat backstage. Everybody in the session sees the name once they are on stage.
 * Refuses a guest, whoever was not invited to be heard here, and `conflict` when the session is over.
 */
export async function takeSeat(ctx: Ctx, sessionId: string, shownAs: string): Promise<Seat> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, heard))) throw refuse('forbidden', 'live.not_invited');
  const role = (await holds(ctx, sessionId, running)) ? 'host' : 'speaker';
  return placeSeat(ctx, sessionId, seatOwner(ctx, sessionId, ctx.actor.personId), shownAs, role);
}

/**
 * Makes the asking person visible in this session under a name of their choice: whoever enters the list of speakers or
 * sits down at a table. Nobody is in the hall without asking. Renames whoever has a seat already.
 * Refuses a guest, `not_found` when no such session is public, `conflict` when it is over.
 */
export async function enterHall(ctx: Ctx, sessionId: string, shownAs: string): Promise<Seat> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  await congress.getSession(ctx, sessionId);
  return placeSeat(
    ctx,
    sessionId,
    seatOwner(ctx, sessionId, ctx.actor.personId),
    shownAs,
    participant,
    'hall',
  );
}

/** Not for the door: a seat whose owner is known already; the demo's speaking bot takes one, too. */
export async function placeSeat(
  ctx: Ctx,
  sessionId: string,
  owner: Buffer,
  shownAs: string,
  role: string,
  place: Seat['place'] = 'backstage',
): Promise<Seat> {
  return inTransaction(ctx, async (inner) => {
    const stage = await ensureStage(inner, sessionId);
    if (stage.state === 'over') throw refuse('conflict', 'live.over');
    await needNotBarred(inner, sessionId, owner);
    const row = await inner.db
      .insertInto('live.seat')
      .values({ session_id: sessionId, identity: newId(16), owner, shown_as: shownAs, place, role })
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'owner']).doUpdateSet((eb) => ({
          shown_as: shownAs,
          // An invitation that came later counts; who was invited stays so in the hall.
          role: role === participant ? eb.ref('live.seat.role') : role,
          place: eb
            .case()
            .when('live.seat.place', 'in', place === 'hall' ? ['away'] : ['away', 'hall'])
            .then(place)
            .else(eb.ref('live.seat.place'))
            .end(),
        })),
      )
      .returning(columns)
      .executeTakeFirstOrThrow();
    await seatsChanged(inner, sessionId);
    return toSeat(row);
  });
}

/** The asking person's own seat. */
export async function findSeat(ctx: Ctx, sessionId: string): Promise<Seat | undefined> {
  if (ctx.actor.kind !== 'person') return undefined;
  return seatOf(ctx, sessionId, seatOwner(ctx, sessionId, ctx.actor.personId));
}

/** Not for the door: the seat of whoever it belongs to, a recording, too. */
export async function seatOf(ctx: Ctx, sessionId: string, owner: Buffer): Promise<Seat | undefined> {
  const row = await ctx.db
    .selectFrom('live.seat')
    .select(columns)
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .executeTakeFirst();
  return row && toSeat(row);
}

/** Who sits where, for the host. Refuses whoever does not run the session. */
export async function listSeats(ctx: Ctx, sessionId: string): Promise<Seat[]> {
  await mustRun(ctx, sessionId);
  const rows = await ctx.db
    .selectFrom('live.seat')
    .select(columns)
    .where('session_id', '=', sessionId)
    .orderBy('shown_as')
    .execute();
  return rows.map(toSeat);
}

export const seatMoveInput = z.object({
  seat: z.string().max(40),
  act: z.enum(['bring', 'soon', 'wait', 'take', 'mute', 'unmute', 'sign', 'unsign', 'feature', 'unfeature']),
});

/** Brings somebody on stage: their camera and microphone reach everybody. Refuses whoever does not run the session. */
export const bringOnStage = (ctx: Ctx, sessionId: string, identity: string): Promise<void> =>
  changeSeat(ctx, sessionId, identity, 'bring');
/** Takes somebody off the stage, back behind it; at once nobody sees or hears them. */
export const takeOffStage = (ctx: Ctx, sessionId: string, identity: string): Promise<void> =>
  changeSeat(ctx, sessionId, identity, 'take');
/** Closes somebody's microphone until the host opens it again. */
export const mute = (ctx: Ctx, sessionId: string, identity: string): Promise<void> =>
  changeSeat(ctx, sessionId, identity, 'mute');
export const unmute = (ctx: Ctx, sessionId: string, identity: string): Promise<void> =>
  changeSeat(ctx, sessionId, identity, 'unmute');

/** How long a speaker sees the countdown before they are on stage. */
export const countdownMs = 10_000;

/** Whoever came from the audience goes back to it; a recording is put away. */
const afterStage = sql<string>`case role when ${participant} then 'hall' when ${recorded} then 'away' else 'backstage' end`;
const off = ['hall', 'backstage'];
interface Effect {
  /** Only a seat in one of these places is changed; any other stays as it is. */
  from?: readonly string[];
  set?(now: Date): Updateable<DB['live.seat']> | Record<string, unknown>;
  /** Of the stage, instead of the seat. */
  featured?: boolean;
}
const effects: Record<z.infer<typeof seatMoveInput>['act'], Effect> = {
  bring: { from: off, set: () => ({ place: 'stage', due_at: null, not_yet: false }) },
  soon: {
    from: off,
    set: (now) => ({ due_at: new Date(now.getTime() + countdownMs), not_yet: false }),
  },
  wait: { set: () => ({ due_at: null }) },
  take: {
    from: ['stage'],
    set: () => ({ place: afterStage, muted: false, due_at: null, not_yet: false }),
  },
  mute: { set: () => ({ muted: true }) },
  unmute: { set: () => ({ muted: false }) },
  sign: { set: () => ({ signs: true }) },
  unsign: { set: () => ({ signs: false }) },
  feature: { featured: true },
  unfeature: { featured: false },
};

/** One change of a seat by the host; refuses `not_found` for a strange seat and for calling whoever left. What is so already is left as it is. */
export async function changeSeat(
  ctx: Ctx,
  sessionId: string,
  identity: string,
  act: keyof typeof effects,
): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const seat = await inner.db
      .selectFrom('live.seat')
      .select(['place', 'due_at'])
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      .executeTakeFirst();
    if (!seat) throw refuse('not_found', 'live.no_such_seat');
    const { from, set, featured } = effects[act];
    if (seat.place === 'away' && from === off) throw refuse('not_found', 'live.no_such_seat');
    if (from && !from.includes(seat.place)) return;
    // A second tap does not begin the countdown anew.
    if (act === 'soon' && seat.due_at) return;
    if (set)
      await inner.db
        .updateTable('live.seat')
        .set(set(inner.now()))
        .where('session_id', '=', sessionId)
        .where('identity', '=', identity)
        .execute();
    else
      await inner.db
        .updateTable('live.stage')
        .set({ featured: featured ? identity : null })
        .where('session_id', '=', sessionId)
        .execute();
    await audit(inner, `live.seat_${act}`, `session:${sessionId}`);
    await addSeatJob(inner, sessionId, identity);
    if (act === 'soon') livePart(inner)?.callSoon(countdownMs);
    await seatsChanged(inner, sessionId);
  });
}

/** Leaves one's own seat. Does nothing for whoever has none. */
export async function leaveSeat(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind !== 'person') return;
  const owner = seatOwner(ctx, sessionId, ctx.actor.personId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const row = await inner.db
      .updateTable('live.seat')
      .set({ place: 'away', muted: false, due_at: null, not_yet: false })
      .where('session_id', '=', sessionId)
      .where('owner', '=', owner)
      .returning('identity')
      .executeTakeFirst();
    if (!row) return;
    await addSeatJob(inner, sessionId, row.identity);
    await dropFromFloor(inner, sessionId, row.identity);
    await seatsChanged(inner, sessionId);
  });
}
