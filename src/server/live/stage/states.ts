import type { Ctx } from '#server/kernel';
import { stateOf, type LiveState } from './stages.ts';

/**
 * The states of many sessions at once, by what the clock says of each; `backstage` where people are being gathered.
 * For pages that look at a whole day: the caller has asked whether the reader may.
 */
export async function listStates(
  ctx: Ctx,
  sessions: readonly { id: string; state: LiveState }[],
): Promise<Map<string, LiveState | 'backstage'>> {
  if (sessions.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('live.stage')
    .select(['session_id', 'state'])
    .where(
      'session_id',
      'in',
      sessions.map((one) => one.id),
    )
    .execute();
  const stages = new Map(rows.map((row) => [row.session_id, row.state]));
  return new Map(
    sessions.map(({ id, state }) => {
      const stage = stages.get(id);
      return [id, stage === 'backstage' ? 'backstage' : stateOf(stage, state)];
    }),
  );
}
