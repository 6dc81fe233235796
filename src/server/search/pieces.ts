import { pick, type Words } from '#server/kernel';
import type { Excerpt, Pieces } from './shapes.ts';
import { soundOf } from './words/sound.ts';
import { rememberWords } from './words/stems.ts';
import { tokensOf } from './words/tokens.ts';

/** Letters of an excerpt, and how many of them stand before what was found. */
const longest = 220;
const before = 70;

/** Looks for stems in texts: where, in which language. */
export interface Marker {
  known: ReturnType<typeof rememberWords>;
  wanted: ReadonlySet<string>;
  /** First letters of those, as they sound: most words begin otherwise, and need not be taken apart. */
  first: ReadonlySet<string>;
}

export function makeMarker(wanted: string[]): Marker {
  const first = new Set(wanted.map((stem) => soundOf(stem.replace('+', ''))[0] ?? ''));
  return { known: rememberWords(), wanted: new Set(wanted), first };
}

const mayBe = (word: string, first: ReadonlySet<string>): boolean =>
  first.has(soundOf(word[0]!)[0] ?? '') || /^[^а-яёіўґa-z\d]|[šžčŭćńśźĺł]/.test(word);

interface Place {
  start: number;
  end: number;
}

function placesIn(text: string, lang: string, { known, wanted, first }: Marker, most = Infinity): Place[] {
  const places: Place[] = [];
  for (const { word, start, end } of tokensOf(text)) {
    if (!mayBe(word, first) || !known(word, lang).stems.some((stem) => wanted.has(stem))) continue;
    places.push({ start, end });
    if (places.length >= most) break;
  }
  return places;
}

function cut(text: string, places: Place[], from: number, to: number): Pieces {
  const pieces: Pieces = [];
  let at = from;
  for (const { start, end } of places) {
    if (start < from || end > to) continue;
    if (start > at) pieces.push({ text: text.slice(at, start) });
    pieces.push({ text: text.slice(start, end), found: true });
    at = end;
  }
  if (at < to) pieces.push({ text: text.slice(at, to) });
  return pieces;
}

/** A title or name in the reader's language, marked. */
export function markWhole(words: Words, lang: string, marker: Marker): Excerpt & { isFound: boolean } {
  const text = pick(words, lang);
  const places = placesIn(text.text, text.lang, marker);
  return {
    pieces: cut(text.text, places, 0, text.text.length),
    lang: text.lang,
    isFound: places.length > 0,
  };
}

/** The part of the first text that holds what was found, the reader's language first. */
export function excerptOf(texts: Words[], lang: string, marker: Marker): Excerpt | undefined {
  const inOrder = texts.flatMap((words) =>
    Object.entries(words).flatMap(([one, text]) => (text ? [{ lang: one, text }] : [])),
  );
  inOrder.sort((a, b) => Number(b.lang === lang) - Number(a.lang === lang));
  for (const { lang: one, text } of inOrder) {
    const [first] = placesIn(text, one, marker, 1);
    if (!first) continue;
    const from = wordStart(text, Math.max(0, first.start - before));
    const to = wordEnd(text, Math.min(text.length, from + longest));
    const pieces = cut(text, shift(placesIn(text.slice(from, to), one, marker), from), from, to);
    if (from > 0) pieces.unshift({ text: '… ' });
    if (to < text.length) pieces.push({ text: ' …' });
    return { pieces, lang: one };
  }
  return undefined;
}

const shift = (places: Place[], by: number): Place[] =>
  places.map(({ start, end }) => ({ start: start + by, end: end + by }));

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 30).search(/\s/);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(at - 30, at).search(/\s\S*$/);
  return space < 0 ? at : at - 30 + space;
}
