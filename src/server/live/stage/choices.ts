import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { addSeatJob } from './engine.ts';
import { findSeat } from './seats.ts';
import { lockStage } from './stages.ts';
import { seatsChanged } from '../bus/tell.ts';

export const choiceInput = z.object({
  picture: z.enum(['camera', 'voice', 'never']),
  masked: z.preprocess((value) => value === 'on' || value === true, z.boolean()),
});

/**
 * How the asking person comes on stage; kept on their seat, and the engine takes nothing else from them. "Never" is for the
 * whole session: once said, no button turns a camera on.
 * Refuses a guest, `conflict` for whoever has no seat, is on stage now, or wants a camera after "never".
 */
export async function choose(
  ctx: Ctx,
  sessionId: string,
  choice: z.infer<typeof choiceInput>,
): Promise<void> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const seat = await findSeat(inner, sessionId);
    if (!seat || seat.place === 'away') throw refuse('conflict', 'live.no_seat');
    if (seat.place === 'stage') throw refuse('conflict', 'live.choice_on_stage');
    if (seat.picture === 'never' && choice.picture !== 'never') throw refuse('conflict', 'live.choice_never');
    await inner.db
      .updateTable('live.seat')
      .set(choice)
      .where('session_id', '=', sessionId)
      .where('identity', '=', seat.identity)
      .execute();
    await addSeatJob(inner, sessionId, seat.identity);
    await seatsChanged(inner, sessionId);
  });
}
