import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, oneSlipApart, plain } from './fold.ts';
import { wordLanguages, wordLists } from './lists.ts';
import type { WordLanguage } from './lists.ts';
import { makePhrase, phraseLength, readPhrase } from './phrase.ts';
import type { Phrase } from './phrase.ts';

const letters: Record<WordLanguage, RegExp> = {
  be: /^[абвгдеёжзійклмнопрстуўфхцчшыьэюя]{3,8}$/u,
  ru: /^[абвгдежзийклмнопрстуфхцчшщъыьэюя]{3,8}$/u,
  en: /^[a-z]{3,8}$/u,
};

// Whoever changes a list locks people out of their personas: see docs/decisions/0004-recovery-words.md.
const frozen: Record<WordLanguage, string> = {
  be: 'eb7e693fc97a4cc609b1d390d34a539a52e2cf5388e3a010ba92c43c7cab7fcc',
  ru: '8d8dc7e905ce30fdceded2e8635f70ac79981e16ccfd010c2d84357804f678ba',
  en: '721488d0f508fcef65635dea4ec99e46c213d6bf7af5d0c60253e2e6ca88be60',
};

const folded = (lang: WordLanguage) => wordLists[lang].map((word) => fold(plain(word), lang));
const phrases = fc.constantFrom(...wordLanguages).chain((lang) =>
  fc.record({
    lang: fc.constant(lang),
    words: fc.array(fc.constantFrom(...wordLists[lang]), { minLength: phraseLength, maxLength: phraseLength }),
  }),
);

function read(text: string): Phrase {
  const phrase = readPhrase(text);
  if ('problem' in phrase) throw new Error(`${text}: ${JSON.stringify(phrase)}`);
  return phrase;
}

describe.each(wordLanguages)('the %s list', (lang) => {
  test('holds 1,024 different words of its own alphabet, three to eight letters long, in NFC', () => {
    expect(wordLists[lang]).toHaveLength(1024);
    expect(new Set(wordLists[lang]).size).toBe(1024);
    expect(wordLists[lang].filter((word) => !letters[lang].test(word))).toEqual([]);
    expect(wordLists[lang].filter((word) => word !== word.normalize('NFC'))).toEqual([]);
  });

  test('is the one that phrases were given out from', () => {
    expect(createHash('sha256').update(wordLists[lang].join('\n')).digest('hex')).toBe(frozen[lang]);
  });

  test('has no two words that fold to one or are one slip apart', () => {
    const keys = folded(lang);
    expect(new Set(keys).size).toBe(1024);
    const close = keys.flatMap((a, at) => keys.slice(at + 1).filter((b) => oneSlipApart(a, b)).map((b) => [a, b]));
    expect(close).toEqual([]);
  });

  test('names each word by its first four letters', () => {
    expect(new Set(folded(lang).map((key) => key.slice(0, 4))).size).toBe(1024);
  });
});

test('no word is in two lists, even when letters that look alike are mixed', () => {
  for (const lang of wordLanguages) {
    const all = wordLanguages.flatMap((other) => wordLists[other].map((word) => fold(plain(word), lang)));
    expect(new Set(all).size).toBe(3 * 1024);
  }
});

describe('a slip', () => {
  test.each([
    ['хлеб', 'хлеп'],
    ['хлеб', 'хле'],
    ['хлеб', 'леб'],
    ['хлеб', 'хлееб'],
    ['хлеб', 'хелб'],
  ])('%s and %s are one apart', (a, b) => {
    expect(oneSlipApart(a, b)).toBe(true);
    expect(oneSlipApart(b, a)).toBe(true);
  });

  test.each([
    ['хлеб', 'хлеб'],
    ['хлеб', 'хел'],
    ['хлеб', 'блех'],
    ['abcd', 'badc'],
    ['хлеб', 'хлебцы'],
  ])('%s and %s are not', (a, b) => {
    expect(oneSlipApart(a, b)).toBe(false);
    expect(oneSlipApart(b, a)).toBe(false);
  });
});

describe('making a phrase', () => {
  test('takes 100 bits, each of them used in exactly one word', () => {
    expect(phraseLength * Math.log2(wordLists.be.length)).toBe(100);
    const changed = (bit: number) => {
      const bytes = new Uint8Array(13);
      bytes[bit >> 3]! |= 0x80 >> (bit & 7);
      return makePhrase('be', () => bytes).map((word) => wordLists.be.indexOf(word));
    };
    for (let bit = 0; bit < 100; bit++) {
      const expected = Array.from({ length: 10 }, (_, at) => (at === Math.floor(bit / 10) ? 512 >> (bit % 10) : 0));
      expect(changed(bit)).toEqual(expected);
    }
  });

  test('reaches both ends of a list', () => {
    expect(makePhrase('ru', (count) => new Uint8Array(count))).toEqual(Array(10).fill(wordLists.ru[0]));
    expect(makePhrase('ru', (count) => new Uint8Array(count).fill(255))).toEqual(Array(10).fill(wordLists.ru[1023]));
  });

  test('draws words evenly', () => {
    const seen = new Map<string, number>();
    const rounds = 10_240;
    for (let round = 0; round < rounds; round++) {
      for (const word of makePhrase('en', (count) => randomBytes(count))) seen.set(word, (seen.get(word) ?? 0) + 1);
    }
    const mean = (rounds * 10) / 1024;
    const chiSquare = wordLists.en.reduce((sum, word) => sum + ((seen.get(word) ?? 0) - mean) ** 2 / mean, 0);
    // 1,023 degrees of freedom: standard deviation 45; six of them away happens once in a hundred million runs.
    expect(Math.abs(chiSquare - 1023)).toBeLessThan(6 * 45.3);
  });

  test('refuses a source that gives too little', () => {
    expect(() => makePhrase('be', () => new Uint8Array(12))).toThrow('random bytes');
  });
});

describe('reading a phrase', () => {
  test('gives back what was made, in each language', () => {
    fc.assert(
      fc.property(fc.constantFrom(...wordLanguages), fc.uint8Array({ minLength: 13, maxLength: 13 }), (lang, bytes) => {
        const words = makePhrase(lang, () => bytes);
        expect(read(words.join(' '))).toMatchObject({ words, lang });
      }),
    );
  });

  test('different words make different secrets', () => {
    fc.assert(
      fc.property(phrases, phrases, (a, b) => {
        const same = a.words.join(' ') === b.words.join(' ');
        expect(Buffer.compare(read(a.words.join(' ')).secret, read(b.words.join(' ')).secret) === 0).toBe(same);
      }),
    );
  });

  const waysToType: Record<string, (word: string, at: number) => string> = {
    'capital letters': (word) => word.toUpperCase(),
    'a capital at the beginning': (word) => word[0]!.toUpperCase() + word.slice(1),
    numbers: (word, at) => `${at + 1}. ${word}`,
    'numbers with brackets, no space': (word, at) => `${at + 1})${word}`,
    'commas and line breaks': (word) => `${word},\r\n`,
    'wide and unbreakable spaces': (word) => `\u3000${word}\u00a0`,
    'decomposed letters': (word) => word.normalize('NFD'),
    'soft hyphens': (word) => word.split('').join('\u00ad'),
    'apostrophes of any kind': (word, at) => word[0] + "'’ʼ`´‘"[at % 6]! + word.slice(1),
    'quotation marks': (word) => `«${word}»`,
    'е for ё, и for і, у for ў, е for э': (word) =>
      word.replaceAll('ё', 'е').replaceAll('і', 'и').replaceAll('ў', 'у').replaceAll('э', 'е'),
    'ё for е, і for и, ў for у, ґ for г': (word) =>
      word.replaceAll('е', 'ё').replaceAll('и', 'і').replaceAll('у', 'ў').replaceAll('г', 'ґ'),
    'no dot over й': (word) => word.replaceAll('й', 'и'),
    'an apostrophe for ъ': (word) => word.replaceAll('ъ', '’'),
    'latin letters that look alike': (word) => exchange(word, 'асеіорхук', 'aceiopxyk'),
    'latin capitals that look alike': (word) => exchange(word.toUpperCase(), 'АВЕІКМНОРСТХ', 'ABEIKMHOPCTX'),
    'cyrillic letters that look alike': (word) => exchange(word, 'aceiopxy', 'асеіорху'),
  };
  test.each(Object.entries(waysToType))('does not mind %s', (_name, type) => {
    fc.assert(
      fc.property(phrases, ({ words, lang }) => {
        const once = read(words.join(' '));
        const typed = read(words.map(type).join(' '));
        expect(typed).toEqual(once);
        expect(typed.lang).toBe(lang);
      }),
    );
  });

  test('every word of every list survives every way of typing', () => {
    for (const lang of wordLanguages) {
      for (const type of Object.values(waysToType)) {
        for (let from = 0; from + 10 <= 1030; from += 10) {
          const words = Array.from({ length: 10 }, (_, at) => wordLists[lang][(from + at) % 1024]!);
          expect(read(words.map(type).join(' ')).words).toEqual(words);
        }
      }
    }
  });

  test('tells how many words are amiss', () => {
    const words = wordLists.be.slice(0, 12);
    expect(readPhrase('')).toEqual({ problem: 'too_few' });
    expect(readPhrase(words.slice(0, 9).join(' '))).toEqual({ problem: 'too_few' });
    expect(readPhrase(words.slice(0, 11).join(' '))).toEqual({ problem: 'too_many' });
    expect(readPhrase('а'.repeat(3000))).toEqual({ problem: 'too_many' });
  });

  test('suggests the word meant at one slip, and does not correct it by itself', () => {
    const slips = fc.record({
      phrase: phrases,
      at: fc.nat(9),
      place: fc.nat(7),
      kind: fc.constantFrom('drop', 'double', 'change'),
    });
    fc.assert(
      fc.property(slips, ({ phrase: { words, lang }, at, place, kind }) => {
        const word = words[at]!;
        const spot = place % word.length;
        const put = { drop: '', double: word[spot]!.repeat(2), change: lang === 'en' ? 'ж' : 'z' }[kind];
        const typo = word.slice(0, spot) + put + word.slice(spot + 1);
        const answer = readPhrase(words.with(at, typo).join(' '));
        // A ъ left out is no slip: it is read over.
        if (fold(plain(typo), lang) === fold(plain(word), lang))
          return void expect(answer).toMatchObject({ lang, words });
        if (!('problem' in answer)) throw new Error(`${typo} was read as a word`);
        expect(answer).toMatchObject({ problem: 'unknown_word', word: typo });
        // Two words may be one slip away from the same typo: then there is no suggestion rather than a wrong one.
        if ('suggestion' in answer) expect(answer.suggestion).toBe(word);
      }),
      { numRuns: 500 },
    );
  });

  test('suggests the only word that begins so', () => {
    const words = wordLists.en.slice(0, 10);
    const long = wordLists.en.find((word) => word.length === 8)!;
    const answer = readPhrase([...words.slice(0, 9), long.slice(0, 4)].join(' '));
    expect(answer).toEqual({ problem: 'unknown_word', word: long.slice(0, 4), suggestion: long });
  });

  test('shows an unknown word as it was typed, and suggests nothing for what is like no word', () => {
    const words = wordLists.be.slice(0, 9).join(', ');
    expect(readPhrase(`${words}, Ґыёўї`)).toEqual({ problem: 'unknown_word', word: 'Ґыёўї' });
    expect(readPhrase(`${words}, qqqqqqq`)).toEqual({ problem: 'unknown_word', word: 'qqqqqqq' });
  });

  test('takes the language of most of the words, and not a word of another list', () => {
    const answer = readPhrase([...wordLists.be.slice(0, 9), 'человек'].join(' '));
    expect(answer).toMatchObject({ problem: 'unknown_word', word: 'человек' });
  });

  test('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 12 })), (text) => {
        const answer = readPhrase(Array.isArray(text) ? text.join(' ') : text);
        expect('problem' in answer || answer.words.length === 10).toBe(true);
      }),
    );
  });

  test('takes less than five milliseconds, with a slip in it too', () => {
    const words = wordLists.be.slice(500, 510);
    for (const text of [words.join(' '), [...words.slice(0, 9), 'щщщщщ'].join(' '), 'щ '.repeat(10)]) {
      const times = Array.from({ length: 21 }, () => {
        const start = performance.now();
        readPhrase(text);
        return performance.now() - start;
      }).sort((a, b) => a - b);
      expect(times[10]).toBeLessThan(5);
    }
  });
});

function exchange(word: string, from: string, to: string): string {
  return Array.from(word, (letter) => (from.includes(letter) ? to[from.indexOf(letter)]! : letter)).join('');
}
