import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { Ctx } from './ctx.ts';

export interface AuditEntry {
  id: number;
  at: Date;
  actor: string;
  action: string;
  object: string;
  details: Record<string, unknown>;
}

const nothing = Buffer.alloc(32);

const digest = (previous: Buffer, entry: Omit<AuditEntry, 'id'>): Buffer =>
  createHash('sha256')
    .update(previous)
    .update(JSON.stringify([entry.at.toISOString(), entry.actor, entry.action, entry.object, entry.details]))
    .digest();

/**
 * Writes what a member of staff did, chained by hash to all that was done before. Append-only: the table refuses change.
 * `day` is for what a person did who is not staff (yet): nobody's moment of coming is stored.
 */
export async function audit(
  ctx: Ctx,
  action: string,
  object: string,
  details: Record<string, string | number | boolean> = {},
  precision: 'second' | 'day' = 'second',
): Promise<void> {
  const actor =
    ctx.actor.kind === 'person'
      ? `person:${ctx.actor.personId}`
      : ctx.actor.kind === 'system'
        ? `system:${ctx.actor.name}`
        : 'guest';
  // One writer at a time, or two entries would name the same predecessor.
  await sql`select pg_advisory_xact_lock(778001)`.execute(ctx.db);
  const last = await ctx.db
    .selectFrom('kernel.audit')
    .select('hash')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const step = precision === 'day' ? 86_400_000 : 1000;
  const entry = {
    at: new Date(Math.floor(ctx.now().getTime() / step) * step),
    actor,
    action,
    object,
    details,
  };
  const sorted = Object.fromEntries(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)));
  const hash = digest(last?.hash ?? nothing, { ...entry, details: sorted });
  await ctx.db
    .insertInto('kernel.audit')
    .values({ ...entry, details: JSON.stringify(sorted), hash })
    .execute();
}

/** Walks the chain from its start; answers the id of the first entry that doesn't fit, or undefined. */
export async function findBrokenAudit(ctx: Ctx): Promise<number | undefined> {
  let previous: Buffer = nothing;
  const rows = await ctx.db.selectFrom('kernel.audit').selectAll().orderBy('id').execute();
  for (const row of rows) {
    const details = Object.fromEntries(
      Object.entries(row.details as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    if (!digest(previous, { ...row, details }).equals(row.hash)) return row.id;
    previous = row.hash;
  }
  return undefined;
}

/** The newest `count` entries, newest first. Who may see them is for the caller's policy to say. */
export async function listAudit(ctx: Ctx, count = 100): Promise<AuditEntry[]> {
  const rows = await ctx.db
    .selectFrom('kernel.audit')
    .select(['id', 'at', 'actor', 'action', 'object', 'details'])
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
  return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
}
