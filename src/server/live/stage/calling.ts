import { audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { addSeatJob } from './engine.ts';
import { heard, holds } from '../places.ts';
import { findSeat } from './seats.ts';
import { lockStage } from './stages.ts';
import { seatsChanged } from '../bus/tell.ts';

/**
 * Puts on stage everybody whose countdown has run out. The process that began a countdown does it to the moment; a look
 * every ten seconds makes up for a process that ended meanwhile.
 */
export async function enterDue(ctx: Ctx): Promise<void> {
  const due = await ctx.db
    .selectFrom('live.seat')
    .select(['session_id', 'identity'])
    .where('due_at', '<=', ctx.now())
    .execute();
  for (const { session_id: sessionId, identity } of due) await enterOne(ctx, sessionId, identity);
}

const enterOne = (ctx: Ctx, sessionId: string, identity: string): Promise<void> =>
  inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const row = await inner.db
      .updateTable('live.seat')
      .set({ place: 'stage', due_at: null, not_yet: false })
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      // Looked at again under the lock: they may have said "not yet" in the last moment.
      .where('due_at', '<=', inner.now())
      .where('place', 'in', ['hall', 'backstage'])
      .returning('identity')
      .executeTakeFirst();
    if (!row) return;
    await addSeatJob(inner, sessionId, identity);
    await seatsChanged(inner, sessionId);
  });

/**
 * Stops one's own countdown and lets the host know. Does nothing when none runs, so that a late tap harms nothing.
 * Refuses a guest, whoever may not be heard here, `conflict` for whoever has no seat yet.
 */
export async function sayNotYet(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const seat = await findSeat(inner, sessionId);
    if (!seat)
      throw (await holds(inner, sessionId, heard))
        ? refuse('conflict', 'live.no_seat')
        : refuse('forbidden', 'live.not_invited');
    if (!seat.dueAt) return;
    await inner.db
      .updateTable('live.seat')
      .set({ due_at: null, not_yet: true })
      .where('session_id', '=', sessionId)
      .where('identity', '=', seat.identity)
      .execute();
    await audit(inner, 'live.seat_not_yet', `session:${sessionId}`);
    await addSeatJob(inner, sessionId, seat.identity);
    await seatsChanged(inner, sessionId);
  });
}
