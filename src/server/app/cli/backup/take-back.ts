import pg from 'pg';
import { refuse, type Connection } from '#server/kernel';
import { identifier } from './identifier.ts';
import { sumOf } from './lines.ts';
import { rowWriter } from './rows.ts';
import { formatOf, type End, type FileMark, type Header, type Sum, type TableMark } from './shape.ts';
import { stageFiles, type StagedFiles } from './staged-files.ts';
import { summing } from './sums.ts';
import { checkEmpty, checkMigrations, makeTables } from './target.ts';
import { listTables, plainText, setCounters, type Table } from './tables.ts';

export interface Target {
  connection: Connection;
  /** Of the repository: its migrations. */
  root: string;
  data: string;
  /** Whether what the database holds may be thrown away. */
  replace: boolean;
}

export interface Restored {
  header: Header;
  tables: number;
  rows: number;
  files: number;
}

const damaged = (why: string) => refuse('invalid', 'cli.error.backup_damaged', { why });

/**
 * Puts the lines of a backup into a database: all of them, found whole on the way in and again in the database, or
 * nothing. Refuses a database that holds something (unless `replace`) or is in use, a backup of a newer program or
 * with other migrations, and one that was cut short or altered.
 */
export async function takeBack(target: Target, lines: AsyncIterable<Buffer>): Promise<Restored> {
  const reader = lines[Symbol.asyncIterator]();
  const client = new pg.Client(target.connection);
  client.on('error', () => undefined);
  await client.connect();
  const files = stageFiles(target.data);
  try {
    const first = await reader.next();
    const header: unknown = first.done ? undefined : parse(first.value);
    if (!formatOf(header)) throw refuse('invalid', 'cli.error.no_backup');
    if (header.format !== 1)
      throw refuse('conflict', 'cli.error.backup_newer', { name: `format ${String(header.format)}` });
    checkMigrations(target.root, header);
    await checkEmpty(client, target.replace);
    await makeTables(client, target.connection, target.root, header);
    await files.discard();
    await client.query('begin');
    await client.query(plainText);
    await withoutTriggers(client);
    const whole = summing();
    whole.add(first.value!);
    whole.add('\n');
    const { end, tables } = await readAll(client, files, reader, whole);
    await checkAgain(client, tables, end);
    await setCounters(client, end.counters);
    await files.settle(target.replace);
    await client.query('commit');
    const rows = Object.values(end.tables).reduce((sum, one) => sum + one.count, 0);
    return { header, tables: tables.length, rows, files: Object.keys(end.files).length };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await files.discard();
    await reader.return?.();
    await client.end();
  }
}

/** Rows come table by table, so what points to a later table must not be asked for yet. Nothing is told anew either. */
async function withoutTriggers(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(`set local session_replication_role = 'replica'`);
  } catch (error) {
    if ((error as { code?: string }).code === '42501') throw refuse('forbidden', 'cli.error.needs_superuser');
    throw error;
  }
}

async function readAll(
  client: pg.ClientBase,
  files: StagedFiles,
  reader: AsyncIterator<Buffer>,
  whole: ReturnType<typeof summing>,
): Promise<{ end: End['end']; tables: Table[] }> {
  const there = new Map((await listTables(client)).map((table) => [table.name, table]));
  await client.query(`truncate ${[...there.keys()].map(identifier).join(', ')}`);
  const tables: Table[] = [];
  const sums: Record<string, Sum> = {};
  let current:
    { table: Table; writer: ReturnType<typeof rowWriter>; sum: ReturnType<typeof summing> } | undefined;
  const endTable = async (): Promise<void> => {
    if (!current) return;
    await current.writer.end();
    sums[current.table.name] = current.sum.sum();
    current = undefined;
  };
  for (;;) {
    const next = await reader.next();
    if (next.done) throw damaged('cut');
    const line = parse(next.value);
    if (isEnd(line)) {
      await endTable();
      if (!(await reader.next()).done) throw damaged('more after the end');
      if (whole.sum().sha256 !== line.sha256) throw damaged('sum');
      const files_ = await files.close();
      if (!same(sums, line.end.tables) || !same(files_, line.end.files)) throw damaged('sums');
      return { end: line.end, tables };
    }
    whole.add(next.value);
    whole.add('\n');
    if (Array.isArray(line)) {
      if (!current || line.length !== current.table.columns.length) throw damaged('row');
      current.sum.add(next.value);
      current.sum.add('\n', 0);
      await current.writer.add(line as (string | null)[]);
    } else if (typeof line === 'string') await files.add(Buffer.from(line, 'base64'));
    else if (isTable(line)) {
      await endTable();
      const table = matching(there.get(line.table), line);
      if (line.table in sums) throw damaged('table twice');
      tables.push(table);
      current = { table, writer: rowWriter(client, table), sum: summing() };
    } else if (isFile(line)) {
      await endTable();
      await files.begin(line.file);
    } else throw damaged('line');
  }
}

/** Once more from the database itself: what was written is what was meant. */
async function checkAgain(client: pg.ClientBase, tables: Table[], end: End['end']): Promise<void> {
  for (const table of tables) {
    const sum = await sumOf(client, table);
    if (!same({ one: sum }, { one: end.tables[table.name]! }))
      throw refuse('conflict', 'cli.error.not_the_same', { name: table.name });
  }
}

/** The table with the columns of the backup, in their order. */
function matching(table: Table | undefined, mark: TableMark): Table {
  const columns = mark.columns.map((name) => table?.columns.find((column) => column.name === name));
  if (!table || columns.some((column) => !column))
    throw refuse('conflict', 'cli.error.other_tables', { name: mark.table });
  return { ...table, columns: columns as Table['columns'] };
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    throw damaged('line');
  }
}

const isObject = (line: unknown): line is Record<string, unknown> =>
  typeof line === 'object' && line !== null;
const isEnd = (line: unknown): line is End => isObject(line) && 'end' in line;
const isTable = (line: unknown): line is TableMark =>
  isObject(line) && typeof line.table === 'string' && Array.isArray(line.columns);
const isFile = (line: unknown): line is FileMark => isObject(line) && typeof line.file === 'string';

const same = (a: Record<string, Sum>, b: Record<string, Sum>): boolean => {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => a[name]!.count === b[name]?.count && a[name]!.sha256 === b[name].sha256)
  );
};
