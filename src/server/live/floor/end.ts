import type { Ctx } from '#server/kernel';
import { tellPart } from '../bus/tell.ts';
import { closeSpeech, findSpeech } from './speech.ts';

/** The session is over: so are its speech and its list. What was said and how long stays. Called with the stage's row locked. */
export async function endFloor(ctx: Ctx, sessionId: string): Promise<void> {
  const speech = await findSpeech(ctx, sessionId);
  if (speech) await closeSpeech(ctx, speech);
  await ctx.db.deleteFrom('live.floor_entry').where('session_id', '=', sessionId).execute();
  await ctx.db
    .updateTable('live.floor')
    .set((eb) => ({
      is_open: false,
      ended_on: ctx.now().toISOString().slice(0, 10),
      version: eb('version', '+', 1),
      revision: eb('revision', '+', 1),
    }))
    .where('session_id', '=', sessionId)
    .execute();
  await tellPart(ctx, sessionId, 'floor');
}

/** Whoever leaves their seat, or is removed from it, leaves the list, too. Called with the stage's row locked. */
export async function dropFromFloor(ctx: Ctx, sessionId: string, identity: string): Promise<void> {
  const gone = await ctx.db
    .deleteFrom('live.floor_entry')
    .where('session_id', '=', sessionId)
    .where('seat', '=', identity)
    .returning('id')
    .execute();
  const speech = await findSpeech(ctx, sessionId);
  const wasSpeaking = speech?.seat === identity;
  if (wasSpeaking) await closeSpeech(ctx, speech);
  if (!wasSpeaking && gone.length === 0) return;
  await ctx.db
    .updateTable('live.floor')
    .set((eb) => ({
      // What a chair decided about this speech in the meantime no longer means the same.
      ...(wasSpeaking ? { version: eb('version', '+', 1) } : {}),
      revision: eb('revision', '+', 1),
    }))
    .where('session_id', '=', sessionId)
    .execute();
  await tellPart(ctx, sessionId, 'floor');
}
