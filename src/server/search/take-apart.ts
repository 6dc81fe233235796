import { createHash } from 'node:crypto';
import type { Words } from '#server/kernel';
import type { SearchDocument } from './shapes.ts';
import type { rememberWords } from './words/stems.ts';
import { tokensOf } from './words/tokens.ts';

/** Beyond this a text is neither searched nor kept: nobody reads it to its end either. */
const mostText = 40_000;
const mostTerms = 4_000;

/** A document as stems: `head` and `terms` in the text form of a tsvector. */
export interface TakenApart {
  head: string;
  terms: string;
  /** All stems, each with a word it was found as: what the vocabulary gains. */
  words: Map<string, string>;
}

/** Stems hold letters, digits and `+` only; whatever else a foreign script brings is quoted as PostgreSQL wants it. */
export const quoted = (stem: string): string =>
  /['\\]/.test(stem) ? `'${stem.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${stem}'`;

/** `number` tells the texts of one run apart: a word that comes again in a text is passed over. Counts from 1. */
export function takeApart(
  document: SearchDocument,
  known: ReturnType<typeof rememberWords>,
  number: number,
): TakenApart {
  const weights = new Map<string, string>();
  const words = new Map<string, string>();
  const take = (text: string, lang: string, weight?: 'A' | 'B' | 'C'): void => {
    for (const { word } of tokensOf(text.slice(0, mostText))) {
      const entry = known(word, lang);
      // The heaviest place came first.
      if (entry.seen === number) continue;
      // In titles words of no weight stay: some consist of nothing else.
      if (entry.isStop && !weight) continue;
      entry.seen = number;
      for (const stem of entry.stems) {
        if (words.size >= mostTerms) return;
        if (weight && !weights.has(stem)) weights.set(stem, weight);
        if (!words.has(stem)) words.set(stem, word);
      }
    }
  };
  const takeAll = (list: Words[], weight?: 'A' | 'B' | 'C'): void => {
    for (const texts of list)
      for (const [lang, text] of Object.entries(texts)) if (text) take(text, lang, weight);
  };
  // The heaviest first: a stem keeps its first weight.
  takeAll([document.title], 'A');
  takeAll(document.people ?? [], 'B');
  takeAll([...(document.about ?? []), ...(document.keywords ?? [])], 'C');
  takeAll(document.texts ?? []);
  return {
    head: [...weights].map(([stem, weight]) => `${quoted(stem)}:1${weight}`).join(' '),
    terms: [...words.keys()].map(quoted).join(' '),
    words,
  };
}

export const hashOf = (document: SearchDocument): string =>
  createHash('sha256').update(JSON.stringify(document)).digest('base64url').slice(0, 22);
