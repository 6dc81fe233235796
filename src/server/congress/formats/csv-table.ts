import Papa from 'papaparse';
import { refuse } from '#server/kernel';
import type { Notes } from './notes.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251'] as const;
export type Encoding = (typeof encodings)[number];
export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** A table of text, before anyone has said what its columns are. */
export type Table = {
  rows: string[][];
  encoding: Encoding;
  separator: Separator;
  /** Line of the file on which each row begins, counted from 1. */
  lines: number[];
};

/** 16 MB and 20,000 rows: a spreadsheet of a thousand sessions has half a megabyte. */
const maxBytes = 16 * 1024 * 1024;
export const maxRows = 20_000;
const maxColumns = 200;

function encodingOf(bytes: Uint8Array): Encoding {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Without a mark every other byte of Latin letters, digits and separators is zero.
  const head = bytes.subarray(0, 2_000);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1;
  });
  if (zeros[1]! > head.length / 10) return 'utf-16le';
  if (zeros[0]! > head.length / 10) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1251';
  }
}

/** The separator that splits the first lines into the most columns, the same on each. */
function separatorOf(text: string): Separator {
  const head = text.slice(0, 20_000);
  let best: Separator = ',';
  let most = 1;
  for (const separator of separators) {
    const { data } = Papa.parse<string[]>(head, {
      delimiter: separator,
      preview: 12,
      skipEmptyLines: 'greedy',
    });
    const widths = data.map((row) => row.length);
    const first = widths[0] ?? 1;
    const alike = widths.filter((width) => width === first).length / Math.max(1, widths.length);
    const score = first * alike;
    if (first > 1 && score > most) {
      most = score;
      best = separator;
    }
  }
  return best;
}

/** Refuses what is too large or packed, and what is no table, with `congress.import_too_large` or `import_invalid`. */
export function readTable(
  bytes: Uint8Array,
  said: { encoding?: Encoding | undefined; separator?: Separator | undefined },
  notes: Notes,
): Table {
  if (bytes.length > maxBytes) throw refuse('invalid', 'congress.import_too_large', { megabytes: 16 });
  if ((bytes[0] === 0x1f && bytes[1] === 0x8b) || (bytes[0] === 0x50 && bytes[1] === 0x4b))
    throw refuse('invalid', 'congress.import_invalid', { where: '1:1', what: 'a packed file' });
  const encoding = said.encoding ?? encodingOf(bytes);
  let text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\ufffd')) notes.note('encoding_replaced', '1:1', text.split('\ufffd').length - 1);
  // Nothing but text stands in a table: a picture or a database is full of these.
  const controls = text.slice(0, 10_000).match(/[\u0000-\u0008\u000e-\u001f]/g)?.length ?? 0;
  if (controls > 10) throw refuse('invalid', 'congress.import_invalid', { where: '1:1', what: 'no text' });
  let skipped = 0;
  const first = /^sep=(.)\r?\n/.exec(text);
  if (first) {
    text = text.slice(first[0].length);
    skipped = 1;
  }
  const separator = said.separator ?? separators.find((one) => one === first?.[1]) ?? separatorOf(text);
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1 + skipped;
  let cells = 0;
  let isTooLong = false;
  Papa.parse<string[]>(text, {
    delimiter: separator,
    step({ data, errors }, parser) {
      const at = line;
      line += 1 + data.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
      for (const error of errors) if (error.type === 'Quotes') notes.note('csv_quotes', `line ${at}`);
      if (data.every((cell) => !cell.trim())) return;
      cells += data.length;
      if (data.length > maxColumns || rows.length > maxRows || cells > 2_000_000) {
        isTooLong = true;
        parser.abort();
        return;
      }
      rows.push(data);
      lines.push(at);
    },
  });
  if (isTooLong)
    throw refuse('invalid', 'congress.import_table_too_large', { rows: maxRows, columns: maxColumns });
  if (rows.length === 0)
    throw refuse('invalid', 'congress.import_invalid', { where: '1:1', what: 'an empty file' });
  return { rows, encoding, separator, lines };
}
