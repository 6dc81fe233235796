import { sql } from 'kysely';
import pg from 'pg';
import { traceOf, type Connection, type Database, type Log } from '#server/kernel';

/** First half of the advisory locks that living job runners hold; the second is a hash of the runner's name. */
const lockClass = 778_003;
const sweepEveryMs = 60_000;

export interface JobOwner {
  /** From now on jobs locked under this name are in living hands. */
  hold(runner: string): void;
  stop(): Promise<void>;
}

/**
 * Takes back the jobs of processes that died (else their locks last four hours), now and once a minute, and leaves those of
 * processes that live. A process shows that it lives by a lock on a connection of its own, which ends with it.
 */
export async function ownJobs(connection: Connection, database: Database, log: Log): Promise<JobOwner> {
  let client: pg.Client | undefined;
  let runner: string | undefined;
  let isStopped = false;

  const hold = async (): Promise<void> => {
    if (runner && client)
      await client.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, runner]);
  };
  const open = async (): Promise<void> => {
    const fresh = new pg.Client(connection);
    fresh.on('error', () => undefined);
    fresh.on('end', () => {
      if (!isStopped && client === fresh) void again();
    });
    await fresh.connect();
    client = fresh;
    await hold();
  };
  const again = async (): Promise<void> => {
    client = undefined;
    for (let wait = 50; !isStopped; wait = Math.min(wait * 2, 2_000)) {
      try {
        return await open();
      } catch {
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  };
  const report = (error: unknown): void => log.warn('jobs of the dead were not looked for', traceOf(error));

  await open();
  await freeDead(database);
  const clock = setInterval(() => void freeDead(database).catch(report), sweepEveryMs);
  clock.unref();
  return {
    hold: (name) => {
      runner = name;
      hold().catch(report);
    },
    stop: async () => {
      isStopped = true;
      clearInterval(clock);
      await client?.end().catch(() => undefined);
    },
  };
}

/** Beside others a lock has to be ten seconds old: its owner may just be coming back from a lost connection. */
async function freeDead({ db }: Database): Promise<void> {
  await sql`
    with living as materialized (
      select objid from pg_locks where locktype = 'advisory' and classid = ${lockClass}::int::oid
        and database = (select oid from pg_database where datname = current_database()))
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker._private_jobs where locked_by is not null
        and not exists (select 1 from living where objid = hashtext(locked_by)::oid)
        and (locked_at < now() - interval '10 seconds' or not exists (select 1 from living))))`.execute(db);
}
