import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterLog } from './postgres-log.ts';
import { isAlive, processesIn, sendSignal, until, worksIn } from './processes.ts';

export type PidFile = { pid: number; host: string; ready: boolean };

/** Lines of postmaster.pid: pid, data folder, start, port, socket folder, address, shared memory, state. */
export function readPidFile(data: string): PidFile | undefined {
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
export async function endLeftOvers(data: string, log: ClusterLog): Promise<void> {
  const file = readPidFile(data);
  if (!file) return;
  if (!isAlive(file.pid) || !worksIn(file.pid, data)) return removeStale(data, file);
  log.warn('postgres', { code: 'left_running' });
  sendSignal(file.pid, 'SIGINT');
  if (await until(() => !isAlive(file.pid), 10_000)) return;
  sendSignal(file.pid, 'SIGQUIT');
  if (await until(() => !isAlive(file.pid), 5_000)) return;
  sendSignal(file.pid, 'SIGKILL');
  await until(() => !isAlive(file.pid), 1_000);
}

/**
 * After a power cut the pid in the lock files may be another program's by now, and PostgreSQL would wait for it
 * for ever. They go only where the system shows that nobody works in this folder.
 */
async function removeStale(data: string, file: PidFile): Promise<void> {
  if (process.platform !== 'linux' || processesIn(data).length > 0) return;
  await rm(join(data, 'postmaster.pid'), { force: true });
  if (file.host.startsWith('/')) await rm(join(file.host, '.s.PGSQL.5432.lock'), { force: true });
}
