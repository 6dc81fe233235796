/** A word as it stands in a text, and where. */
export interface Token {
  /** Lower case, one kind of letters, one kind of apostrophe, no stress marks. */
  word: string;
  start: number;
  end: number;
}

/** Texts from outside may be long; of one word nothing beyond this tells it from another. */
const longestWord = 40;

/** Letters, digits and marks; apostrophes only between letters. Hyphens part words. */
const wordPattern = /[\p{L}\p{N}\p{M}]+(?:['’ʼ`´‘ʹ′＇][\p{L}\p{M}]+)*/gu;

export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(wordPattern)) {
    const word = plain(match[0]);
    if (word) yield { word, start: match.index, end: match.index + match[0].length };
  }
}

const isPlain = /^[a-z0-9а-яёіў]+$/;

/** One spelling of one word: NFKC, lower case, `'` as the only apostrophe, stress marks gone, look-alikes of the other alphabet set right. */
export function plain(raw: string): string {
  const lower = raw.slice(0, longestWord).toLowerCase();
  if (isPlain.test(lower) && !isMixed(lower)) return lower;
  const word = lower
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’ʼ`´‘ʹ′＇]/g, "'")
    // Stress, not the marks that make й, ё, ў, š: those are one letter after NFKC.
    .replace(/\p{M}/gu, '');
  return isMixed(word) ? unmix(word) : word;
}

const isMixed = (word: string): boolean => /[а-яёіўґ]/.test(word) && /[a-z]/.test(word);

/** Latin letters that people type for Cyrillic ones because they look or sound the same, and back. */
const toCyrillic: Record<string, string> = Object.fromEntries(
  Array.from(
    'aабbвcсdдeеfфgгhнiіjйkкlлmмnнoоpрqкrрsсtтuуvвwвxхyуzз'.matchAll(/([a-z])([^a-z]+)/g),
    (pair) => [pair[1]!, pair[2]![0]!],
  ),
);
const toLatin: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  к: 'k',
};

function unmix(word: string): string {
  const cyrillic = word.match(/[а-яёіўґ]/g)!.length;
  const latin = word.match(/[a-z]/g)!.length;
  return cyrillic >= latin
    ? word.replace(/[a-z]/g, (letter) => toCyrillic[letter] ?? letter)
    : word.replace(/[а-яёіўґ]/g, (letter) => toLatin[letter] ?? letter);
}

export const isCyrillic = (word: string): boolean => /[\u0400-\u04ff]/.test(word);
