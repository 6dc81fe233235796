import type { WordLanguage } from './lists.ts';

// Letters that look alike in the two alphabets. Both sides are lower case: Latin B looks like В, so b is read as в.
const cyrillicByLatin: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  i: 'и',
  ı: 'и',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};
const latinByCyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ı: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  х: 'x',
  у: 'y',
};
// Letters that a neighbouring keyboard or alphabet puts in place of each other; ъ goes where an apostrophe goes.
const cyrillicByCyrillic: Readonly<Record<string, string>> = { і: 'и', э: 'е', ґ: 'г', ъ: '' };

const marks = /\p{M}/gu;
// Soft hyphens, zero-width signs and marks of direction come along when a text is copied.
const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const apostrophes = /['’‘‛ʼʻʹʾʿˈ′`´"]/gu;

/** Lower case without marks (ё, й and ў lose theirs), apostrophes and invisible signs; spaces stay. */
export function plain(text: string): string {
  // Apostrophes go first: the compatibility form of ´ is a space and a mark.
  return text.replace(apostrophes, '').replace(invisible, '').normalize('NFKD').toLowerCase().replace(marks, '');
}

/** What a plain word is compared by in the list of that language. */
export function fold(plainWord: string, lang: WordLanguage): string {
  let folded = '';
  for (const letter of plainWord) {
    if (lang === 'en') folded += latinByCyrillic[letter] ?? letter;
    else folded += cyrillicByLatin[letter] ?? cyrillicByCyrillic[letter] ?? letter;
  }
  return folded;
}

/** Whether one letter changed, missing, added, or swapped with its neighbour turns one word into the other. */
export function oneSlipApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at);
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  if (a.slice(at + 1) === b.slice(at + 1)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
