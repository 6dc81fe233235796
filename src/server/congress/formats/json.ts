import { refuse } from '#server/kernel';
import { lineAndColumn } from './bytes.ts';
import type { Notes } from './notes.ts';
import { maxDepth } from './xml.ts';

/** 64 MB of `[],[],` would otherwise need gigabytes. */
const maxValues = 4_000_000;

/**
 * Parsed JSON; of a key that stands twice in one object only the last is kept, which is told. Refuses, with line and
 * column, what is broken, deeper than 64 levels or has millions of values.
 */
export function readJson(source: string, notes?: Notes): unknown {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const fault = (at: number, what: string) =>
    refuse('invalid', 'congress.import_invalid', { where: lineAndColumn(text, at), what });
  let depth = 0;
  let values = 0;
  let keys = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      for (at = text.indexOf('"', at + 1); at >= 0 && isEscaped(text, at); at = text.indexOf('"', at + 1));
      if (at < 0) throw fault(text.length, 'a string is not closed');
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > maxDepth) throw fault(at, `deeper than ${maxDepth} levels`);
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x3a) keys += 1;
    else if (code === 0x2c) {
      values += 1;
      if (values > maxValues)
        throw refuse('invalid', 'congress.import_too_large', { megabytes: 64, values: maxValues });
    }
  }
  try {
    const parsed: unknown = JSON.parse(text);
    // Looked for only when something is missing: the search costs as much as the reading.
    if (notes && keys > countKeys(parsed)) {
      const { at, count } = findRepeated(text);
      notes.note('json_key_repeated', () => lineAndColumn(text, at), count);
    }
    return parsed;
  } catch (error) {
    const { at, what } = findFault(text, error instanceof Error ? error.message : '');
    throw fault(at, what);
  }
}

function countKeys(root: unknown): number {
  let count = 0;
  const waiting: unknown[] = [root];
  while (waiting.length) {
    const value = waiting.pop();
    if (value === null || typeof value !== 'object') continue;
    const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (!Array.isArray(value)) count += inner.length;
    for (const one of inner) if (one !== null && typeof one === 'object') waiting.push(one);
  }
  return count;
}

/** Where the second of two equal keys begins, and how many there are, in text that is known to be JSON. */
function findRepeated(text: string): { at: number; count: number } {
  const found = { at: 0, count: 0 };
  const scan = new RegExp(token);
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at = scan.lastIndex) {
    scan.lastIndex = at;
    const [whole, mark, string] = scan.exec(text) ?? [];
    if (whole === undefined) break;
    const keys = open.at(-1);
    if (mark === '{' || mark === '[') {
      open.push(mark === '{' ? new Set() : undefined);
      isKey = mark === '{';
    } else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ',') isKey = keys !== undefined;
    else if (string && isKey && keys) {
      const key = JSON.parse(string) as string;
      if (!keys.has(key)) keys.add(key);
      else if (found.count++ === 0) found.at = scan.lastIndex - string.length;
      isKey = false;
    }
  }
  return found;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
  return slashes % 2 === 1;
}

const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** The engine does not always say where: go through the tokens once more. Depth is already known to be small. */
function findFault(text: string, message: string): { at: number; what: string } {
  const told = /at position (\d+)/.exec(message);
  if (told) return { at: Number(told[1]), what: 'not JSON from here' };
  const scan = new RegExp(token);
  const stack: string[] = [];
  let expect: 'value' | 'key' | 'colon' | 'after' = 'value';
  let mayClose = false;
  let at = 0;
  for (;;) {
    scan.lastIndex = at;
    const found = scan.exec(text);
    const space = /\S|$/g;
    space.lastIndex = at;
    const from = space.exec(text)?.index ?? text.length;
    if (!found)
      return from >= text.length
        ? { at: text.length, what: 'the file ends too early' }
        : { at: from, what: 'not JSON from here' };
    const [, mark, string] = found;
    const top = stack.at(-1);
    if (expect === 'after' && !top) return { at: from, what: 'text after the end' };
    if (mark === '{' || mark === '[') {
      if (expect !== 'value') return { at: from, what: `an unexpected ${mark}` };
      stack.push(mark);
      expect = mark === '{' ? 'key' : 'value';
      mayClose = true;
    } else if (mark === '}' || mark === ']') {
      if (top !== (mark === '}' ? '{' : '[') || !(expect === 'after' || mayClose))
        return { at: from, what: `an unexpected ${mark}` };
      stack.pop();
      expect = 'after';
      mayClose = false;
    } else if (mark === ',') {
      if (expect !== 'after') return { at: from, what: 'an unexpected comma' };
      expect = top === '{' ? 'key' : 'value';
      mayClose = false;
    } else if (mark === ':') {
      if (expect !== 'colon') return { at: from, what: 'an unexpected colon' };
      expect = 'value';
    } else if (expect === 'key') {
      if (!string) return { at: from, what: 'a key in quotes is missing' };
      expect = 'colon';
      mayClose = false;
    } else if (expect === 'value') {
      expect = 'after';
      mayClose = false;
    } else return { at: from, what: 'a comma or colon is missing' };
    at = scan.lastIndex;
  }
}
