import type pg from 'pg';
import { identifier } from './identifier.ts';

export interface Table {
  /** `congress.session` */
  name: string;
  /** Columns that hold something of their own; a generated one is made again. */
  columns: { name: string; type: string }[];
  /** Columns of the primary key, by which rows are read; none: the whole row. */
  key: string[];
}

/** Migrations are the header's; they are made before the rows come. */
export const notRows = ['kernel.migration', 'graphile_worker.migrations'];

const ours = `namespace.nspname not in ('pg_catalog', 'information_schema') and namespace.nspname !~ '^pg_(toast|temp)'`;

/** Every table of the database, whoever made it: a new module's tables are in the next backup without a word here. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: Table['columns']; key: string[] | null }>(`
    select format('%s.%s', namespace.nspname, class.relname) as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select json_agg(attname order by array_position(indkey::smallint[], attnum))
        from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
        where indrelid = class.oid and indisprimary) as key
    from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
    where class.relkind = 'r' and ${ours}
      and not exists (select 1 from pg_depend where objid = class.oid and deptype = 'e')
    order by 1`);
  return rows.filter(({ name }) => !notRows.includes(name)).map((row) => ({ ...row, key: row.key ?? [] }));
}

/** Sequences and the counters behind identity columns: name, last value, whether it was given out. */
export type Counters = Record<string, [string, boolean]>;

export async function readCounters(client: pg.ClientBase): Promise<Counters> {
  const { rows } = await client.query<{ name: string }>(`
    select format('%s.%s', namespace.nspname, class.relname) as name
    from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
    where class.relkind = 'S' and ${ours} order by 1`);
  const counters: Counters = {};
  for (const { name } of rows) {
    const { rows: state } = await client.query(
      `select last_value::text as last, is_called from ${identifier(name)}`,
    );
    counters[name] = [state[0]!.last, state[0]!.is_called];
  }
  return counters;
}

export async function setCounters(client: pg.ClientBase, counters: Counters): Promise<void> {
  for (const [name, [last, isCalled]] of Object.entries(counters)) {
    await client.query('select setval($1::regclass, $2, $3)', [identifier(name), last, isCalled]);
  }
}

/** So that every value has one text, whatever the database's settings say. */
export const plainText = `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`;
