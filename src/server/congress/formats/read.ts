import { refuse } from '#server/kernel';
import { decodeBytes, maxBytes } from './bytes.ts';
import type { ReadResult } from './document.ts';
import { readJson } from './json.ts';
import { isObject } from './loose.ts';
import { takeNotes } from './notes.ts';
import { readCsv, type CsvMapping } from './read-csv.ts';
import { readTable } from './csv-table.ts';
import { readFrab } from './read-frab.ts';
import { readIcs } from './read-ics.ts';
import { looksLikePretalx, readPretalx } from './read-pretalx.ts';
import { readScheduleJson } from './read-schedule-json.ts';
import { childOf, readXml } from './xml.ts';

export type ReadOptions = {
  /** Of the file: the title of an event without one. */
  name?: string;
  /** IANA zone for files that name none. */
  zone?: string;
  /** Bytes; 64 MB when absent. */
  limit?: number;
  /** What a table holds; guessed when absent. Only tables are asked for it. */
  csv?: CsvMapping;
};

/**
 * Reads a programme of any format we know, taking what can be taken; each kind of oddity is one warning.
 * Refuses `congress.import_too_large`, and `congress.import_invalid` {where, what} for broken or hostile files
 * and for what is no programme.
 */
export function readProgramme(bytes: Uint8Array, options: ReadOptions = {}): ReadResult {
  const result = readAny(bytes, options);
  if (result.document.sessions.length > 0) return result;
  // Nothing but faults is no programme: taken as an empty one, it would remove all that is there.
  const malformed = result.warnings.find((warning) => warning.code === 'session_malformed');
  if (malformed)
    throw refuse('invalid', 'congress.import_invalid', { where: malformed.where, what: 'no session at all' });
  result.warnings.push({ code: 'no_sessions', where: 'event', count: 1 });
  return result;
}

function readAny(bytes: Uint8Array, options: ReadOptions): ReadResult {
  const notes = takeNotes();
  if (isTable(bytes, options.name)) {
    const table = readTable(bytes, options.csv ?? {}, notes);
    const { document, faults } = readCsv(table, options.csv ?? {}, notes, options);
    return { document, warnings: notes.list(), format: 'table', faults };
  }
  const text = decodeBytes(bytes, notes, options.limit ?? maxBytes);
  const first = /[^\s\ufeff\0]/.exec(text)?.[0];
  if (first === '<') {
    const root = readXml(text);
    if (root.name !== 'schedule' || !(childOf(root, 'conference') || childOf(root, 'day'))) {
      throw refuse('invalid', 'congress.import_invalid', {
        where: '1:1',
        what: `<${root.name.slice(0, 40)}> is no schedule`,
      });
    }
    const document = readFrab(root, text, notes, options);
    return { document, warnings: notes.list(), format: 'frab-xml' };
  }
  if (/^[\s\ufeff]*BEGIN:VCALENDAR/i.test(text)) {
    return { document: readIcs(text, notes, options), warnings: notes.list(), format: 'icalendar' };
  }
  if (first !== '{' && first !== '[') {
    throw refuse('invalid', 'congress.import_invalid', {
      where: '1:1',
      what: 'neither XML, JSON, a calendar nor a table',
    });
  }
  const root = readJson(text, notes);
  if (looksLikePretalx(root)) {
    return { document: readPretalx(root, notes, options), warnings: notes.list(), format: 'pretalx-api' };
  }
  if (!isObject(root) || !('schedule' in root)) {
    throw refuse('invalid', 'congress.import_invalid', { where: '/schedule', what: 'no schedule' });
  }
  const { document, format } = readScheduleJson(root, notes, options);
  return { document, warnings: notes.list(), format };
}

/** By its name, or, when the name says nothing, by what it begins with: a table begins like no other format. */
export function isTable(bytes: Uint8Array, name = ''): boolean {
  if (/\.(xml|json|ics|ical|xcal)$/i.test(name)) return false;
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1').replace(/\0/g, '');
  if (/^[\s\u00ef\u00bb\u00bf\u00fe\u00ff]*(<|\{|\[|BEGIN:)/i.test(head)) return false;
  return /\.(csv|tsv|tab|txt)$/i.test(name) || /^[^\n,;\t|]*[,;\t|][^\n]*\n/.test(head);
}
