import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { dropFromBooths } from '../booths/microphone.ts';
import { addSeatJob } from '../stage/engine.ts';
import { dropFromFloor } from '../floor/end.ts';
import { dropFromMeeting } from '../meetings/seats.ts';
import { lockStage } from '../stage/stages.ts';
import { seatsChanged } from '../bus/tell.ts';
import { idPattern } from '../talk/things.ts';
import { note, reasonFields, type Grounds } from './acts.ts';
import { mustModerate } from './policy.ts';

export const removeInput = z.object({ seat: z.string().regex(idPattern), ...reasonFields });
export const readmitInput = z.object({ seat: z.string().regex(idPattern) });

/**
 * Removes somebody visible from the session: off the stage and the list of speakers, out of the room, its meeting and its booths,
 * and not in again, with an old token neither.
 * Refuses whoever does not moderate here, `not_found` for a strange seat.
 */
export async function removeSeat(
  ctx: Ctx,
  sessionId: string,
  identity: string,
  grounds: Grounds,
): Promise<void> {
  await mustModerate(ctx, sessionId);
  await setBarred(ctx, sessionId, identity, true, grounds);
}

/** Lets somebody who was removed come back. Refuses like `removeSeat`. */
export async function readmitSeat(ctx: Ctx, sessionId: string, identity: string): Promise<void> {
  await mustModerate(ctx, sessionId);
  await setBarred(ctx, sessionId, identity, false);
}

async function setBarred(
  ctx: Ctx,
  sessionId: string,
  identity: string,
  barred: boolean,
  grounds?: Grounds,
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const seat = await inner.db
      .selectFrom('live.seat')
      .select(['barred', 'owner'])
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      .executeTakeFirst();
    if (!seat) throw refuse('not_found', 'live.no_such_seat');
    if (seat.barred === barred) return;
    await inner.db
      .updateTable('live.seat')
      .set({ barred, place: 'away', muted: false, due_at: null, not_yet: false })
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      .execute();
    if (barred) {
      await addSeatJob(inner, sessionId, identity);
      await dropFromFloor(inner, sessionId, identity);
      await dropFromMeeting(inner, sessionId, seat.owner);
      await dropFromBooths(inner, sessionId, seat.owner);
    }
    await note(inner, sessionId, barred ? 'remove' : 'readmit', grounds);
    await seatsChanged(inner, sessionId);
  });
}
