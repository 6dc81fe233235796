import type { Ctx } from '#server/kernel';
import * as congress from '#server/congress';
import { endSession } from './stages.ts';

/** An overrun is usual, a forgotten stage is not: it is closed when the session should have ended this long ago. */
const forgottenAfterMs = 4 * 3_600_000;

/** Ends stages that somebody forgot to end. */
export async function endForgotten(ctx: Ctx): Promise<void> {
  const open = await ctx.db
    .selectFrom('live.stage')
    .select('session_id')
    .where('state', 'in', ['live', 'backstage'])
    .execute();
  for (const { session_id: id } of open) {
    const session = await congress.getSession(ctx, id).catch(() => undefined);
    if (session?.end && ctx.now().getTime() > session.end.getTime() + forgottenAfterMs)
      await endSession(ctx, id);
  }
}
