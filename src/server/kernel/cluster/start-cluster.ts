import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, chown, rename, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { livingOwner, takeOwnership } from './owner.ts';
import { logSettings, readPostgresLine, type PostgresLine } from './postgres-log.ts';
import { ClusterProblem } from './problem.ts';
import { isAlive, processesIn, sendSignal, until, worksIn } from './processes.ts';
import { chooseRunAs, closedFolder, type RunAs } from './run-as.ts';
import { makeSocketFolder, socketFolder } from './socket-folder.ts';

/** How to reach the database: handed to `pg` as it is. `host` is the folder of the unix socket. */
export type ClusterAddress = { host: string; user: string; database: string };

/** Gets a step and a fixed code, never PostgreSQL's own words: they may quote statements and paths. */
export type ClusterLog = Pick<Log, 'info' | 'warn' | 'error'>;

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

export type Cluster = {
  url: ClusterAddress;
  pid: number;
  /** Ends sessions, writes everything down, and gives the directory back. Safe to call twice. */
  stop: () => Promise<void>;
  /** Ends the server as a power cut would (for tests of recovery). */
  kill: () => Promise<void>;
  /** Resolves when the server is gone for whatever reason; `expected` after stop() or kill(). */
  ended: Promise<{ expected: boolean }>;
};

const retryForMs = 20_000;

/**
 * Starts the embedded PostgreSQL 18 in `dir`, making it at the first start, and recovering after a crash.
 * Refuses (`ClusterProblem`, whose message may be shown to the operator): in_use, no_binaries, unreachable,
 * other_version, disk_full, socket_folder, not_started.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { log, user = 'veche', database = 'veche', fsync = true } = options;
  mkdirSync(options.dir, { recursive: true, mode: 0o711 });
  const dir = realpathSync(resolve(options.dir));
  const giveBack = takeOwnership(dir);
  try {
    const as = chooseRunAs(dir);
    const binaries = await findBinaries([dir, '/var/lib/veche', '/opt/veche'], as);
    const data = join(dir, 'data');
    if (as) await chmod(dir, 0o711);
    await endLeftOvers(data, log);
    await initialise({ dir, binaries, as, user, fsync });
    checkVersion(data);
    const host = socketFolder(dir, as);
    await makeSocketFolder(host, as);
    const server = await startPatiently({ binaries, data, host, as, fsync, log });
    const url = { host, user, database };
    try {
      await prepareDatabase(url, log);
    } catch (error) {
      await server.stop();
      throw error;
    }
    const stop = async (): Promise<void> => {
      await server.stop();
      giveBack();
    };
    const kill = async (): Promise<void> => {
      await server.kill();
      giveBack();
    };
    return { url, pid: server.pid, stop, kill, ended: server.ended };
  } catch (error) {
    giveBack();
    throw error;
  }
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

type PidFile = { pid: number; host: string; ready: boolean };

/** Lines of postmaster.pid: pid, data folder, start, port, socket folder, address, shared memory, state. */
function readPidFile(data: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    return { pid, host: lines[4] ?? '', ready: (lines[7] ?? '').startsWith('ready') };
  } catch {
    return undefined;
  }
}

/** A server whose Veche died without ending it still runs: it is asked to stop, as it would have been then. */
async function endLeftOvers(data: string, log: ClusterLog): Promise<void> {
  const file = readPidFile(data);
  if (!file || !isAlive(file.pid) || !worksIn(file.pid, data)) return;
  log.warn('postgres', { code: 'left_running' });
  sendSignal(file.pid, 'SIGINT');
  if (await until(() => !isAlive(file.pid), 10_000)) return;
  sendSignal(file.pid, 'SIGQUIT');
  if (await until(() => !isAlive(file.pid), 5_000)) return;
  sendSignal(file.pid, 'SIGKILL');
  await until(() => !isAlive(file.pid), 1_000);
}

function checkVersion(data: string): void {
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version === '18') return;
  throw new ClusterProblem(
    'other_version',
    `The data in ${data} was written by PostgreSQL ${version}, and this Veche brings 18. ` +
      'Restore a backup into an empty VECHE_DATA instead (docs/admin/upgrade.md).',
  );
}

/** Folders that the database's user may not reach by name are passed to it as an open file: see `reach`. */
type Reach = { path: string; fd: number | undefined };

/**
 * Under /root (0700) the unprivileged user cannot walk to the data. Linux lets a process enter a folder through
 * a descriptor opened for it, whatever stands above that folder.
 */
function reach(folder: string, as: RunAs | undefined): Reach {
  if (!closedFolder(folder, as) || process.platform !== 'linux') return { path: folder, fd: undefined };
  return { path: '/proc/self/fd/3', fd: openSync(folder, 'r') };
}

function launch(program: string, args: string[], at: Reach, as: RunAs | undefined): ChildProcess {
  try {
    return spawn(program, args, {
      cwd: '/',
      // A group of its own: Ctrl-C in the terminal must reach Veche first, which then stops PostgreSQL in order.
      detached: true,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: at.fd === undefined ? ['ignore', 'ignore', 'pipe'] : ['ignore', 'ignore', 'pipe', at.fd],
      ...as,
    });
  } finally {
    if (at.fd !== undefined) closeSync(at.fd);
  }
}

type Initialise = { dir: string; binaries: Binaries; as: RunAs | undefined; user: string; fsync: boolean };

async function initialise({ dir, binaries, as, user, fsync }: Initialise): Promise<void> {
  const data = join(dir, 'data');
  if (existsSync(join(data, 'PG_VERSION'))) return;
  // Made under another name and renamed whole: a first start cut short leaves nothing that looks finished.
  const unfinished = join(dir, 'data.new');
  await rm(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (as) await chown(unfinished, as.uid, as.gid);
  const at = reach(unfinished, as);
  const child = launch(
    binaries.initdb,
    [
      `--pgdata=${at.path}`,
      `--username=${user}`,
      '--auth-local=trust',
      '--auth-host=reject',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--lc-ctype=C.UTF-8',
      '--no-instructions',
      ...(fsync ? [] : ['--no-sync']),
    ],
    at,
    as,
  );
  const said: string[] = [];
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code === 0) return rename(unfinished, data);
  await rm(unfinished, { recursive: true, force: true });
  throw await startProblem(dir, said.map((line) => line.replace(/^initdb: (error: )?/, '')).join(' '));
}

async function startProblem(dir: string, said: string): Promise<ClusterProblem> {
  const disk = await statfs(dir).catch(() => undefined);
  if (/No space left/.test(said) || (disk && disk.bavail * disk.bsize < 64 * 1024 * 1024)) {
    return new ClusterProblem('disk_full', `The disk that holds ${dir} is full. Make room (1 GB or more) and start again.`);
  }
  return new ClusterProblem('not_started', `PostgreSQL did not start in ${dir}: ${said.slice(0, 300) || 'it gave no reason'}`);
}

type Start = {
  binaries: Binaries;
  data: string;
  host: string;
  as: RunAs | undefined;
  fsync: boolean;
  log: ClusterLog;
};
type Server = Pick<Cluster, 'pid' | 'stop' | 'kill' | 'ended'>;

/** After a kill -9 backends may hold shared memory a while longer: wait for them, then end those of this folder. */
async function startPatiently(start: Start): Promise<Server> {
  const began = Date.now();
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    const result = await startOnce(start);
    if ('pid' in result) return result;
    const waited = Date.now() - began;
    const passing = result.code === 'shared_memory_in_use' || result.code === 'lock_file_exists';
    if (!passing || waited > retryForMs) throw await startProblem(resolve(start.data, '..'), result.text);
    if (result.code === 'shared_memory_in_use' && waited > 1_000) endOrphans(start.data, waited > 6_000, start.log);
    await sleep(pause);
  }
}

function endOrphans(data: string, hard: boolean, log: ClusterLog): void {
  const postmaster = readPidFile(data);
  if (postmaster && isAlive(postmaster.pid) && worksIn(postmaster.pid, data)) return;
  for (const pid of processesIn(data)) {
    log.warn('postgres', { code: 'orphan_ended' });
    sendSignal(pid, hard ? 'SIGKILL' : 'SIGQUIT');
  }
}

function settings(host: string, fsync: boolean): string[] {
  const all: Record<string, string> = {
    ...logSettings,
    listen_addresses: '',
    unix_socket_directories: host,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    jit: 'off',
    fsync: fsync ? 'on' : 'off',
    synchronous_commit: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    timezone: 'UTC',
    update_process_title: 'off',
    password_encryption: 'scram-sha-256',
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function startOnce({ binaries, data, host, as, fsync, log }: Start): Promise<Server | PostgresLine> {
  const at = reach(data, as);
  const child = launch(binaries.postgres, ['-D', at.path, ...settings(host, fsync)], at, as);
  let ready = false;
  let expected = false;
  let last: PostgresLine = { level: 'error', code: 'not_started', text: '' };
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const read = readPostgresLine(line);
      if (!read) return;
      if (!ready && read.level === 'error') last = read;
      if (read.code !== '00000') log[read.level]('postgres', { code: read.code });
    });
  }
  const closed = new Promise<void>((done) => {
    child.once('error', (error) => {
      last = { level: 'error', code: 'not_started', text: error.message };
      done();
    });
    // 'close' would wait for orphaned backends, which hold the pipe after a kill -9.
    child.once('exit', () => setImmediate(done));
  });
  const gone = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const isReady = (): boolean => {
    const file = readPidFile(data);
    return file?.pid === child.pid && file?.ready === true;
  };
  // Recovery of a long write-ahead log takes as long as it takes: only an ended process is a failure.
  await until(() => gone() || isReady(), Number.POSITIVE_INFINITY, 5);
  if (gone()) {
    await closed;
    return last;
  }
  ready = true;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    expected = true;
    if (!gone()) child.kill(signal);
    await Promise.race([closed, sleep(30_000, undefined, { ref: false }).then(() => child.kill('SIGQUIT'))]);
    await closed;
  };
  return {
    pid: child.pid ?? 0,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    ended: closed.then(() => ({ expected })),
  };
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
    const { rows } = await client.query<{ works: boolean }>(`select similarity('вечар', 'вечары') > 0 as works`);
    if (!rows[0]?.works) log.warn('postgres', { code: 'cyrillic_search_broken' });
  } catch {
    log.warn('postgres', { code: 'no_trigrams' });
  }
}
