import pg from 'pg';
import { identifier } from './identifier.ts';
import type { Table } from './tables.ts';

/** A row as PostgreSQL writes each value, so that every type, present or future, comes back as it was. */
export type Row = (string | null)[];

/** About as much is held in memory at once; a single row may be larger. */
const batchBytes = 1024 * 1024;

const asText = { getTypeParser: () => (value: string) => value };

/** Reads a table through a cursor in the order of its key, which does not depend on the database's language. */
export async function* readRows(client: pg.ClientBase, { name, columns, key }: Table): AsyncGenerator<Row> {
  const list = columns.map((column) => pg.escapeIdentifier(column.name)).join(', ');
  const order =
    key.length > 0
      ? key.map((column) => `(one.${pg.escapeIdentifier(column)})::text collate "C"`).join(', ')
      : `(one.*)::text collate "C"`;
  await client.query(
    `declare backup no scroll cursor for select ${list} from ${identifier(name)} one order by ${order}`,
  );
  let count = 16;
  for (;;) {
    const { rows } = await client.query({
      text: `fetch ${count} from backup`,
      rowMode: 'array',
      types: asText as never,
    });
    yield* rows as Row[];
    if (rows.length < count) break;
    const bytes = (rows as Row[]).reduce((sum, row) => sum + sizeOf(row), 1);
    count = Math.max(1, Math.min(2_000, Math.floor((batchBytes / bytes) * count)));
  }
  await client.query('close backup');
}

const sizeOf = (row: Row): number => row.reduce((sum, value) => sum + (value?.length ?? 0) + 8, 0);

/** Puts rows into a table in batches. `add` one after another, then `end`. */
export function rowWriter(
  client: pg.ClientBase,
  { name, columns }: Table,
): { add(row: Row): Promise<void>; end(): Promise<void> } {
  const list = columns.map((column) => pg.escapeIdentifier(column.name)).join(', ');
  const values = columns.map(({ type }, index) => `(one ->> ${index})::${type}`).join(', ');
  const text = `insert into ${identifier(name)} (${list}) overriding system value select ${values} from jsonb_array_elements($1::jsonb) one`;
  let batch: Row[] = [];
  let bytes = 0;
  const end = async (): Promise<void> => {
    if (batch.length > 0) await client.query(text, [JSON.stringify(batch)]);
    batch = [];
    bytes = 0;
  };
  return {
    end,
    async add(row) {
      batch.push(row);
      bytes += sizeOf(row);
      if (bytes >= batchBytes || batch.length >= 2_000) await end();
    },
  };
}
