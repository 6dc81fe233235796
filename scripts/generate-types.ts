// Writes src/server/kernel/schema.ts from a freshly migrated database; `--check` only compares.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLog } from '../src/server/kernel/log.ts';
import { openDatabase } from '../src/server/kernel/db.ts';
import { migrate } from '../src/server/kernel/migrate.ts';
import { startCluster } from '../src/server/kernel/cluster/start-cluster.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'src/server/kernel/schema.ts');
const check = process.argv.includes('--check');
const dir = mkdtempSync(join(tmpdir(), 'veche-types-'));
const log = makeLog('silent');
const cluster = await startCluster({ dir, log, fsync: false });
try {
  const database = openDatabase(cluster.url, log);
  await migrate(database.pool, root);
  await database.close();
  const { user, database: name, host } = cluster.url;
  const out = check ? join(dir, 'schema.ts') : target;
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      '--dialect=postgres',
      `--url=postgres://${user}@/${name}?host=${encodeURIComponent(host)}`,
      '--default-schema=none',
      '--type-mapping={"int8":"number","date":"string"}',
      '--exclude-pattern=(graphile_worker|public).*',
      `--out-file=${out}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (check && readFileSync(out, 'utf8') !== readFileSync(target, 'utf8')) {
    console.error('src/server/kernel/schema.ts is not what the migrations make: run `npm run types`.');
    process.exitCode = 1;
  }
} finally {
  await cluster.stop();
  rmSync(dir, { recursive: true, force: true });
}
