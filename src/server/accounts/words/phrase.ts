import { fold, oneSlipApart, plain } from './fold.ts';
import { wordLanguages, wordLists } from './lists.ts';
import type { WordLanguage } from './lists.ts';

export const phraseLength = 10;
const bitsInWord = 10;
// Ten words with spaces, numbers and line breaks take some 120 characters; what is far longer is no phrase.
const longestText = 2000;

export interface Phrase {
  words: string[];
  lang: WordLanguage;
  /** What is to be hashed: the same for the same words, however they were typed. */
  secret: Uint8Array;
}

export type PhraseProblem =
  | { problem: 'too_few' | 'too_many' }
  | { problem: 'unknown_word'; word: string; suggestion?: string };

// Constant, made of the constant lists once: folding three thousand words at each reading would take milliseconds.
const wordsByFold: Readonly<Record<WordLanguage, ReadonlyMap<string, string>>> = {
  be: byFold('be'),
  ru: byFold('ru'),
  en: byFold('en'),
};

/**
 * Ten words, 100 bits, each word equally likely and free to repeat.
 * `randomBytes` must be cryptographically strong; a short answer from it is a bug and throws.
 */
export function makePhrase(lang: WordLanguage, randomBytes: (count: number) => Uint8Array): string[] {
  const count = Math.ceil((phraseLength * bitsInWord) / 8);
  const bytes = randomBytes(count);
  if (bytes.length !== count) throw new Error(`asked for ${count} random bytes, got ${bytes.length}`);

  const words: string[] = [];
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    if (held < bitsInWord) continue;
    held -= bitsInWord;
    // 1,024 is a power of two, so that cutting ten bits off is free of bias.
    words.push(wordLists[lang][bits >> held]!);
    bits &= (1 << held) - 1;
  }
  return words;
}

/**
 * Reads a phrase as people type it: any case, numbers, commas, line breaks, е for ё, и for і, у for ў, letters of the
 * other alphabet that look the same. The language is the one most of the words are found in.
 * Refuses, by a `problem`, another number of words than ten and a word that is not in the list; a slip of one letter
 * comes back as a `suggestion` and is never corrected silently.
 */
export function readPhrase(text: string): Phrase | PhraseProblem {
  if (text.length > longestText) return { problem: 'too_many' };
  const typed = plain(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  if (typed.length < phraseLength) return { problem: 'too_few' };
  if (typed.length > phraseLength) return { problem: 'too_many' };

  const found = wordLanguages.map((lang) => ({
    lang,
    words: typed.map((word) => wordsByFold[lang].get(fold(word, lang))),
  }));
  const known = (words: readonly (string | undefined)[]) => words.filter((word) => word !== undefined).length;
  const most = Math.max(...found.map(({ words }) => known(words)));
  const likely = found.filter(({ words }) => known(words) === most);

  const [{ lang, words }] = likely as [(typeof found)[number]];
  const unknown = words.indexOf(undefined);
  if (unknown >= 0) {
    const word = typed[unknown]!;
    const suggestion = suggest(
      word,
      likely.map((one) => one.lang),
    );
    return { problem: 'unknown_word', word: asTyped(text, unknown), ...(suggestion && { suggestion }) };
  }
  const canonical = words as string[];
  return { words: canonical, lang, secret: secretOf(canonical, lang) };
}

/** The words themselves and not their places, so that it stays the same if a list ever has to be laid out anew. */
function secretOf(words: readonly string[], lang: WordLanguage): Uint8Array {
  return new TextEncoder().encode(`veche-words-1 ${lang} ${words.join(' ')}`);
}

/** The only word one slip away; failing that, the word whose beginning was typed (four letters name one). */
function suggest(word: string, langs: readonly WordLanguage[]): string | undefined {
  const near: string[] = [];
  const begun: string[] = [];
  for (const lang of langs) {
    const folded = fold(word, lang);
    for (const [key, listed] of wordsByFold[lang]) {
      if (oneSlipApart(folded, key)) near.push(listed);
      else if (folded.length >= 4 && key.startsWith(folded)) begun.push(listed);
    }
  }
  if (near.length > 0) return near.length === 1 ? near[0] : undefined;
  return begun.length === 1 ? begun[0] : undefined;
}

/** The word as the person wrote it, to be shown back: folding would show a spelling they never used. */
function asTyped(text: string, place: number): string {
  const pieces = text
    .normalize('NFC')
    .split(/[\s,;.:!?()\d]+/u)
    .filter((piece) => /\p{L}/u.test(plain(piece)));
  const whole = pieces.length === phraseLength ? pieces[place] : undefined;
  return whole ?? plain(text).split(/[^\p{L}]+/u).filter((piece) => piece !== '')[place]!;
}

function byFold(lang: WordLanguage): ReadonlyMap<string, string> {
  return new Map(wordLists[lang].map((word) => [fold(plain(word), lang), word]));
}
