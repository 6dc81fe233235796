import type { Ctx, DB } from '#server/kernel';
import type { Selectable } from 'kysely';
import { spentNow } from './clock.ts';

export type SpeechRow = Selectable<DB['live.floor_speech']>;

/** The speech that is on. */
export const findSpeech = (ctx: Ctx, sessionId: string): Promise<SpeechRow | undefined> =>
  ctx.db
    .selectFrom('live.floor_speech')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('spent_ms', 'is', null)
    .executeTakeFirst();

/** Ends the speech that is on: its length is kept, its moments are not. Answers the seat that leaves the stage. */
export async function closeSpeech(ctx: Ctx, speech: SpeechRow): Promise<string | undefined> {
  await ctx.db
    .updateTable('live.floor_speech')
    .set({ spent_ms: Math.round(spentNow(speech, ctx.now())), started_at: null, paused_at: null })
    .where('id', '=', speech.id)
    .execute();
  return speech.stays ? undefined : (speech.seat ?? undefined);
}
