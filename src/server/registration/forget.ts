import { sql } from 'kysely';
import * as congress from '#server/congress';
import { inTransaction, type Ctx } from '#server/kernel';

const dayMs = 86_400_000;

/** Every night: what an event needed of its participants goes when it has been over long enough, or when the event is gone. */
export async function forget(ctx: Ctx): Promise<void> {
  const events = new Map((await congress.listDeskEvents(ctx)).map((event) => [event.id, event]));
  const settings = await ctx.db
    .selectFrom('registration.setting')
    .select(['event_id', 'keep_days', 'forgotten'])
    .execute();
  for (const { event_id: id, keep_days: keepDays, forgotten } of settings) {
    const event = events.get(id);
    if (!event) {
      await inTransaction(ctx, (inner) => removeAll(inner, id));
      continue;
    }
    const over = Date.parse(`${event.startsOn}T00:00:00Z`) + (event.days + 1 + keepDays) * dayMs;
    if (!forgotten && ctx.now().getTime() >= over)
      await inTransaction(ctx, (inner) => forgetEvent(inner, id));
  }
}

/** Tickets, answers, codes, stamps and private keys go; sums stay in tens. Certificates can still be verified. */
async function forgetEvent(ctx: Ctx, id: string): Promise<void> {
  const pools = ctx.db.selectFrom('registration.pool').select('id').where('event_id', '=', id);
  const questions = ctx.db.selectFrom('registration.question').select('id').where('event_id', '=', id);
  const sessions = ctx.db
    .selectFrom('registration.stamp_key')
    .select('session_id')
    .where('event_id', '=', id);
  await ctx.db.deleteFrom('registration.ticket').where('pool_id', 'in', pools).execute();
  await ctx.db.deleteFrom('registration.text_answer').where('question_id', 'in', questions).execute();
  await ctx.db.deleteFrom('registration.stamping').where('session_id', 'in', sessions).execute();
  await ctx.db.deleteFrom('registration.spent_stamp').where('event_id', '=', id).execute();
  await ctx.db
    .updateTable('registration.tally')
    .set({ count: sql`count / 10 * 10` })
    .where('question_id', 'in', questions)
    .execute();
  await ctx.db
    .updateTable('registration.pool')
    .set({ taken: sql`taken / 10 * 10`, here: sql`here / 10 * 10`, code_hash: null, label: null })
    .where('event_id', '=', id)
    .execute();
  await ctx.db
    .updateTable('registration.stamp_key')
    .set({ given: sql`given / 10 * 10`, private: null, word: null, open: false })
    .where('event_id', '=', id)
    .execute();
  await ctx.db
    .updateTable('registration.certificate_key')
    .set({ private: null })
    .where('event_id', '=', id)
    .execute();
  await ctx.db
    .updateTable('registration.setting')
    .set({ forgotten: true, mode: 'closed' })
    .where('event_id', '=', id)
    .execute();
}

async function removeAll(ctx: Ctx, id: string): Promise<void> {
  for (const table of ['pool', 'question', 'stamp_key', 'spent_stamp', 'certificate_key', 'setting'] as const)
    await ctx.db.deleteFrom(`registration.${table}`).where('event_id', '=', id).execute();
}
