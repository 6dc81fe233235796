import { z } from 'zod';
import { isZone } from './times.ts';
import { csvFields } from './formats/csv-columns.ts';
import { encodings, readTable, type Separator } from './formats/csv-table.ts';
import { dateOrders } from './formats/csv-times.ts';
import { takeNotes } from './formats/notes.ts';
import { senseOf, type CsvMapping } from './formats/read-csv.ts';
import { isTable } from './formats/read.ts';

/** By name: a form does not carry a tab. */
const separatorOf = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const satisfies Record<
  string,
  Separator
>;
export const separatorNames = ['comma', 'semicolon', 'tab', 'bar'] as const;

const orGuess = <S extends z.ZodType>(shape: S) =>
  z.union([z.literal('').transform(() => undefined), shape]).optional();

/** What somebody says of the table they send; what is left empty is guessed. */
export const tableInput = z.object({
  columns: z
    .array(z.enum(['', ...csvFields]))
    .max(200)
    .optional(),
  header: z
    .enum(['yes', 'no'])
    .optional()
    .transform((word) => (word === undefined ? undefined : word === 'yes')),
  dates: orGuess(z.enum(dateOrders)),
  zone: orGuess(z.string().max(64).refine(isZone, 'congress.no_such_zone_here')),
  encoding: orGuess(z.enum(encodings)),
  separator: orGuess(z.enum(separatorNames).transform((name): Separator => separatorOf[name])),
});

export interface TableView extends Required<Pick<CsvMapping, 'encoding' | 'dates' | 'header'>> {
  separator: (typeof separatorNames)[number];
  columns: { name: string; field: string }[];
  /** The first rows, cells cut. */
  rows: string[][];
  total: number;
  isSureOfDates: boolean;
}

/** What a table looks like before it is read as a programme; undefined of a file of another kind. Refuses like `importProgramme`. */
export function lookAtTable(bytes: Uint8Array, name: string, said: CsvMapping = {}): TableView | undefined {
  if (!isTable(bytes, name)) return undefined;
  const table = readTable(bytes, said, takeNotes());
  const { columns, header, dates, isSureOfDates } = senseOf(table, said);
  const [first = []] = table.rows;
  const cut = (cell: string | undefined): string => {
    const text = (cell ?? '').replace(/\s+/g, ' ').trim();
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  };
  return {
    encoding: table.encoding,
    separator: separatorNames.find((one) => separatorOf[one] === table.separator)!,
    dates,
    header,
    isSureOfDates,
    columns: columns
      .slice(0, 200)
      .map((field, at) => ({ name: header ? cut(first[at]) : String(at + 1), field })),
    rows: table.rows
      .slice(header ? 1 : 0, 6)
      .map((row) => columns.slice(0, 200).map((_, at) => cut(row[at]))),
    total: table.rows.length - (header ? 1 : 0),
  };
}

export { csvFields, dateOrders, encodings };
