import { refuse } from '#server/kernel';
import type { Notes } from './notes.ts';

/** 64 MB: the largest real programme is under 3 MB. */
export const maxBytes = 64 * 1024 * 1024;

const strictDecoder = (label: string) => {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return undefined;
  }
};

function encodingOf(bytes: Uint8Array, notes: Notes): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a !== 0 && b === 0 && bytes.length > 3) return 'utf-16le';
  if (a === 0 && b !== 0 && bytes.length > 3) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const said = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']{1,40})["']/.exec(head)?.[1]?.toLowerCase();
  if (!said) return 'utf-8';
  // One byte a letter is in front of us, whatever the declaration says.
  if (/^(utf-?16|utf-?32|ucs-?[24]|iso-10646)/.test(said)) {
    notes.note('encoding_misdeclared', '1:1');
    return 'utf-8';
  }
  return said;
}

/**
 * The text of a file. Refuses what is too large, packed or in an unknown encoding;
 * bytes that do not fit the encoding become U+FFFD with a warning.
 */
export function decodeBytes(bytes: Uint8Array, notes: Notes, limit = maxBytes): string {
  if (bytes.length > limit) {
    throw refuse('invalid', 'congress.import_too_large', { megabytes: Math.ceil(limit / 1024 / 1024) });
  }
  if (
    (bytes[0] === 0x1f && bytes[1] === 0x8b) ||
    (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3)
  ) {
    throw refuse('invalid', 'congress.import_invalid', { where: '1:1', what: 'a packed file' });
  }
  const label = encodingOf(bytes, notes);
  const strict = strictDecoder(label);
  if (!strict) {
    throw refuse('invalid', 'congress.import_invalid', { where: '1:1', what: `encoding ${label}` });
  }
  try {
    return strict.decode(bytes);
  } catch {
    const text = new TextDecoder(label).decode(bytes);
    const first = text.indexOf('\ufffd');
    let count = 0;
    for (let at = first; at >= 0; at = text.indexOf('\ufffd', at + 1)) count += 1;
    notes.note('encoding_replaced', () => lineAndColumn(text, first), Math.max(1, count));
    return text;
  }
}

/** `12:5` for a place in the text. */
export function lineAndColumn(text: string, offset: number): string {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return `${line}:${Math.max(1, offset - start + 1)}`;
}
