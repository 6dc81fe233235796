import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Ctx } from './ctx.ts';
import type { Log } from './log.ts';
import { traceOf } from './log.ts';
import type { DB } from './schema.ts';

// Counts and sums arrive as numbers: nothing here outgrows 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A date is a calendar day, not a moment in the server's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, String);

export type Connection =
  { connectionString: string } | { host: string; port?: number; user: string; database: string };

export interface Database {
  db: Kysely<DB>;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens the pool. Its error handlers are compulsory: without them a restart of PostgreSQL ends the process. */
export function openDatabase(connection: Connection, log: Log, max = 10): Database {
  const pool = new pg.Pool({ ...connection, max, statement_timeout: 30_000, idleTimeoutMillis: 30_000 });
  pool.on('error', (error) => log.warn('database connection lost', traceOf(error)));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  // Kysely leaves the pool open when it never ran a query.
  return { db, pool, close: async () => void (pool.ended || (await pool.end())) };
}

/**
 * Runs `work` in one transaction. Nested calls join it under a savepoint, so that a refusal caught half-way
 * leaves nothing of the inner work behind.
 */
export async function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const whenCommitted: (() => void)[] = [];
  if (!ctx.db.isTransaction) {
    const result = await ctx.db.transaction().execute((trx) => work({ ...ctx, db: trx, whenCommitted }));
    for (const act of whenCommitted) act();
    return result;
  }
  await sql`savepoint inner_work`.execute(ctx.db);
  try {
    const result = await work({ ...ctx, whenCommitted });
    await sql`release savepoint inner_work`.execute(ctx.db);
    ctx.whenCommitted?.push(...whenCommitted);
    return result;
  } catch (error) {
    await sql`rollback to savepoint inner_work`.execute(ctx.db);
    await sql`release savepoint inner_work`.execute(ctx.db);
    throw error;
  }
}

/**
 * Does `act` once the transaction has been committed, in the order asked, and never when it is rolled back, were it only to the
 * savepoint it stands in; at once outside of one. `act` must not throw: what is committed stays done. A process that ends
 * between the commit and `act` never does it.
 */
export function afterCommit(ctx: Ctx, act: () => void): void {
  if (!ctx.db.isTransaction) act();
  else ctx.whenCommitted?.push(act);
}
