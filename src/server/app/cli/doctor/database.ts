import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClusterProblem,
  findBrokenAudit,
  findCluster,
  openDatabase,
  sha256,
  startCluster,
  type Config,
  type Connection,
  type Ctx,
  type Database,
} from '#server/kernel';
import type { Settled } from '../open.ts';
import { withConnection } from '../open.ts';
import { finding, type Finding } from './check.ts';

export const isRunning = (config: Config): boolean =>
  !config.DATABASE_URL && findCluster(join(config.data, 'postgres')) !== undefined;

/** Looks into the database without changing it. Before the first start a throw-away one shows whether it would start. */
export async function checkDatabase(settled: Settled): Promise<Finding[]> {
  const { config, log } = settled;
  try {
    const begun = config.DATABASE_URL || existsSync(join(config.data, 'postgres', 'data'));
    if (!begun) return [await tryStart(settled)];
    const how = config.DATABASE_URL ? 'own' : isRunning(config) ? 'running' : 'starts';
    return await withConnection(settled, async (connection) => [
      finding('database', 'ok', how),
      ...(await lookInside(connection, settled)),
    ]);
  } catch (error) {
    if (error instanceof ClusterProblem)
      return [finding('database', 'bad', 'problem', { why: error.message })];
    log.debug('doctor');
    return [
      finding('database', 'bad', 'unreachable', {
        why: String((error as { code?: unknown }).code ?? (error as Error).name),
      }),
    ];
  }
}

async function tryStart({ log, ending }: Settled): Promise<Finding> {
  const dir = mkdtempSync(join(tmpdir(), 'veche-doctor-'));
  try {
    chmodSync(dir, 0o711);
    const cluster = await startCluster({ dir, log });
    ending();
    await cluster.stop();
    return finding('database', 'ok', 'would_start');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function lookInside(connection: Connection, { config, log }: Settled): Promise<Finding[]> {
  const database = openDatabase(connection, log, 1);
  try {
    return [
      await checkVersion(database),
      await checkDurable(database),
      await checkCyrillic(database),
      ...(await checkTables(database, config.root)),
    ];
  } finally {
    await database.close();
  }
}

async function ask<Row>(database: Database, text: string): Promise<Row> {
  return (await database.pool.query(text)).rows[0] as Row;
}

async function checkVersion(database: Database): Promise<Finding> {
  const { number, encoding } = await ask<{ number: string; encoding: string }>(
    database,
    `select current_setting('server_version_num') as number, current_setting('server_encoding') as encoding`,
  );
  const version = Math.floor(Number(number) / 10_000);
  if (encoding !== 'UTF8') return finding('postgres', 'bad', 'encoding', { encoding });
  return finding('postgres', version === 18 ? 'ok' : version > 18 ? 'warn' : 'bad', undefined, { version });
}

/** What was confirmed must survive a power cut. */
async function checkDurable(database: Database): Promise<Finding> {
  const names = ['fsync', 'full_page_writes', 'synchronous_commit'];
  const off: string[] = [];
  for (const name of names)
    if (
      (await ask<{ value: string }>(database, `select current_setting('${name}') as value`)).value === 'off'
    )
      off.push(name);
  return off.length > 0 ? finding('fsync', 'bad', 'bad', { off: off.join(', ') }) : finding('fsync', 'ok');
}

async function checkCyrillic(database: Database): Promise<Finding> {
  try {
    const { works } = await ask<{ works: boolean }>(
      database,
      `select similarity('вечар', 'вечары') > 0 as works`,
    );
    return works ? finding('cyrillic', 'ok') : finding('cyrillic', 'bad');
  } catch {
    return finding('cyrillic', 'bad', 'no_extension');
  }
}

async function checkTables(database: Database, root: string): Promise<Finding[]> {
  const { there } = await ask<{ there: boolean }>(
    database,
    `select to_regclass('kernel.migration') is not null as there`,
  );
  if (!there) return [finding('migrations', 'ok', 'new')];
  const { rows } = await database.pool.query<{ name: string; sha256: Buffer }>(
    'select name, sha256 from kernel.migration',
  );
  const files = readdirSync(join(root, 'migrations')).filter((name) => /^\d{4}_\w+\.sql$/.test(name));
  const unknown = rows.find(({ name }) => !files.includes(name));
  const edited = rows.find(
    ({ name, sha256: hash }) =>
      files.includes(name) && !sha256(readFileSync(join(root, 'migrations', name))).equals(hash),
  );
  const waiting = files.length - rows.length;
  const migrations = unknown
    ? finding('migrations', 'bad', 'unknown', { name: unknown.name })
    : edited
      ? finding('migrations', 'bad', 'edited', { name: edited.name })
      : waiting > 0
        ? finding('migrations', 'warn', 'waiting', { count: waiting })
        : finding('migrations', 'ok', 'ok', { count: rows.length });
  const broken = await findBrokenAudit({ db: database.db } as Ctx);
  return [
    migrations,
    broken === undefined ? finding('audit', 'ok') : finding('audit', 'bad', 'bad', { id: String(broken) }),
  ];
}
