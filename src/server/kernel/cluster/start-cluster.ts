import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { findBinaries } from './binaries.ts';
import { checkVersion, initialise } from './initialise.ts';
import { livingOwner, takeOwnership } from './owner.ts';
import { endLeftOvers, readPidFile } from './pid-file.ts';
import type { ClusterLog } from './postgres-log.ts';
import { ClusterProblem, fileProblem } from './problem.ts';
import { chooseRunAs } from './run-as.ts';
import { type Server, startPatiently } from './server.ts';
import { makeSocketFolder, socketFolder } from './socket-folder.ts';

/** How to reach the database: handed to `pg` as it is. `host` is the folder of the unix socket. */
export type ClusterAddress = { host: string; user: string; database: string };

export type ClusterOptions = {
  /** Holds the data, the socket and the owner's mark; made when missing. */
  dir: string;
  log: ClusterLog;
  /** Role and database, made with the cluster. */
  user?: string;
  database?: string;
  /** False only for tests, which throw the data away. */
  fsync?: boolean;
};

export type Cluster = Server & { url: ClusterAddress };

/**
 * Starts the embedded PostgreSQL 18 in `dir`, making it at the first start, and recovering after a crash.
 * Refuses (`ClusterProblem`, whose message may be shown to the operator): in_use, no_binaries, unreachable,
 * other_version, not_ours, disk_full, socket_folder, not_started.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { log, user = 'veche', database = 'veche', fsync = true } = options;
  try {
    mkdirSync(options.dir, { recursive: true, mode: 0o711 });
    const dir = realpathSync(resolve(options.dir));
    checkOwner(dir);
    const giveBack = takeOwnership(dir);
    try {
      const url = { host: '', user, database };
      const server = await startServer(dir, url, fsync, log);
      return {
        url,
        pid: server.pid,
        ended: server.ended,
        stop: () => server.stop().then(giveBack),
        kill: () => server.kill().then(giveBack),
      };
    } catch (error) {
      giveBack();
      throw error;
    }
  } catch (error) {
    throw fileProblem(options.dir, error) ?? error;
  }
}

/** Fills in `url.host`, which depends on how long the path of `dir` is and on who may enter it. */
async function startServer(
  dir: string,
  url: ClusterAddress,
  fsync: boolean,
  log: ClusterLog,
): Promise<Server> {
  const data = join(dir, 'data');
  const as = chooseRunAs(dir);
  if (as) await chmod(dir, 0o711);
  // Where PostgreSQL is copied to when node_modules lies behind a closed door.
  const binaries = await findBinaries([dir, '/var/lib/veche', '/opt/veche'], as);
  await endLeftOvers(data, log);
  await initialise({ dir, binaries, as, user: url.user, fsync });
  checkVersion(data);
  url.host = socketFolder(dir, as);
  await makeSocketFolder(url.host, as);
  const server = await startPatiently({ binaries, data, host: url.host, as, fsync, log });
  try {
    await prepareDatabase(url, log);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** PostgreSQL works only on files of its own user: whoever started it as root once must go on so, or chown. */
function checkOwner(dir: string): void {
  const owner = statSync(join(dir, 'data'), { throwIfNoEntry: false })?.uid;
  const self = process.getuid?.();
  if (owner === undefined || self === undefined || self === 0 || owner === self) return;
  throw new ClusterProblem(
    'not_ours',
    `The database in ${dir} belongs to another user (uid ${owner}), and this is uid ${self}. ` +
      `Start as that user or as root, or give it over: chown -R ${self} ${dir}`,
  );
}

/** The address of a cluster that another process of Veche runs in `dir` right now, for the command line. */
export function findCluster(dir: string, user = 'veche', database = 'veche'): ClusterAddress | undefined {
  const at = resolve(dir);
  if (!existsSync(at)) return undefined;
  const real = realpathSync(at);
  const file = readPidFile(join(real, 'data'));
  if (!livingOwner(real) || !file?.ready || !file.host) return undefined;
  return { host: file.host, user, database };
}

/** Makes the database at the first start and proves that search will find Cyrillic words. */
async function prepareDatabase(url: ClusterAddress, log: ClusterLog): Promise<void> {
  const first = new pg.Client({ ...url, database: 'postgres' });
  first.on('error', () => undefined);
  await first.connect();
  try {
    const name = pg.escapeIdentifier(url.database);
    const found = await first.query('select 1 from pg_database where datname = $1', [url.database]);
    if (found.rowCount === 0) await first.query(`create database ${name}`);
    await checkCyrillic(first, log);
  } finally {
    await first.end();
  }
}

/** With a plain C locale the similarity of any two Cyrillic words is 0, and nothing else would tell. */
async function checkCyrillic(client: pg.Client, log: ClusterLog): Promise<void> {
  try {
    await client.query('create extension if not exists pg_trgm');
    const { rows } = await client.query<{ works: boolean }>(
      `select similarity('вечар', 'вечары') > 0 as works`,
    );
    if (!rows[0]?.works) log.warn('postgres', { code: 'cyrillic_search_broken' });
  } catch {
    log.warn('postgres', { code: 'no_trigrams' });
  }
}
