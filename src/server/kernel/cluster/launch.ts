import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { closedFolder, type RunAs } from './run-as.ts';

/** Folders that the database's user may not reach by name are passed to it as an open file: see `reach`. */
export type Reach = { path: string; fd: number | undefined };

/**
 * Under /root (0700) the unprivileged user cannot walk to the data. Linux lets a process enter a folder through
 * a descriptor opened for it, whatever stands above that folder.
 */
export function reach(folder: string, as: RunAs | undefined): Reach {
  if (!closedFolder(folder, as) || process.platform !== 'linux') return { path: folder, fd: undefined };
  return { path: '/proc/self/fd/3', fd: openSync(folder, 'r') };
}

export function launch(program: string, args: string[], at: Reach, as: RunAs | undefined): ChildProcess {
  try {
    const child = spawn(program, args, {
      cwd: '/',
      // A group of its own: Ctrl-C in the terminal must reach Veche first, which then stops PostgreSQL in order.
      detached: true,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: at.fd === undefined ? ['ignore', 'ignore', 'pipe'] : ['ignore', 'ignore', 'pipe', at.fd],
      ...as,
    });
    // Whoever ends this process in the middle of things still leaves no database running alone.
    const last = (): void => void child.kill('SIGINT');
    process.once('exit', last);
    child.once('exit', () => process.off('exit', last));
    return child;
  } finally {
    if (at.fd !== undefined) closeSync(at.fd);
  }
}
