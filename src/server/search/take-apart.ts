import { createHash } from 'node:crypto';
import type { Words } from '#server/kernel';
import type { SearchDocument } from './shapes.ts';
import { stopWords } from './words/stop-words.ts';
import type { rememberStems } from './words/stems.ts';
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

export function takeApart(document: SearchDocument, stems: ReturnType<typeof rememberStems>): TakenApart {
  const weights = new Map<string, string>();
  const words = new Map<string, string>();
  const take = (text: string, lang: string, weight?: 'A' | 'B' | 'C'): void => {
    for (const { word } of tokensOf(text.slice(0, mostText))) {
      const isStop = stopWords.has(word);
      // In titles they stay: some consist of nothing else.
      if (isStop && !weight) continue;
      for (const stem of stems(word, lang)) {
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
