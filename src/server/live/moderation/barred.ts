import { refuse, type Ctx } from '#server/kernel';

/** Refuses `forbidden` whoever a moderator removed from this session. */
export async function needNotBarred(ctx: Ctx, sessionId: string, owner: Buffer): Promise<void> {
  const barred = await ctx.db
    .selectFrom('live.seat')
    .select('identity')
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .where('barred', '=', true)
    .executeTakeFirst();
  if (barred) throw refuse('forbidden', 'moderation.removed');
}
