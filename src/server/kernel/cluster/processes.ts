import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processState(pid) !== 'Z';
}

/** Ticks since boot at which a process began: with the pid it names one process for ever (Linux; else ''). */
export function processStart(pid: number): string {
  return statFields(pid)?.[19] ?? '';
}

function processState(pid: number): string {
  return statFields(pid)?.[0] ?? '';
}

/** Fields of /proc/PID/stat from `state` on; the name before them may itself hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/**
 * Whether this process is a PostgreSQL working in this very data directory: it stands in the folder from its
 * first moment to its last. Where the system does not show that (no /proc), false: nobody else's process is ended.
 */
export function worksIn(pid: number, dataDir: string): boolean {
  try {
    if (
      !readlinkSync(`/proc/${pid}/exe`)
        .replace(/ \(deleted\)$/, '')
        .endsWith('/postgres')
    )
      return false;
    // Compared by inode: the folder may have been reached under another name.
    const cwd = statSync(`/proc/${pid}/cwd/.`);
    const own = statSync(dataDir);
    return cwd.ino === own.ino && cwd.dev === own.dev;
  } catch {
    return false;
  }
}

export function processesIn(dataDir: string): number[] {
  if (!existsSync('/proc/self/stat')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, dataDir));
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** True as soon as `test` holds, false when `ms` have passed. */
export async function until(test: () => boolean, ms: number, everyMs = 20): Promise<boolean> {
  const end = Date.now() + ms;
  while (!test()) {
    if (Date.now() >= end) return false;
    await sleep(everyMs);
  }
  return true;
}
