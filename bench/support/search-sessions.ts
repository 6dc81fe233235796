import type { Lang } from '#server/kernel';
import type { SearchDocument } from '#server/search';
import { readCorpus } from '../../src/server/search/queries/measure.ts';

/** Numbers from 0 to 1, the same ones for the same seed. */
export type Dice = () => number;

export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(dice: Dice, list: readonly T[]): T => list[Math.floor(dice() * list.length)]!;

const letters = {
  be: {
    heads: 'бвгджзклмнпрстфхцчш',
    hearts: 'аоуыіэея',
    ends: ['а', 'ы', 'у', 'ай', 'амі', 'аў', 'ам', ''],
  },
  ru: {
    heads: 'бвгджзклмнпрстфхцчш',
    hearts: 'аоуыиэея',
    ends: ['а', 'ы', 'у', 'ой', 'ами', 'ов', 'ам', ''],
  },
  en: { heads: 'bcdfghklmnprstvw', hearts: 'aeiou', ends: ['', 's', 'ing', 'ed', 'er', 'ers'] },
};

/** Ten thousand invented roots of a language, the same ones each time, and the real words of the corpus among the commonest. */
function makeLexicon(lang: Lang): { roots: string[]; ends: string[] } {
  const dice = makeDice(lang.charCodeAt(0));
  const { heads, hearts, ends } = letters[lang];
  const real = readCorpus().flatMap(({ title, text }) =>
    `${title[lang] ?? ''} ${text?.[lang] ?? ''}`.toLowerCase().match(/\p{L}{4,}/gu),
  );
  const invented = Array.from({ length: 10_000 }, () =>
    Array.from({ length: 2 + Math.floor(dice() * 3) }, () => pick(dice, [...heads]) + pick(dice, [...hearts]))
      .join('')
      .concat(pick(dice, [...heads])),
  );
  return {
    roots: [...invented.slice(0, 300), ...real.filter((one) => one !== null), ...invented.slice(300)],
    ends,
  };
}

const lexicons = (): Record<Lang, { roots: string[]; ends: string[] }> => ({
  be: makeLexicon('be'),
  ru: makeLexicon('ru'),
  en: makeLexicon('en'),
});

/** Sessions of one event: a title of six words, a text of fifty, in three languages; common words common, as in Zipf's law. */
export function makeSessions(dice: Dice, event: number, count: number): SearchDocument[] {
  const words = lexicons();
  const say = (lang: Lang, length: number): string =>
    Array.from({ length }, () => {
      const { roots, ends } = words[lang];
      const root = roots[Math.floor(roots.length ** dice()) - 1]!;
      return root + pick(dice, ends);
    }).join(' ');
  const texts = (length: number) => ({ be: say('be', length), ru: say('ru', length), en: say('en', length) });
  const people = Array.from({ length: 400 }, () => ({ be: say('be', 2), en: say('en', 2) }));
  return Array.from({ length: count }, (_, at) => ({
    kind: 'session',
    id: `${event}-${at}`,
    audience: 'public',
    event: `event-${event}`,
    path: `/s/${event}-${at}`,
    title: texts(6),
    people: [pick(dice, people), pick(dice, people)],
    about: [{ be: say('be', 2), ru: say('ru', 2), en: say('en', 2) }],
    texts: [texts(50)],
    startsAt: new Date(Date.UTC(2026, 9, 30, 8) + at * 300_000),
  }));
}

const rows = ['йцукенгшўзх', 'фывапролджэ', 'ячсмітьбю', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The word with one mistake: a letter dropped, doubled, swapped with the next, or the key beside it. */
export function mistype(word: string, dice: Dice): string {
  const at = 1 + Math.floor(dice() * (word.length - 2));
  const letter = word[at]!;
  const row = rows.find((one) => one.includes(letter)) ?? letter;
  const beside = row[row.indexOf(letter) + (dice() < 0.5 ? 1 : -1)] ?? letter + letter;
  const [before, after] = [word.slice(0, at), word.slice(at + 1)];
  return pick(dice, [
    before + after,
    before + letter + letter + after,
    before + (after[0] ?? '') + letter + after.slice(1),
    before + beside + after,
  ]);
}
