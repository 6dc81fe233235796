import * as congress from '#server/congress';
import { audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import { addSeatJob } from './engine-jobs.ts';
import { heard, holds, mustRun, participant, running, seatOwner } from './places.ts';
import { ensureStage } from './stages.ts';
import { stateChanged } from './tell.ts';

export interface Seat {
  identity: string;
  shownAs: string;
  /** hall: of the audience, visible by their own wish; away: left, may come back. */
  place: 'hall' | 'backstage' | 'stage' | 'away';
  role: string;
  muted: boolean;
}

const columns = ['identity', 'shown_as', 'place', 'role', 'muted'] as const;
const toSeat = (row: {
  identity: string;
  shown_as: string;
  place: string;
  role: string;
  muted: boolean;
}): Seat => ({
  identity: row.identity,
  shownAs: row.shown_as,
  place: row.place as Seat['place'],
  role: row.role,
  muted: row.muted,
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
    await stateChanged(inner, sessionId);
    return toSeat(row);
  });
}

/** The asking person's own seat. */
export async function findSeat(ctx: Ctx, sessionId: string): Promise<Seat | undefined> {
  if (ctx.actor.kind !== 'person') return undefined;
  const row = await ctx.db
    .selectFrom('live.seat')
    .select(columns)
    .where('session_id', '=', sessionId)
    .where('owner', '=', seatOwner(ctx, sessionId, ctx.actor.personId))
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
  act: z.enum(['bring', 'take', 'mute', 'unmute']),
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

/** Whoever came from the audience goes back to it. */
const afterStage = sql<string>`case when role = ${participant} then 'hall' else 'backstage' end`;
const effect = {
  bring: { place: 'stage' },
  take: { place: afterStage, muted: false },
  mute: { muted: true },
  unmute: { muted: false },
} as const;

/** One change of a seat by the host; refuses `not_found` for a strange seat. */
export async function changeSeat(
  ctx: Ctx,
  sessionId: string,
  identity: string,
  act: keyof typeof effect,
): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .updateTable('live.seat')
      .set(effect[act])
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      .returning('identity')
      .executeTakeFirst();
    if (!row) throw refuse('not_found', 'live.no_such_seat');
    await audit(inner, `live.seat_${act}`, `session:${sessionId}`);
    await addSeatJob(inner, sessionId, identity);
    await stateChanged(inner, sessionId);
  });
}

/** Leaves one's own seat. Does nothing for whoever has none. */
export async function leaveSeat(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind !== 'person') return;
  const owner = seatOwner(ctx, sessionId, ctx.actor.personId);
  await inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .updateTable('live.seat')
      .set({ place: 'away', muted: false })
      .where('session_id', '=', sessionId)
      .where('owner', '=', owner)
      .returning('identity')
      .executeTakeFirst();
    if (!row) return;
    await addSeatJob(inner, sessionId, row.identity);
    await stateChanged(inner, sessionId);
  });
}
