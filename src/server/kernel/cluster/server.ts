import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { launch, reach } from './launch.ts';
import { readPidFile } from './pid-file.ts';
import { type ClusterLog, logSettings, type PostgresLine, readPostgresLine } from './postgres-log.ts';
import { startProblem } from './problem.ts';
import { isAlive, processesIn, sendSignal, until, worksIn } from './processes.ts';
import type { RunAs } from './run-as.ts';

const retryForMs = 20_000;

type Start = {
  binaries: Binaries;
  data: string;
  host: string;
  as: RunAs | undefined;
  fsync: boolean;
  log: ClusterLog;
};

export type Server = {
  pid: number;
  /** Fast shutdown: sessions are ended, everything is written down. Safe to call twice. */
  stop: () => Promise<void>;
  /** Ends the server as a power cut would. */
  kill: () => Promise<void>;
  /** Resolves when the server is gone for whatever reason; `expected` after stop() or kill(). */
  ended: Promise<{ expected: boolean }>;
};

/** After a kill -9 backends may hold shared memory a while longer: wait for them, then end those of this folder. */
export async function startPatiently(start: Start): Promise<Server> {
  const began = Date.now();
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    const result = await startOnce(start);
    if ('pid' in result) return result;
    const waited = Date.now() - began;
    const passing = result.code === 'shared_memory_in_use' || result.code === 'lock_file_exists';
    if (!passing || waited > retryForMs) throw await startProblem(resolve(start.data, '..'), result.text);
    if (result.code === 'shared_memory_in_use' && waited > 100)
      endOrphans(start.data, waited > 3_000, start.log);
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
