import { refuse } from '#server/kernel';
import { decodeBytes, maxBytes } from './bytes.ts';
import type { ReadResult } from './document.ts';
import { readJson } from './json.ts';
import { isObject } from './loose.ts';
import { takeNotes } from './notes.ts';
import { readFrab } from './read-frab.ts';
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
  if (first !== '{' && first !== '[') {
    throw refuse('invalid', 'congress.import_invalid', { where: '1:1', what: 'neither XML nor JSON' });
  }
  const root = readJson(text);
  if (looksLikePretalx(root)) {
    return { document: readPretalx(root, notes, options), warnings: notes.list(), format: 'pretalx-api' };
  }
  if (!isObject(root) || !('schedule' in root)) {
    throw refuse('invalid', 'congress.import_invalid', { where: '/schedule', what: 'no schedule' });
  }
  const { document, format } = readScheduleJson(root, notes, options);
  return { document, warnings: notes.list(), format };
}
