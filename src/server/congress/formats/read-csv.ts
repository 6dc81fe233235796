import { refuse } from '#server/kernel';
import { assemble } from './assemble.ts';
import { guessColumns, hasHeader, isOwnTable, type CsvField } from './csv-columns.ts';
import type { Encoding, Separator, Table } from './csv-table.ts';
import { guessOrder, readMoment, readTime, type DateOrder } from './csv-times.ts';
import type { ProgrammeDocument } from './document.ts';
import type { FoundLink, FoundSession } from './found.ts';
import type { Notes } from './notes.ts';
import { knownZone, readMinutes } from './times.ts';

/** What somebody says a table holds; what is not said is guessed. */
export type CsvMapping = {
  /** Of each column, in order; '' is left out. */
  columns?: readonly (CsvField | '')[] | undefined;
  /** Whether the first row says what the columns are. */
  header?: boolean | undefined;
  dates?: DateOrder | undefined;
  /** IANA zone of the times. */
  zone?: string | undefined;
  encoding?: Encoding | undefined;
  separator?: Separator | undefined;
};

/** What is wrong on one line of the file. */
export type RowFault = { line: number; code: string };

export type TableSense = Required<Pick<CsvMapping, 'dates' | 'header'>> & {
  columns: (CsvField | '')[];
  isSureOfDates: boolean;
};

const mostFaults = 200;

/** The mapping in full: what was said, and guesses for the rest. */
export function senseOf(table: Table, said: CsvMapping): TableSense {
  const [first = []] = table.rows;
  const header = said.header ?? hasHeader(first);
  const guessed = header ? guessColumns(first) : [];
  const width = Math.max(...table.rows.slice(0, 1_000).map((row) => row.length));
  const columns = Array.from(
    { length: width },
    (_, at) => (said.columns ? said.columns[at] : guessed[at]) ?? '',
  );
  const dated = columns.flatMap((field, at) => (field === 'start' || field === 'date' ? [at] : []));
  const { order, isSure } = guessOrder(
    table.rows.slice(header ? 1 : 0, 5_000).flatMap((row) => dated.map((at) => row[at] ?? '')),
  );
  return { columns, header, dates: said.dates ?? order, isSureOfDates: said.dates !== undefined || isSure };
}

/** What we wrote so that no table program runs it is read as it was. */
const unguarded = (cell: string): string => (/^'+[=+\-@\t\r\n|%]/.test(cell) ? cell.slice(1) : cell);

const linksIn = (cell: string): FoundLink[] =>
  cell
    .split(/\r?\n/)
    .map((line) => /^\s*(\S+)(?:\s+(.*))?/s.exec(line))
    .flatMap((found) => (found ? [{ url: found[1], ...(found[2] ? { title: found[2] } : {}) }] : []));

const isNo = (cell: string): boolean => /^(no|n|0|false|не|нет|-)$/i.test(cell.trim());
const isCancelled = (cell: string): boolean =>
  /^(cancell?ed|withdrawn|rejected|адменен|скасаван|отмен)/i.test(cell.trim());

/**
 * A table as a programme: one row a session. Refuses `congress.import_columns` when no column is the title: nothing else
 * would be right either.
 */
export function readCsv(
  table: Table,
  said: CsvMapping,
  notes: Notes,
  options: { zone?: string; name?: string },
): { document: ProgrammeDocument; faults: RowFault[] } {
  const { columns, header, dates, isSureOfDates } = senseOf(table, said);
  const [first = []] = table.rows;
  const placeOf = (field: CsvField): number => columns.indexOf(field);
  const titles = columns.flatMap((field, at) =>
    field === 'title' || field.startsWith('title.') ? [at] : [],
  );
  if (titles.length === 0) {
    const names = first
      .slice(0, 8)
      .map((cell) => cell.trim().slice(0, 30))
      .filter(Boolean);
    throw refuse('invalid', 'congress.import_columns', { names: names.join(', ') || '–' });
  }
  const isOurs = header && isOwnTable(first);
  const rows = table.rows.slice(header ? 1 : 0);
  const lines = table.lines.slice(header ? 1 : 0);
  const zoneAt = header
    ? first.findIndex((cell) => /^(zone|time ?zone|timezone|часавы пояс|часовой пояс)$/i.test(cell.trim()))
    : -1;
  const named = zoneAt < 0 ? '' : (rows.find((row) => row[zoneAt]?.trim())?.[zoneAt]?.trim() ?? '');
  if (named && !knownZone(named)) notes.note('zone_unknown', `line ${lines[0] ?? 1}`);
  const zone = knownZone(said.zone) ?? knownZone(named) ?? options.zone;

  const faults: RowFault[] = [];
  let line = 1;
  // What no row could have is no fault of a row, and a table is no event.
  const hushed = new Set([
    ...(placeOf('id') < 0 ? ['session_without_id'] : []),
    ...(placeOf('room') < 0 ? ['session_without_room'] : []),
    ...(placeOf('start') < 0 && placeOf('date') < 0 ? ['session_without_time'] : []),
    ...(placeOf('minutes') < 0 && placeOf('end') < 0 ? ['duration_missing'] : []),
  ]);
  // Every kind of oddity once for the whole, as with other formats; and by line, for who mends the table.
  const byRow: Notes = {
    note(code, where, count) {
      if (code === 'event_without_title') return;
      notes.note(code, where, count);
      if (hushed.has(code) || faults.length >= mostFaults) return;
      // The time that could not be read was told already.
      if (code === 'session_without_time' && faults.at(-1)?.line === line) return;
      faults.push({ line, code });
    },
    list: notes.list,
  };
  const programme = assemble({ title: '', ...(zone ? { zone } : {}) }, byRow, options);
  const speakersAt = placeOf('speakers');
  const splitsAtCommas = !isOurs && !rows.some((row) => /[;|\n]/.test(row[speakersAt] ?? ''));

  rows.forEach((row, at) => {
    line = lines[at]!;
    const here = line;
    const where = () => `line ${here}`;
    if (row.length > columns.length) byRow.note('csv_cells_over', where);
    const cell = (field: CsvField): string => unguarded(row[placeOf(field)] ?? '').trim();
    const words = (field: 'title' | 'abstract'): unknown => {
      const map: Record<string, string> = {};
      const bare = cell(field);
      for (const lang of ['be', 'ru', 'en'] as const) {
        const text = cell(`${field}.${lang}`);
        if (text) map[lang] = text;
      }
      return Object.keys(map).length ? { ...(bare ? { und: bare } : {}), ...map } : bare;
    };
    const id = cell('id');
    const people = cell('speakers')
      .split(splitsAtCommas ? /[,\n]/ : /[;|\n]/)
      .map((name) => ({ name: name.trim() }))
      .filter(({ name }) => name);
    const found: FoundSession = {
      ...(/^[0-9a-f-]{36}$/i.test(id) ? { guid: id } : id ? { id } : {}),
      title: words('title'),
      subtitle: cell('subtitle'),
      abstract: words('abstract'),
      description: cell('description'),
      ...timesOf(cell, dates, byRow, where),
      ...(cell('room') ? { room: { name: cell('room') } } : {}),
      ...(cell('section') ? { track: { name: cell('section') } } : {}),
      people,
      language: cell('languages'),
      ...(cell('kind') ? { type: cell('kind') } : {}),
      links: linksIn(cell('links')),
      attachments: linksIn(cell('attachments')),
      doNotRecord: isNo(cell('record')),
      license: cell('license') || undefined,
      url: cell('url') || undefined,
      cancelled: isCancelled(cell('status')),
    };
    programme.session(found, where);
  });
  if (!isSureOfDates && rows.length > 0 && (placeOf('start') >= 0 || placeOf('date') >= 0))
    notes.note('dates_guessed', `line ${lines[0]}`);
  return { document: programme.finish(), faults };
}

/** What a day and a clock say; a fault of one row is told, and the row is kept without its time. */
function timesOf(
  cell: (field: CsvField) => string,
  order: DateOrder,
  notes: Notes,
  where: () => string,
): Pick<FoundSession, 'date' | 'end' | 'duration'> {
  const start = readMoment(cell('start') || cell('date'), order);
  const clock = cell('time') ? (readTime(cell('time')) ?? 'absurd') : start.time;
  const said = `${cell('start')}${cell('date')}`;
  const date =
    start.date ?? (cell('start') && cell('date') ? readMoment(cell('date'), order).date : undefined);
  if (said && !date) notes.note('csv_date_unread', where);
  if (date !== undefined && clock === 'absurd') notes.note('time_absurd', where);
  const isTimed = date !== undefined && clock !== undefined && clock !== 'absurd';
  const minutes = readMinutes(
    cell('minutes').replace(/(?<!\s)\s*(min(utes)?|мин\.?|хв\.?|хвілін\p{L}*|минут\p{L}*|')$/iu, ''),
  );
  const times: Pick<FoundSession, 'date' | 'end' | 'duration'> = {};
  if (isTimed) times.date = `${date}T${clock}${start.offset ?? ''}`;
  if (cell('minutes')) times.duration = minutes ?? cell('minutes');
  else if (isTimed && cell('end')) {
    const end = readMoment(cell('end'), order);
    if (end.time && end.time !== 'absurd') {
      // An end without a day that is earlier than the start is after midnight.
      const next = !end.date && end.time < clock;
      const wall =
        Date.parse(`${end.date ?? date}T${end.time}Z`) -
        Date.parse(`${date}T${clock}Z`) +
        (next ? 86_400_000 : 0);
      times.duration = Math.round(wall / 60_000);
    } else notes.note('time_absurd', where);
  }
  return times;
}
