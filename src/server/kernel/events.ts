import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Ctx, Happening } from './ctx.ts';
import { inTransaction } from './db.ts';
import { refuse } from './refusal.ts';

/**
 * Tells what happened, in the same transaction: one job for each listener, so that a failing one never
 * repeats its neighbours. Must be called inside `inTransaction`.
 */
export async function emit(ctx: Ctx, happening: Happening): Promise<void> {
  const id = randomUUID();
  for (const module of ctx.app.modules) {
    if (!module.listeners?.[happening.name]) continue;
    await addJob(ctx, 'listen', { listener: module.name, happening: { ...happening, id } });
  }
}

/** Puts a job into the queue in the same transaction. `key` replaces a waiting job of the same key. */
export async function addJob(
  ctx: Ctx,
  task: string,
  payload: Record<string, unknown>,
  options: { key?: string; runAt?: Date; maxAttempts?: number } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json,
    job_key => ${options.key ?? null}, run_at => ${options.runAt ?? null},
    max_attempts => ${options.maxAttempts ?? 8}::smallint)`.execute(ctx.db);
}

/** Delivers one event to one listener exactly once, however often the job is run. */
export async function deliver(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { listener, happening } = payload as { listener: string; happening: Happening & { id: string } };
  const listen = ctx.app.modules.find((module) => module.name === listener)?.listeners?.[happening.name];
  if (!listen) throw refuse('gone', 'kernel.no_such_listener', { listener });
  await inTransaction(ctx, async (inner) => {
    const first =
      await sql`insert into kernel.handled (event_id, listener) values (${happening.id}, ${listener})
      on conflict do nothing returning 1`.execute(inner.db);
    if (first.rows.length > 0) await listen(inner, happening);
  });
}

/** Drops every reading page that was made from `topic`, in all processes, when the transaction commits. */
export async function changed(ctx: Ctx, ...topics: string[]): Promise<void> {
  for (const topic of topics) await sql`select pg_notify('pages', ${topic})`.execute(ctx.db);
}

/** What PostgreSQL carries is 8,000 bytes at most; the other carriers obey the same, so that a site can change between them. */
const longestFrame = 7_500;

/**
 * Sends a live frame to whoever follows `channel`, in all processes, when the transaction commits. Refuses invalid
 * (kernel.frame_too_long) what is more than 7,500 bytes with its channel and name.
 */
export async function broadcast(
  ctx: Ctx,
  channel: string,
  frame: { event: string; data: unknown },
): Promise<void> {
  const text = JSON.stringify({ channel, ...frame });
  const bytes = Buffer.byteLength(text);
  if (bytes > longestFrame) throw refuse('invalid', 'kernel.frame_too_long', { bytes, most: longestFrame });
  if (ctx.app.bus) await ctx.app.bus.publish(ctx, text);
  else await notifyLive(ctx, text);
}

/** The carrier that is always there: the database says it when it commits. */
export async function notifyLive(ctx: Ctx, frame: string): Promise<void> {
  await sql`select pg_notify('live', ${frame})`.execute(ctx.db);
}
