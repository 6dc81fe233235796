import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { chown, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterProblem } from './problem.ts';
import { closedFolder, type RunAs } from './run-as.ts';

const socketName = '/.s.PGSQL.5432.lock';
const limitBytes = 100; // sun_path holds 104 bytes on macOS and 108 on Linux, the closing zero included

/**
 * Where the socket of the cluster in `dir` is: inside it, or, when that path is too long or closed to the
 * database's user, in a short folder of the system's temporary directory.
 */
export function socketFolder(dir: string, as: RunAs | undefined): string {
  const inside = join(dir, 'socket');
  if (Buffer.byteLength(inside + socketName) <= limitBytes && !closedFolder(dir, as)) return inside;
  const hash = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  const temporary = join(tmpdir(), `veche-${hash}`);
  if (Buffer.byteLength(temporary + socketName) <= limitBytes) return temporary;
  return join('/tmp', `veche-${hash}`);
}

/** Refuses (`ClusterProblem`) `socket_folder` when somebody else's folder or link stands at that name. */
export async function makeSocketFolder(folder: string, as: RunAs | undefined): Promise<void> {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const stat = lstatSync(folder);
  const ours = stat.uid === process.getuid?.() || stat.uid === as?.uid;
  if (!stat.isDirectory() || !ours) {
    throw new ClusterProblem(
      'socket_folder',
      `${folder} belongs to somebody else. Remove it, or set another TMPDIR.`,
    );
  }
  await chmod(folder, 0o700);
  if (as) await chown(folder, as.uid, as.gid);
}
