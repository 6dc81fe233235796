import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addJob, makeLog, type Connection } from '#server/kernel';
import { openTestDatabase, system, testCtx } from '../../../tests/support/given.ts';
import { ownJobs } from './job-owner.ts';

test('jobs of a process that lives stay its own, those of a dead one are taken back', async () => {
  const database = await openTestDatabase();
  const ctx = system(await testCtx({ commits: true }));
  const connection = database.pool.options as Connection;
  const log = makeLog('silent');
  for (const task of ['one', 'two']) await addJob(ctx, task, {});
  const lock = (task: string, runner: string): Promise<unknown> =>
    sql`update graphile_worker._private_jobs set locked_by = ${runner}, locked_at = now() - interval '1 minute'
      where task_id = (select id from graphile_worker._private_tasks where identifier = ${task})`.execute(
      ctx.db,
    );
  const locked = async (): Promise<string[]> => {
    const { rows } = await sql<{ by: string }>`select locked_by as by from graphile_worker._private_jobs
      where locked_by is not null order by 1`.execute(ctx.db);
    return rows.map(({ by }) => by);
  };
  await lock('one', 'pool-living');
  await lock('two', 'pool-dead');
  const first = await ownJobs(connection, database, log);
  // Whoever starts alone takes back everything.
  expect(await locked()).toEqual([]);
  first.hold('pool-living');
  const held = sql<{
    n: number;
  }>`select count(*)::int as n from pg_locks where locktype = 'advisory' and classid = 778003`;
  await expect.poll(async () => (await held.execute(ctx.db)).rows[0]!.n).toBe(1);
  await lock('one', 'pool-living');
  await lock('two', 'pool-dead');
  const second = await ownJobs(connection, database, log);
  expect(await locked()).toEqual(['pool-living']);
  // Its connection is lost and comes back: it is still alive.
  await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 778003`.execute(
    ctx.db,
  );
  await expect.poll(async () => (await held.execute(ctx.db)).rows[0]!.n, { timeout: 10_000 }).toBe(1);
  await first.stop();
  await second.stop();
  const third = await ownJobs(connection, database, log);
  expect(await locked()).toEqual([]);
  await third.stop();
});
