import type { Ctx } from '#server/kernel';

/** Who has the floor, for pages that only announce it. */
export async function whoSpeaks(ctx: Ctx, sessionId: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('live.floor_speech')
    .select('shown_as')
    .where('session_id', '=', sessionId)
    .where('spent_ms', 'is', null)
    .executeTakeFirst();
  return row?.shown_as ?? undefined;
}
