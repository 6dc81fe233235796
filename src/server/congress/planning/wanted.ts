import { sql } from 'kysely';
import type { Ctx } from '#server/kernel';
import { fewestPlans } from '#lib/clashes/world.ts';
import type { Plan } from '#lib/clashes/plan.ts';
import type { CongressPart } from '../released.ts';

/** Beyond these it is no longer about pairs; the most wanted come first. */
const mostPairs = 5_000;
/**
 * Looked into: so many plans, chosen by their random ids, and those only that choose (who stars everything wants nothing
 * together). Anybody may make plans: a flood of them must not slow down the desk.
 */
const mostPlans = 1_000;
const mostOfPlan = 50;
/** Counted anew after so long, in milliseconds. */
const keptFor = 10 * 60_000;
const keptEvents = 8;

/**
 * Pairs of sessions that many private plans hold both of, counted in tens by the database: a smaller or finer number
 * never leaves it, and no plan is read one by one. Of more plans than are looked into the number is their share.
 */
export async function readWanted(ctx: Ctx, eventId: string): Promise<Plan['wanted']> {
  const kept = (ctx.app.parts.congress as CongressPart | undefined)?.wanted;
  const now = ctx.now().getTime();
  const known = kept?.get(eventId);
  if (known && now - known.at < keptFor && now >= known.at) return known.pairs;
  const { rows } = await sql<{ one: string; other: string; plans: number }>`
    with fit as materialized (
      select chosen.plan_id from congress.plan_session chosen
        join congress.plan plan on plan.id = chosen.plan_id
        where plan.event_id = ${eventId}
        group by chosen.plan_id having count(*) between 2 and ${mostOfPlan}),
    looked as materialized (select plan_id from fit order by plan_id limit ${mostPlans}),
    chosen as materialized (
      select chosen.plan_id, chosen.session_id from congress.plan_session chosen
        join looked using (plan_id)
        join congress.session session on session.id = chosen.session_id
        where session.status not in ('cancelled', 'deleted')),
    pair as (
      select a.session_id as one, b.session_id as other, count(*) as plans
        from chosen a join chosen b on b.plan_id = a.plan_id and b.session_id > a.session_id
        group by a.session_id, b.session_id having count(*) >= ${fewestPlans})
    select one, other,
        (plans * (select count(*) from fit) / (select count(*) from looked) / 10 * 10)::integer as plans
      from pair order by plans desc, one, other limit ${mostPairs}`.execute(ctx.db);
  const pairs = rows.map(({ one, other, plans }) => ({ pair: [one, other] as const, plans }));
  if (kept) {
    if (kept.size >= keptEvents) kept.delete(kept.keys().next().value!);
    kept.set(eventId, { at: now, pairs });
  }
  return pairs;
}
