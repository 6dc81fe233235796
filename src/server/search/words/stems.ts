import { belarusianStems } from './belarusian.ts';
import { englishStems } from './english.ts';
import { russianStems } from './russian.ts';
import { inCyrillic } from './sound.ts';
import { stopWords } from './stop-words.ts';
import { isCyrillic } from './tokens.ts';

/**
 * The stems of a word in a text of `lang`; in one whose language isn't known, those of every language that its letters
 * allow. Two words are forms of one when they share a stem.
 */
export function stemsOf(word: string, lang?: string): string[] {
  if (/^\d/.test(word)) return [word];
  if (isCyrillic(word)) {
    if (lang === 'be') return belarusianStems(word);
    if (lang === 'ru') return russianStems(word);
    return [...new Set([...belarusianStems(word), ...russianStems(word)])];
  }
  // Other alphabets stay as they are.
  if (!/[a-z]/.test(word)) return [word];
  // Łacinka tells itself by its letters.
  if (/[šžčŭćńśźĺł]/.test(word))
    return [...englishStems(word), ...inCyrillic(word).flatMap((one) => belarusianStems(one))];
  return englishStems(word);
}

/** A word as it was met before. */
export interface KnownWord {
  stems: string[];
  isStop: boolean;
  /** Number of the text it was met in last, for whoever counts texts. */
  seen: number;
}

/** Answers from memory for words met again; for one run over many texts. */
export function rememberWords(most = 200_000): (word: string, lang: string) => KnownWord {
  const known = new Map<string, Map<string, KnownWord>>();
  return (word, lang) => {
    let words = known.get(lang);
    if (!words) known.set(lang, (words = new Map()));
    let found = words.get(word);
    if (!found) {
      if (words.size >= most) words.clear();
      found = { stems: stemsOf(word, lang), isStop: stopWords.has(word), seen: 0 };
      words.set(word, found);
    }
    return found;
  };
}
