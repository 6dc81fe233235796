import type { Pair, SentFile } from './forms.ts';

/** Numbers in a row from a seed, the same on every machine: a run can be resumed and a find repeated. */
export function makeDice(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { next, below, pick: <T>(list: readonly T[]): T => list[below(list.length)]! };
}
export type Dice = ReturnType<typeof makeDice>;

const hostile = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\ufeff',
  '\u202egnp.exe',
  '\u200b\u200b',
  'а́'.repeat(200),
  '👩‍👩‍👧‍👦'.repeat(80),
  'İıſßẞ',
  "'",
  "' or 1=1 --",
  "'; drop table accounts.person; --",
  '$1',
  '%s%n%x',
  '\\',
  '\\u0000',
  '{{7*7}}',
  '${7*7}',
  '%00',
  '%',
  '%zz',
  '%_%',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</textarea><svg onload=alert(1)>',
  'javascript:alert(1)',
  'data:text/html,<b>',
  '[x](javascript:alert(1))',
  '![](http://127.0.0.1:1/x)',
  '<a href="&#106;avascript:1">x</a>',
  '`'.repeat(900),
  '['.repeat(900),
  '*_'.repeat(900),
  '> '.repeat(400),
  '- '.repeat(300),
  '|'.repeat(500),
  '../../../../etc/passwd',
  '..\\..\\x',
  'file:///etc/passwd',
  '/dev/zero',
  'CON',
  '.',
  '..',
  '//evil.invalid',
  'http://127.0.0.1:5432/',
  'http://[::1',
  'https://a:b@c.invalid:99999/',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '[]',
  '{}',
  '{"a":1}',
  '-1',
  '0',
  '-0',
  '1e309',
  '-1e309',
  '9007199254740993',
  '99999999999999999999',
  '0x10',
  '1_000',
  '1,5',
  '2.5',
  '٣',
  'Infinity',
  '1e-400',
  '2147483648',
  '-2147483649',
  '0000-00-00',
  '0000-01-01',
  '0001-01-01',
  '99999-12-31',
  '9999-12-31',
  '-2026-01-01',
  '2026-02-30',
  '2026-13-01',
  '2026-11-22T99:99',
  '0000-01-01T00:00',
  '9999-12-31T23:59',
  '2026-03-29T03:30',
  'new',
  'draft',
  'published',
  'deleted',
  'Etc/GMT+25',
  'Europe/../Vilnius',
  'UTC',
  'be',
  'und',
  'xx-YY',
  'session:x',
  'event:',
  'installation:',
  'section:\u0000',
  '\r\nset-cookie: a=b',
  '\r\n\r\n',
] as const;

const sizes = [200, 281, 1001, 10_001, 60_001, 200_000];

/** One hostile value; seldom a very large one. */
export function hostileText(dice: Dice, largest: number): string {
  const kind = dice.below(12);
  if (kind < 8) return dice.pick(hostile);
  if (kind === 8)
    return Array.from({ length: 1 + dice.below(60) }, () => String.fromCharCode(dice.below(0xffff))).join('');
  if (kind === 9) return dice.pick(hostile) + dice.pick(hostile);
  if (kind === 10)
    return String.fromCodePoint(0x400 + dice.below(0x100)).repeat(Math.min(largest, dice.pick(sizes)));
  return String((dice.next() - 0.5) * 10 ** dice.below(20));
}

const file = (dice: Dice): SentFile => ({
  name: dice.pick(['x.json', '../../x', 'a\u0000.xml', '', 'ж'.repeat(300), '"; filename="b']),
  type: dice.pick([
    'text/plain',
    'application/json',
    'text/xml',
    'image/png',
    '\u00ff',
    'multipart/form-data',
  ]),
  bytes: dice.pick([
    Buffer.alloc(0),
    Buffer.from('{"schedule":'),
    Buffer.from('[]'),
    Buffer.from('{"schedule":{"conference":{"days":"x"}}}'),
    Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>',
    ),
    Buffer.from([0xff, 0xfe, 0x3c, 0, 0xd8, 0]),
    Buffer.from(`${'['.repeat(50_000)}`),
    Buffer.from('<schedule><day><room><event id="-1"/></room></day></schedule>'),
    Buffer.from([0x1f, 0x8b, 8, 0]),
    Buffer.alloc(300_000, 0x41),
    Buffer.from(
      '{"schedule":{"conference":{"title":null,"days":[{"rooms":{"__proto__":[{"id":1e309,"date":"0000-99-99","duration":"-9:99","persons":[null]}]}}]}}}',
    ),
  ]),
});

/** How one field is bent: another value, several, none, nested, a file where text is wanted, or other names beside it. */
export function bend(
  dice: Dice,
  pairs: readonly Pair[],
  field: string,
  largest: number,
): { pairs: Pair[]; isMultipart: boolean } {
  const rest = pairs.filter(([name]) => name !== field);
  const value = hostileText(dice, largest);
  const plain = (more: Pair[]): { pairs: Pair[]; isMultipart: boolean } => ({
    pairs: [...rest, ...more],
    isMultipart: dice.below(6) === 0,
  });
  switch (dice.below(14)) {
    case 0:
      return plain([]);
    case 1:
      return plain([
        [field, value],
        [field, hostileText(dice, largest)],
      ]);
    case 2:
      return plain(
        Array.from({ length: 1 + dice.below(80) }, (): Pair => [`${field.replace(/\[\]$/, '')}[]`, value]),
      );
    case 3:
      return plain([
        [`${field}.${dice.pick(['be', '__proto__', 'constructor', '0', 'length', 'a.b.c.d.e', ''])}`, value],
      ]);
    case 4:
      return plain([
        [field, value],
        [
          dice.pick([
            '__proto__.x',
            'constructor.prototype.x',
            'toString',
            '.',
            '[]',
            '..',
            '_token',
            '_work',
            'x'.repeat(500),
            'hasOwnProperty',
          ]),
          value,
        ],
      ]);
    case 5:
      return { pairs: [...rest, [field, file(dice)]], isMultipart: true };
    case 6:
      return plain([[field.split(/[.[]/)[0]!, value]]);
    default:
      return plain([[field, value]]);
  }
}

/** A hostile piece of an address, percent-encoded or as raw as HTTP lets it be. */
export function hostilePath(dice: Dice): string {
  const raw = hostileText(dice, 2_000).slice(0, 300);
  const coded = raw.isWellFormed() ? encodeURIComponent(raw) : '%ED%A0%80';
  return dice.pick([
    coded,
    coded.replaceAll('%2F', '/'),
    '%',
    '%00',
    '%ff%fe',
    '%E0%A4%A',
    '..%2f..%2f',
    '%2e%2e',
    coded.slice(0, 5),
    '0'.repeat(64),
    'a'.repeat(2_000),
    '__proto__',
    'constructor',
    '-',
    '~',
    "';--",
  ]);
}
