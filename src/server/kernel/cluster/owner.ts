import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterProblem } from './problem.ts';
import { isAlive, processStart } from './processes.ts';

export type Owner = { pid: number; started: string };

export function readOwner(dir: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8')) as Owner;
    return Number.isInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** A pid alone may have been given to another process since: the time of its start settles it. */
export function livingOwner(dir: string): Owner | undefined {
  const owner = readOwner(dir);
  return owner && isAlive(owner.pid) && processStart(owner.pid) === owner.started ? owner : undefined;
}

/** Takes the directory for this process; returns how to give it back. Refuses (`ClusterProblem`) `in_use`. */
export function takeOwnership(dir: string): () => void {
  const file = join(dir, 'owner.json');
  const mine = join(dir, `owner.${process.pid}.json`);
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: processStart(process.pid) }), {
    mode: 0o600,
  });
  try {
    for (let round = 0; round < 5; round += 1) {
      try {
        // A hard link either makes the name or fails: two starts at the same moment cannot both win.
        linkSync(mine, file);
        return () => {
          if (readOwner(dir)?.pid === process.pid) rmSync(file, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = livingOwner(dir);
      if (owner) throw inUse(dir, owner);
      setAside(dir, file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new ClusterProblem('in_use', `Another start of Veche is taking ${dir} at this moment. Try again.`);
}

/** Moves away what a dead process left, and puts it back should a living one have taken the name meanwhile. */
function setAside(dir: string, file: string): void {
  const aside = join(dir, `owner.stale.${process.pid}.json`);
  try {
    renameSync(file, aside);
    const moved = JSON.parse(readFileSync(aside, 'utf8')) as Owner;
    if (isAlive(moved.pid) && processStart(moved.pid) === moved.started) linkSync(aside, file);
  } catch {
    // Somebody else moved it first, or it was never written to the end: the next round sees what is there.
  }
  rmSync(aside, { force: true });
}

function inUse(dir: string, owner: Owner): ClusterProblem {
  const self = owner.pid === process.pid ? ' (this one)' : '';
  return new ClusterProblem(
    'in_use',
    `The database in ${dir} is already in use by process ${owner.pid}${self}. ` +
      'Stop that one first, or give this one another VECHE_DATA.',
  );
}
