import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { sha256 } from './crypto.ts';
import { refuse } from './refusal.ts';

/**
 * Applies `migrations/NNNN_name.sql` in order, each in its own transaction, under an advisory lock.
 * Refuses an applied file that was edited afterwards. Answers the names it applied.
 */
export async function migrate(pool: pg.Pool, root: string): Promise<string[]> {
  const files = readdirSync(join(root, 'migrations'))
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort();
  const client = await pool.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock(778000)');
    await client.query(`create schema if not exists kernel;
      create table if not exists kernel.migration (name text primary key, sha256 bytea not null);
      comment on column kernel.migration.name is 'T1'; comment on column kernel.migration.sha256 is 'T1'`);
    const known = new Map<string, Buffer>();
    for (const row of (await client.query('select name, sha256 from kernel.migration')).rows)
      known.set(row.name, row.sha256);
    for (const name of files) {
      const text = readFileSync(join(root, 'migrations', name), 'utf8');
      const hash = sha256(text);
      const before = known.get(name);
      if (before && !before.equals(hash)) throw refuse('conflict', 'kernel.edited_migration', { name });
      if (before) continue;
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into kernel.migration values ($1, $2)', [name, hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
      applied.push(name);
    }
  } finally {
    await client.query('select pg_advisory_unlock(778000)').catch(() => undefined);
    client.release();
  }
  return applied;
}
