import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';

/** The talk of a session stays this long after its end. */
export const keptHours = 24;

const hourMs = 3_600_000;
/** A session that nobody opened or ended is over this long after its hour. */
const forgottenMs = 4 * hourMs;

/** When a session is over, its talk gets its end; when it is opened again, the talk stays as long as it does. */
export async function settleExpiry(ctx: Ctx, sessionId: string, isOver: boolean): Promise<void> {
  await ctx.db
    .updateTable('live.talk')
    .set({ expires_at: isOver ? new Date(ctx.now().getTime() + keptHours * hourMs) : null })
    .where('session_id', '=', sessionId)
    .execute();
}

/** Deletes what was said where its time has come: messages, voices, hands, reports. The public log of acts stays. */
export async function expireTalk(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  const talks = await ctx.db
    .selectFrom('live.talk as talk')
    .select(['session_id', 'expires_at'])
    .where((eb) =>
      eb.or(
        (['live.message', 'live.voice', 'live.report'] as const).map((table) =>
          eb.exists(
            eb.selectFrom(table).select('session_id').whereRef(`${table}.session_id`, '=', 'talk.session_id'),
          ),
        ),
      ),
    )
    .execute();
  for (const { session_id: id, expires_at: expiresAt } of talks) {
    const at = expiresAt ?? (await expiryByProgramme(ctx, id));
    if (at && at <= now) await forgetTalk(ctx, id);
  }
}

async function forgetTalk(ctx: Ctx, id: string): Promise<void> {
  for (const table of ['live.message', 'live.voice', 'live.report', 'live.reviewed'] as const)
    await ctx.db.deleteFrom(table).where('session_id', '=', id).execute();
}

/** For a session that was never ended by anybody; one that is no longer in the programme keeps no talk. */
async function expiryByProgramme(ctx: Ctx, id: string): Promise<Date | undefined> {
  const stage = await ctx.db
    .selectFrom('live.stage')
    .select('state')
    .where('session_id', '=', id)
    .executeTakeFirst();
  if (stage?.state === 'live' || stage?.state === 'backstage') return undefined;
  const session = await congress.getSession(ctx, id).catch(() => undefined);
  if (!session) return ctx.now();
  return session.end && new Date(session.end.getTime() + forgottenMs + keptHours * hourMs);
}
