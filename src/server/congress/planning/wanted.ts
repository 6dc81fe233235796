import { sql } from 'kysely';
import type { Ctx } from '#server/kernel';
import { fewestPlans } from '#lib/clashes/world.ts';
import type { Plan } from '#lib/clashes/types.ts';

/** Beyond these it is no longer about pairs; the most wanted come first. */
const mostPairs = 5_000;

/**
 * Pairs of sessions that many private plans hold both of, counted in tens by the database: a smaller or finer number
 * never leaves it, and no plan is read one by one.
 */
export async function readWanted(ctx: Ctx, eventId: string): Promise<Plan['wanted']> {
  const { rows } = await sql<{ one: string; other: string; plans: number }>`
    with often as (
      select chosen.session_id from congress.plan_session chosen
        join congress.session session on session.id = chosen.session_id
        where session.event_id = ${eventId} and session.status not in ('cancelled', 'deleted')
        group by chosen.session_id having count(*) >= ${fewestPlans}),
    chosen as (select plan_id, session_id from congress.plan_session join often using (session_id))
    select a.session_id as one, b.session_id as other, (count(*) / 10 * 10)::integer as plans
      from chosen a join chosen b on b.plan_id = a.plan_id and b.session_id > a.session_id
      group by a.session_id, b.session_id having count(*) >= ${fewestPlans}
      order by plans desc, one, other limit ${mostPairs}`.execute(ctx.db);
  return rows.map(({ one, other, plans }) => ({ pair: [one, other], plans }));
}
