import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { chown, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Binaries } from './binaries.ts';
import { launch, reach } from './launch.ts';
import { ClusterProblem, startProblem } from './problem.ts';
import type { RunAs } from './run-as.ts';

type Initialise = { dir: string; binaries: Binaries; as: RunAs | undefined; user: string; fsync: boolean };

/** Makes the cluster at the first start. Refuses (`ClusterProblem`) disk_full, not_started. */
export async function initialise({ dir, binaries, as, user, fsync }: Initialise): Promise<void> {
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

/** Refuses (`ClusterProblem`) `other_version`: PostgreSQL itself would only say that it cannot read the files. */
export function checkVersion(data: string): void {
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version === '18') return;
  throw new ClusterProblem(
    'other_version',
    `The data in ${data} was written by PostgreSQL ${version}, and this Veche brings 18. ` +
      'Restore a backup into an empty VECHE_DATA instead (docs/admin/upgrade.md).',
  );
}
