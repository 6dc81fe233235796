// The English stemmer of Snowball (Porter 2), from the description of its algorithm
// (snowballstem.org/algorithms/english/stemmer.html), and British beside American spelling.

const list = (text: string): string[] => text.split(' ').sort((a, b) => b.length - a.length);

/** Plurals beyond any rule, and the exceptions of the description. */
const irregular = new Map(
  (
    'women:woman men:man children:child feet:foot teeth:tooth mice:mouse lives:life wives:wife skis:ski skies:sky dying:die ' +
    'lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl sky:sky news:news atlas:atlas ' +
    'cosmos:cosmos bias:bias'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const untouched = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
]);

const isVowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiouy'.includes(letter);
const doubles = new Set(['bb', 'dd', 'ff', 'gg', 'mm', 'nn', 'pp', 'rr', 'tt']);

function region(word: string, from: number): number {
  for (let at = from + 1; at < word.length; at += 1)
    if (isVowel(word[at - 1]) && !isVowel(word[at])) return at + 1;
  return word.length;
}

function firstRegion(word: string): number {
  const start = /^(gener|commun|arsen)/.exec(word);
  return start ? start[0].length : region(word, 0);
}

const endsShort = (word: string): boolean =>
  /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/.test(word);
const hasVowel = (word: string): boolean => /[aeiouy]/.test(word);

/** By the last letter: most words have none of these endings, and need not ask each. */
const byLast = (pairs: string[]): Map<string, [string, string][]> =>
  Map.groupBy(
    pairs.map((pair) => pair.split(':') as [string, string]),
    ([ending]) => ending.at(-1)!,
  );
const second = byLast(
  list(
    'ization:ize ational:ate fulness:ful ousness:ous iveness:ive tional:tion biliti:ble lessli:less entli:ent ation:ate alism:al aliti:al ousli:ous iviti:ive fulli:ful enci:ence anci:ance abli:able izer:ize ator:ate alli:al bli:ble',
  ),
);
const third = byLast(list('ational:ate tional:tion alize:al icate:ic iciti:ic ical:ic ful: ness:'));
const fourth = byLast(list('al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize'));

function porter(start: string): string {
  if (start.length <= 2) return start;
  // A y that is a consonant stands as Y.
  let word = start.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
  const r1 = firstRegion(word);
  const r2 = region(word, r1);
  const inside = (ending: string, from: number): boolean =>
    word.endsWith(ending) && word.length - ending.length >= from;
  const without = (count: number): string => word.slice(0, word.length - count);

  if (word.endsWith('sses')) word = without(2);
  else if (/ie[ds]$/.test(word)) word = word.length > 4 ? without(2) : without(1);
  else if (/[^us]s$/.test(word) && hasVowel(word.slice(0, -2))) word = without(1);
  if (untouched.has(word)) return word;

  const past = /(?:eedly|ingly|edly|eed|ing|ed)$/.exec(word)?.[0];
  if (past === 'eed' || past === 'eedly') {
    if (inside(past, r1)) word = `${without(past.length)}ee`;
  } else if (past && hasVowel(without(past.length))) {
    word = without(past.length);
    if (/(?:at|bl|iz)$/.test(word)) word += 'e';
    else if (doubles.has(word.slice(-2))) word = without(1);
    else if (word.length <= r1 && endsShort(word)) word += 'e';
  }

  if (/.[^aeiouy][yY]$/.test(word)) word = `${without(1)}i`;

  const two = second.get(word.at(-1)!)?.find(([ending]) => word.endsWith(ending));
  if (two) {
    if (inside(two[0], r1)) word = without(two[0].length) + two[1];
  } else if (inside('logi', r1) || (inside('ogi', r1) && word.at(-4) === 'l')) word = without(1);
  else if (/[cdeghkmnrt]li$/.test(word) && inside('li', r1)) word = without(2);

  const three = third.get(word.at(-1)!)?.find(([ending]) => word.endsWith(ending));
  if (three) {
    if (inside(three[0], r1)) word = without(three[0].length) + three[1];
  } else if (inside('ative', r2)) word = without(5);

  const four = fourth.get(word.at(-1)!)?.find(([ending]) => word.endsWith(ending))?.[0];
  if (four) {
    if (inside(four, r2)) word = without(four.length);
  } else if (/[st]ion$/.test(word) && inside('ion', r2)) word = without(3);

  if (inside('e', r2) || (inside('e', r1) && !endsShort(without(1)))) word = without(1);
  else if (inside('l', r2) && word.at(-2) === 'l') word = without(1);
  return word.replaceAll('Y', 'y');
}

/** The stem of a word in Latin letters; marks (café, łacinka) are gone before. */
export function englishStems(word: string): string[] {
  const bare = /[^a-z0-9]/.test(word)
    ? word
        .replace(/'s?$/, '')
        .replaceAll("'", '')
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replaceAll('ł', 'l')
    : word;
  const american = bare.replace(/is(?=(?:e|es|ed|ing|er|ers|ation|ations|ational|able)$)/, 'iz');
  const stem = irregular.get(bare) ?? porter(american);
  return [
    stem
      .replace(/^(.{3,})our$/, '$1or')
      .replace(/^(.{3,})ter$/, '$1tr')
      .replace(/([^aeiou])\1$/, '$1')
      .replace(/^(.{4,})i$/, '$1'),
  ];
}
