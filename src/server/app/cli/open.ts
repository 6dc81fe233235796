import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  asSystem,
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

/** A way to the database for the duration of `work`: the server's own while one runs, else one started for it. */
export async function withConnection<T>(
  { config, log, ending }: Settled,
  work: (connection: Connection, running: boolean) => Promise<T>,
): Promise<T> {
  if (config.DATABASE_URL) return work({ connectionString: config.DATABASE_URL }, true);
  const dir = join(config.data, 'postgres');
  const running = findCluster(dir);
  if (running) return work(running, true);
  const cluster = await startCluster({ dir, log });
  try {
    return await work(cluster.url, false);
  } finally {
    ending();
    await cluster.stop();
  }
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
