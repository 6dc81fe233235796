import { join } from 'node:path';
import pg from 'pg';
import { holdsKey, listFiles, readPieces } from './files.ts';
import { identifier } from './identifier.ts';
import { readRows } from './rows.ts';
import type { End, Header, Sum } from './shape.ts';
import { summing } from './sums.ts';
import { listTables, plainText, readCounters } from './tables.ts';

export interface Source {
  client: pg.ClientBase;
  version: string;
  data: string;
  /** Files that are never part of it: the key, the backup itself. */
  never: readonly string[];
  key?: Buffer;
  keyMark?: string;
  /** Told of a file left out because it holds the operator key. */
  onKeyFile(name: string): void;
}

/** The lines of a backup: one moment of the database, whoever writes meanwhile, and the files beside it. */
export async function* backupLines(source: Source): AsyncGenerator<string> {
  const { client } = source;
  const whole = summing();
  const out = (value: unknown): string => {
    const line = `${JSON.stringify(value)}\n`;
    whole.add(line);
    return line;
  };
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(plainText);
    const tables = await listTables(client);
    // No change of the database's shape between here and the end.
    for (const { name } of tables) await client.query(`lock table ${identifier(name)} in access share mode`);
    yield out(await header(source));
    const sums: End['end'] = { tables: {}, files: {}, counters: {} };
    for (const table of tables) {
      yield out({ table: table.name, columns: table.columns.map((column) => column.name) });
      const sum = summing();
      for await (const row of readRows(client, table)) {
        const line = out(row);
        sum.add(line);
        yield line;
      }
      sums.tables[table.name] = sum.sum();
    }
    // Counters do not wait for transactions: read last, they stand behind every row that was read.
    sums.counters = await readCounters(client);
    await client.query('commit');
    for (const name of await listFiles(source.data, source.never)) {
      const path = join(source.data, name);
      if (await holdsKey(path, source.key)) source.onKeyFile(name);
      else {
        const sum = summing();
        yield out({ file: name });
        for await (const piece of readPieces(path)) {
          sum.add(piece, piece.length);
          yield out(piece.toString('base64'));
        }
        sums.files[name] = sum.sum();
      }
    }
    yield `${JSON.stringify({ end: sums, sha256: whole.sum().sha256 } satisfies End)}\n`;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function header({ client, version, keyMark }: Source): Promise<Header> {
  const { rows } = await client.query<{ name: string; sha256: Buffer }>(
    'select name, sha256 from kernel.migration order by name',
  );
  const at = await client.query<{ at: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at`,
  );
  return {
    veche: 'backup',
    format: 1,
    version,
    at: at.rows[0]!.at,
    migrations: rows.map((row) => [row.name, row.sha256.toString('hex')]),
    ...(keyMark && { keyMark }),
  };
}

/** Sum of a table as it stands in the database now, to compare with the one in a backup. */
export async function sumOf(client: pg.ClientBase, table: Parameters<typeof readRows>[1]): Promise<Sum> {
  const sum = summing();
  for await (const row of readRows(client, table)) sum.add(`${JSON.stringify(row)}\n`);
  return sum.sum();
}
