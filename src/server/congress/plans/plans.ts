import { inTransaction, newId, newSecret, refuse, sha256, type Ctx } from '#server/kernel';
import { getReleased, type Released } from '../released.ts';
import { dateOfDay } from '../times.ts';

/** Sessions a plan may hold: nobody goes to more, and a flood stays small. */
export const mostOfPlan = 500;
/** Days a plan is kept after its event. */
const keptDays = 30;
const day = 86_400_000;

const secretShape = /^[\w-]{43}$/;
const noSuchPlan = () => refuse('not_found', 'visit.no_such_plan');

interface Plan {
  id: string;
  event_id: string;
}

/** Whose it is only the secret says: no actor is asked, staff neither. A wrong guess costs one look-up, like a right one. */
export async function findPlan(ctx: Ctx, secret: string): Promise<Plan> {
  if (!secretShape.test(secret)) throw noSuchPlan();
  const plan = await ctx.db
    .selectFrom('congress.plan')
    .select(['id', 'event_id'])
    .where('secret_hash', '=', sha256(secret))
    .executeTakeFirst();
  if (!plan) throw noSuchPlan();
  return plan;
}

/**
 * A new private link to an own schedule; answers its secret, which is shown nowhere else and not stored. Refuses an
 * event that isn't public. Session ids that are not public in this event are left out without a word about them.
 */
export async function createPlan(
  ctx: Ctx,
  eventSlug: string,
  sessionIds: readonly string[],
): Promise<string> {
  const event = await getReleased(ctx, { slug: eventSlug });
  const secret = newSecret();
  await inTransaction(ctx, async (inner) => {
    const id = newId();
    await inner.db
      .insertInto('congress.plan')
      .values({ id, event_id: event.id, secret_hash: sha256(secret), day: lastDay(inner, event) })
      .execute();
    await put(inner, id, event, sessionIds);
  });
  return secret;
}

/** Adds sessions. Refuses an unknown secret, and more than 500 in one plan; leaves out what is not public in its event. */
export async function addToPlan(ctx: Ctx, secret: string, sessionIds: readonly string[]): Promise<void> {
  await changePlan(ctx, secret, (inner, plan, event) => put(inner, plan.id, event, sessionIds));
}

/** Of the sessions that were shown to choose from, keeps those chosen and takes the others out. Refuses like `addToPlan`. */
export async function chooseInPlan(
  ctx: Ctx,
  secret: string,
  shown: readonly string[],
  chosen: readonly string[],
): Promise<void> {
  await changePlan(ctx, secret, async (inner, plan, event) => {
    const kept = new Set(chosen);
    const out = shown.filter((id) => !kept.has(id));
    await take(inner, plan.id, out);
    await put(inner, plan.id, event, chosen);
  });
}

/** Takes sessions out. Refuses an unknown secret; what isn't in the plan is no mistake. */
export async function removeFromPlan(ctx: Ctx, secret: string, sessionIds: readonly string[]): Promise<void> {
  await changePlan(ctx, secret, (inner, plan) => take(inner, plan.id, sessionIds));
}

/** Takes everything out; the link stays. Refuses an unknown secret. */
export async function emptyPlan(ctx: Ctx, secret: string): Promise<void> {
  await changePlan(ctx, secret, async (inner, plan) => {
    await inner.db.deleteFrom('congress.plan_session').where('plan_id', '=', plan.id).execute();
  });
}

/** Ends the link and forgets what was in it. Refuses an unknown secret. */
export async function removePlan(ctx: Ctx, secret: string): Promise<void> {
  const plan = await findPlan(ctx, secret);
  await ctx.db.deleteFrom('congress.plan').where('id', '=', plan.id).execute();
}

/** A job of every night. */
export async function forgetPlans(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('congress.plan').where('day', '<', ctx.now().toISOString().slice(0, 10)).execute();
}

async function changePlan(
  ctx: Ctx,
  secret: string,
  change: (inner: Ctx, plan: Plan, event: Released) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const plan = await findPlan(inner, secret);
    // Two devices at once: the second waits, so that the limit holds.
    await inner.db
      .selectFrom('congress.plan')
      .select('id')
      .where('id', '=', plan.id)
      .forUpdate()
      .executeTakeFirst();
    await change(inner, plan, await getReleased(inner, { id: plan.event_id }));
  });
}

async function put(ctx: Ctx, planId: string, event: Released, sessionIds: readonly string[]): Promise<void> {
  const wanted = new Set(sessionIds);
  const known = event.programme.sessions.filter((one) => wanted.has(one.id)).map((one) => one.id);
  if (known.length === 0) return;
  await ctx.db
    .insertInto('congress.plan_session')
    .values(known.map((id) => ({ plan_id: planId, session_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { count } = await ctx.db
    .selectFrom('congress.plan_session')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow();
  if (count > mostOfPlan) throw refuse('too_many', 'visit.plan_full', { most: mostOfPlan });
}

async function take(ctx: Ctx, planId: string, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await ctx.db
    .deleteFrom('congress.plan_session')
    .where('plan_id', '=', planId)
    .where('session_id', 'in', [...sessionIds])
    .execute();
}

/** The same for all plans of an event to come; of one that is over, the month only, or the day would tell when it was made. */
function lastDay(ctx: Ctx, { programme }: Released): string {
  const afterEvent = new Date(Date.parse(dateOfDay(programme, programme.days)) + keptDays * day);
  const now = ctx.now();
  const afterNextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1));
  return new Date(Math.max(afterEvent.getTime(), afterNextMonth.getTime())).toISOString().slice(0, 10);
}
