import { runMigrations } from 'graphile-worker';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate, refuse, sha256, type Connection } from '#server/kernel';
import { identifier } from './identifier.ts';
import type { Header } from './shape.ts';
import { listTables } from './tables.ts';

/** Refuses a backup of a newer program, and one whose changes of the database are not word for word ours. */
export function checkMigrations(root: string, { migrations }: Header): void {
  for (const [name, hash] of migrations) {
    const path = join(root, 'migrations', name);
    if (!/^\d{4}_\w+\.sql$/.test(name) || !existsSync(path))
      throw refuse('conflict', 'cli.error.backup_newer', { name });
    if (sha256(readFileSync(path)).toString('hex') !== hash)
      throw refuse('conflict', 'cli.error.backup_other', { name });
  }
}

/** Refuses a database that holds something or is in use. What the job runner notes down by itself doesn't count. */
export async function checkEmpty(client: pg.ClientBase, replace: boolean): Promise<void> {
  // Connections that were closed this moment are seen a little longer.
  for (let round = 0; await othersIn(client); round += 1) {
    if (round >= 20) throw refuse('conflict', 'cli.error.in_use');
    await new Promise((done) => setTimeout(done, 100));
  }
  if (replace) return;
  for (const { name } of await listTables(client)) {
    if (name.startsWith('graphile_worker.')) continue;
    const found = await client.query(`select 1 from ${identifier(name)} limit 1`);
    if (found.rowCount) throw refuse('conflict', 'cli.error.not_empty', { name });
  }
}

async function othersIn(client: pg.ClientBase): Promise<boolean> {
  const others = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  return others.rows.length > 0;
}

/** Makes the tables as they were when the backup was made; the next start brings them up to date. */
export async function makeTables(
  client: pg.ClientBase,
  connection: Connection,
  root: string,
  { migrations }: Header,
): Promise<void> {
  const known = new Set(migrations.map(([name]) => name));
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('kernel.migration') is not null as there`,
  );
  if (there.rows[0]!.there) {
    const { rows } = await client.query<{ name: string }>('select name from kernel.migration');
    const extra = rows.find(({ name }) => !known.has(name));
    if (extra) throw refuse('conflict', 'cli.error.database_newer', { name: extra.name });
  }
  const before = mkdtempSync(join(tmpdir(), 'veche-migrations-'));
  const pool = new pg.Pool({ ...connection, max: 2 });
  pool.on('error', () => undefined);
  pool.on('connect', (one) => one.on('error', () => undefined));
  try {
    mkdirSync(join(before, 'migrations'));
    for (const name of readdirSync(join(root, 'migrations'))) {
      if (known.has(name)) cpSync(join(root, 'migrations', name), join(before, 'migrations', name));
    }
    await migrate(pool, before);
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
    rmSync(before, { recursive: true, force: true });
  }
}
