import type { Ctx } from '#server/kernel';
import { tellPart } from '../tell.ts';
import { spentNow } from './clock.ts';

/** Ends the speech that is on, if any: its length is kept, its moments are not. Answers the seat that leaves the stage. */
export async function closeSpeech(ctx: Ctx, sessionId: string): Promise<string | undefined> {
  const speech = await ctx.db
    .selectFrom('live.floor_speech')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('spent_ms', 'is', null)
    .executeTakeFirst();
  if (!speech) return undefined;
  await ctx.db
    .updateTable('live.floor_speech')
    .set({ spent_ms: Math.round(spentNow(speech, ctx.now())), started_at: null, paused_at: null })
    .where('id', '=', speech.id)
    .execute();
  return speech.stays ? undefined : (speech.seat ?? undefined);
}

/** The session is over: so are its speech and its list. What was said and how long stays. Called with the stage's row locked. */
export async function endFloor(ctx: Ctx, sessionId: string): Promise<void> {
  await closeSpeech(ctx, sessionId);
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
  const speech = await ctx.db
    .selectFrom('live.floor_speech')
    .select('seat')
    .where('session_id', '=', sessionId)
    .where('spent_ms', 'is', null)
    .executeTakeFirst();
  const wasSpeaking = speech?.seat === identity;
  if (wasSpeaking) await closeSpeech(ctx, sessionId);
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
