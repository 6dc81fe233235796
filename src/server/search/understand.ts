import { findNear, type Guess } from './mend.ts';
import type { Line, Vocabulary } from './vocabulary.ts';
import { foldBelarusian } from './words/belarusian.ts';
import { inCyrillic, otherLayouts, soundOf } from './words/sound.ts';
import { stemsOf } from './words/stems.ts';
import { stopWords } from './words/stop-words.ts';
import { isCyrillic, tokensOf } from './words/tokens.ts';

/** A word of a query with the stems that stand for it in the index. */
export interface Understood {
  word: string;
  /** Stems of the word itself. */
  exact: string[];
  /** Stems that sound the same, begin so, or are near: they count less. */
  wide: string[];
  /** What it was taken for. */
  mended?: string;
}

/** Longer queries are cut: nobody means more words, and each costs. */
const mostLetters = 400;
const mostWords = 10;
/** To guess at a word costs milliseconds: a query of nonsense must not cost many of them. */
const mostGuesses = 5;
const mostBeginnings = 24;

/** The words of a query, each with what it finds; words that stand nowhere have no stems. Nothing of it is kept. */
export function understand(query: string, vocabulary: Vocabulary): Understood[] {
  const found: Understood[] = [];
  const stops: Understood[] = [];
  let guesses = 0;
  for (const chunk of query.slice(0, mostLetters).split(/\s+/)) {
    const words = [...tokensOf(chunk)].map((token) => token.word);
    if (words.length === 0) continue;
    const known = words.map((word) => literally(word, vocabulary));
    if (known.some((one) => !one) && words.join('').length > 2) {
      const swapped = inOtherLayout(chunk, vocabulary);
      if (swapped) {
        found.push(...swapped);
        continue;
      }
    }
    words.forEach((word, at) => {
      if (stopWords.has(word)) stops.push(known[at] ?? { word, exact: [], wide: [] });
      else if (known[at]) found.push(known[at]);
      else {
        guesses += 1;
        found.push(guesses > mostGuesses ? { word, exact: [], wide: [] } : guess(word, vocabulary));
      }
    });
  }
  // Words of no weight count only when there is nothing else.
  const unlike = new Map((found.length > 0 ? found : stops).map((one) => [one.word, one]));
  return [...unlike.values()].slice(0, mostWords);
}

/** The word as it is, in any form and in every language that its letters allow; and what sounds the same. */
function literally(word: string, vocabulary: Vocabulary): Understood | undefined {
  const stems = stemsOf(word);
  const exact = stems.filter((stem) => vocabulary.byStem.has(stem));
  const wide = new Set<string>();
  for (const stem of stems) {
    const sound = soundOf(stem);
    // Letters that melt into one or two sound like too much.
    if (sound.length < Math.min(3, stem.length)) continue;
    for (const line of vocabulary.bySound.get(sound) ?? [])
      if (!exact.includes(line.stem)) wide.add(line.stem);
  }
  return exact.length + wide.size > 0 ? { word, exact, wide: [...wide] } : undefined;
}

function inOtherLayout(chunk: string, vocabulary: Vocabulary): Understood[] | undefined {
  for (const typed of otherLayouts(chunk)) {
    const words = [...tokensOf(typed)].map((token) => token.word);
    const known = words.map((word) => (word.length > 2 ? literally(word, vocabulary) : undefined));
    if (words.length > 0 && known.every((one) => one !== undefined))
      return known.map((one, at) => ({ ...one, mended: words[at]! }));
  }
  return undefined;
}

/** A word that stands nowhere: written in the other alphabet, not yet finished, or mistyped. */
function guess(word: string, vocabulary: Vocabulary): Understood {
  const others = isCyrillic(word) || /\d/.test(word) ? [] : inCyrillic(word);
  for (const other of others) {
    const known = literally(other, vocabulary);
    if (known) {
      const wide = [...known.exact, ...known.wide];
      return { word, exact: [], wide, mended: commonest(wide, vocabulary) };
    }
  }
  const begun = beginnings(word, vocabulary);
  if (begun.length > 0) return { word, exact: [], wide: begun };
  let near = findNear(vocabulary, guessesOf(word));
  if (near.length === 0) near = findNear(vocabulary, others.flatMap(guessesOf));
  if (near.length === 0) return { word, exact: [], wide: [] };
  const wide = new Set(near.map((line) => line.stem));
  // What the right word finds in its other shapes and languages.
  for (const stem of literally(near[0]!.shown, vocabulary)?.exact ?? []) wide.add(stem);
  return { word, exact: [], wide: [...wide], mended: near[0]!.shown };
}

const commonest = (stems: string[], vocabulary: Vocabulary): string =>
  stems
    .flatMap((stem) => vocabulary.byStem.get(stem) ?? [])
    .reduce<Line | undefined>((best, line) => (best && best.count >= line.count ? best : line), undefined)!
    .shown;

function beginnings(word: string, vocabulary: Vocabulary): string[] {
  if (word.length < 3) return [];
  const starts = new Set([soundOf(word), ...(isCyrillic(word) ? [soundOf(foldBelarusian(word))] : [])]);
  const lines: Line[] = [];
  for (const start of [...starts].filter((one) => one.length > 2))
    for (const sound of vocabulary.starts.get(start.slice(0, 2)) ?? [])
      if (sound.startsWith(start)) lines.push(...vocabulary.bySound.get(sound)!);
  return lines
    .sort((a, b) => b.count - a.count)
    .slice(0, mostBeginnings)
    .map((line) => line.stem);
}

/** Its stems; and, because the mistake may sit in the ending, the word with its last letters taken off. */
function guessesOf(word: string): Guess[] {
  const guesses = new Map<string, number>();
  for (const stem of stemsOf(word)) guesses.set(soundOf(stem), 0);
  const whole = new Set(isCyrillic(word) ? [soundOf(word), soundOf(foldBelarusian(word))] : [soundOf(word)]);
  for (const sound of whole)
    for (let off = 0; off <= 5 && sound.length - off >= 4; off += 1) {
      const shorter = sound.slice(0, sound.length - off);
      if (!guesses.has(shorter)) guesses.set(shorter, 0.5 + off * 0.2);
    }
  return Array.from(guesses, ([sound, cost]) => ({ sound, cost }));
}
