import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import {
  asSystem,
  ClusterProblem,
  findCluster,
  makeLog,
  openDatabase,
  readConfig,
  refuse,
  startCluster,
  type Config,
  type Connection,
  type Ctx,
  type Log,
} from '#server/kernel';
import { askForKey } from '../ask-for-key.ts';
import { startApp } from '../start.ts';
import type { Veche } from '../veche.ts';
import type { Cli } from './cli.ts';

export interface Settled {
  config: Config;
  log: Log;
  /** From here on connections are closed; that they hear of it is no news. */
  ending(): void;
}

/** Settings and log of a command. What is only of interest while a server runs stays unsaid. */
export function settle(cli: Cli): Settled {
  const config = readConfig(cli.env, cli.root);
  const log = makeLog(config.VECHE_LOG === 'info' ? 'warn' : config.VECHE_LOG);
  let isEnding = false;
  const heard =
    (level: keyof Log): Log['info'] =>
    (what, fields) =>
      void (isEnding || log[level](what, fields));
  return {
    config,
    log: { debug: heard('debug'), info: heard('info'), warn: heard('warn'), error: heard('error') },
    ending: () => void (isEnding = true),
  };
}

/** Held shared by every command at work in a database, taken whole by the one that started it before it stops it. */
const atWork = 7_236_114;

/** A way to the database for the duration of `work`: the server's own while one runs, else one started for it. */
export async function withConnection<T>(
  { config, log, ending }: Settled,
  work: (connection: Connection, running: boolean) => Promise<T>,
): Promise<T> {
  if (config.DATABASE_URL) return work({ connectionString: config.DATABASE_URL }, true);
  const place = await findOrStart(join(config.data, 'postgres'), log);
  try {
    return await work(place.connection, !place.isOurs);
  } finally {
    ending();
    await place.leave();
  }
}

interface Place {
  connection: Connection;
  /** This command started the database, and `leave` stops it once nobody else is at work in it. */
  isOurs: boolean;
  leave(): Promise<void>;
}

/** Two commands at once: one starts the database, the other waits until it can be asked. */
async function findOrStart(dir: string, log: Log): Promise<Place> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const running = findCluster(dir);
    const leave = running && (await hold(running));
    if (leave) return { connection: running, isOurs: false, leave };
    try {
      if (!running) {
        const { url, stop } = await startCluster({ dir, log });
        return { connection: url, isOurs: true, leave: () => othersDone(url).then(stop) };
      }
      if (Date.now() > deadline) throw refuse('unavailable', 'cli.error.database_ends');
    } catch (error) {
      const passing = error instanceof ClusterProblem && error.code === 'in_use';
      if (!passing || Date.now() > deadline) throw error;
    }
    await setTimeout(200);
  }
}

/** Says that somebody is at work in a database; answers nothing when it is being stopped this moment. */
async function hold(connection: Connection): Promise<(() => Promise<void>) | undefined> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  const leave = (): Promise<void> => client.end().catch(() => undefined);
  try {
    await client.connect();
    if (await take(client, 'pg_try_advisory_lock_shared')) return leave;
  } catch {
    // It stopped between being found and being asked.
  }
  await leave();
  return undefined;
}

/** Another command may have found the database of this one and be at work in it: it is not stopped under its feet. */
async function othersDone(connection: Connection): Promise<void> {
  // Left open on purpose: as long as it is, nobody new comes in. The database ends it.
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    while (!(await take(client, 'pg_try_advisory_lock'))) await setTimeout(200);
  } catch {
    // A database that does not answer has nobody at work in it.
  }
}

async function take(client: pg.Client, how: 'pg_try_advisory_lock' | 'pg_try_advisory_lock_shared') {
  const { rows } = await client.query<{ taken: boolean }>(`select ${how}($1) as taken`, [atWork]);
  return rows[0]!.taken;
}

/** Runs `work` with the doors open, as the system. Refuses a running server of an older version: it would be migrated under its feet. */
export async function withVeche<T>(
  cli: Cli,
  { needsKey = false }: { needsKey?: boolean },
  work: (ctx: Ctx, veche: Veche) => Promise<T>,
): Promise<T> {
  const settled = settle(cli);
  const { config, log } = settled;
  return withConnection(settled, async (connection, running) => {
    if (running && !config.DATABASE_URL) await checkVersion(config, connection, log);
    // A key that is asked for is on no disk; who doesn't need it is not asked, and must not make another one.
    const operatorKey = config.VECHE_KEY_ASK ? await (needsKey ? askForKey() : randomBytes(32)) : undefined;
    if (needsKey && !operatorKey) needKeyFile(config, running);
    const veche = await startApp({
      config,
      log,
      connection,
      working: false,
      ...(operatorKey ? { operatorKey } : {}),
    });
    try {
      return await work(asSystem(veche.ctx({ lang: cli.lang }), 'cli'), veche);
    } finally {
      await veche.stop();
    }
  });
}

/** Where something runs already a missing key is not a first start: a new one would open nothing. */
function needKeyFile(config: Config, running: boolean): void {
  const path = config.VECHE_KEY_FILE ?? join(config.data, 'operator.key');
  if (running && !existsSync(path)) throw refuse('unavailable', 'cli.error.no_key', { path });
}

async function checkVersion(config: Config, connection: Connection, log: Log): Promise<void> {
  const database = openDatabase(connection, log, 1);
  try {
    const { rows } = await database.pool.query<{ name: string }>('select name from kernel.migration');
    const applied = new Set(rows.map((row) => row.name));
    const missing = readdirSync(join(config.root, 'migrations')).find(
      (name) => name.endsWith('.sql') && !applied.has(name),
    );
    if (missing) throw refuse('conflict', 'cli.error.older_server', { name: missing });
  } finally {
    await database.close();
  }
}
