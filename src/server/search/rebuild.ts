import { sql } from 'kysely';
import { addJob, inTransaction, type Ctx } from '#server/kernel';
import { wholeIndex } from './store.ts';

/** Goes up with every change of how texts are taken apart: an index made otherwise is made anew at the next start. */
export const analyserVersion = 1;

/**
 * Empties the index and has every module hand over its things again, in one transaction: readers keep the old index until the
 * new one is there. Answers how many documents there are.
 */
export async function rebuild(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (inner) => {
    // Hand-overs of the same moment wait, and then find their own groups made new. First of all and before any row:
    // a hand-over under way may hold what this would need.
    await sql`select pg_advisory_xact_lock(${wholeIndex})`.execute(inner.db);
    await sql`delete from search.document`.execute(inner.db);
    await sql`delete from search.vocabulary`.execute(inner.db);
    for (const module of inner.app.modules) await module.search?.(inner);
    await sql`insert into search.analyser (version) values (${analyserVersion})
      on conflict (one) do update set version = excluded.version`.execute(inner.db);
    const count = await sql<{ count: number }>`select count(*) as count from search.document`.execute(
      inner.db,
    );
    return count.rows[0]!.count;
  });
}

/** Queues a rebuild when the index was never made, or made by another analyser. Asked twice it is done once. */
export async function rebuildIfOld(ctx: Ctx): Promise<void> {
  const made = await sql<{ version: number }>`select version from search.analyser`.execute(ctx.db);
  if (made.rows[0]?.version !== analyserVersion)
    await addJob(ctx, 'search:rebuild', {}, { key: 'search:rebuild' });
}
