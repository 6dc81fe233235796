import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testCtx } from '../support/given.ts';

interface Column {
  name: string;
  type: string;
  tier: string | null;
}

const columnsOf = async (): Promise<Column[]> => {
  const ctx = await testCtx();
  const { rows } = await sql<Column>`
    select n.nspname || '.' || c.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      substring(col_description(c.oid, a.attnum) from '^(T[0-4])(?::|$)') as tier
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and n.nspname not like 'pg_%'
      and n.nspname not in ('information_schema', 'graphile_worker', 'public')
    order by 1`.execute(ctx.db);
  return rows;
};

test('every stored column declares its trust tier', async () => {
  const columns = await columnsOf();
  expect(columns.length).toBeGreaterThan(100);
  expect(columns.filter((column) => column.tier === null).map((column) => column.name)).toEqual([]);
});

test('nothing of tier 4 is stored, and tier 2 is stored as bytes', async () => {
  const columns = await columnsOf();
  expect(columns.filter((column) => column.tier === 'T4')).toEqual([]);
  expect(columns.filter((column) => column.tier === 'T2' && column.type !== 'bytea')).toEqual([]);
});

test('no column is named after what must not be stored', async () => {
  const columns = await columnsOf();
  const forbidden = /\.(ip|ip_address|user_agent|phone|email|last_seen|joined_at|last_login)$/;
  expect(columns.filter((column) => forbidden.test(column.name))).toEqual([]);
});
