import { describe, expect, test } from 'vitest';
import {
  captions,
  event,
  pages,
  polls,
  questions,
  rooms,
  sections,
  sessions,
  speakers,
  themes,
} from './index.ts';
import type { Words } from './index.ts';

const minuteOf = (start: string): number => Number(start.slice(0, 2)) * 60 + Number(start.slice(3));
const keysOf = (things: readonly { key: string }[]): Set<string> => new Set(things.map((thing) => thing.key));
const kinds = ['speech', 'panel', 'webinar', 'moderated discussion', 'workshop', 'group meeting', 'break'];

/** Every text of the demo with the place where it stands. */
const texts: [string, Words][] = [
  ['event title', event.title],
  ['event description', event.description],
  ['event welcome', event.welcome],
  ...themes.flatMap((t): [string, Words][] => [
    [`theme ${t.key}`, t.label],
    ...(t.note ? [[`note of theme ${t.key}`, t.note] as [string, Words]] : []),
  ]),
  ...rooms.flatMap((r): [string, Words][] => [
    [`room ${r.key}`, r.name],
    [`note of room ${r.key}`, r.note],
  ]),
  ...sections.map((s): [string, Words] => [`section ${s.key}`, s.text]),
  ...speakers.flatMap((s): [string, Words][] => [
    [`speaker ${s.key}`, s.name],
    ...(s.bio ? [[`bio of ${s.key}`, s.bio] as [string, Words]] : []),
  ]),
  ...sessions.flatMap((s): [string, Words][] => [
    [`title of ${s.key}`, s.title],
    [`abstract of ${s.key}`, s.abstract],
  ]),
  ...pages.flatMap((p): [string, Words][] => [
    [`title of page ${p.key}`, p.title],
    [`page ${p.key}`, p.body],
  ]),
  ...captions.map((words, i): [string, Words] => [`caption ${i + 1}`, words]),
  ...polls.flatMap((p, i): [string, Words][] => [
    [`poll ${i + 1}`, p.question],
    ...p.options.map((words): [string, Words] => [`an option of poll ${i + 1}`, words]),
  ]),
  ...questions.flatMap((q): [string, Words][] => [
    [`question ${q.key}`, q.text],
    ...(q.answer ? [[`answer to ${q.key}`, q.answer] as [string, Words]] : []),
  ]),
];

const wrong = (pick: (words: Words) => boolean): string[] =>
  texts.filter(([, words]) => pick(words)).map(([where]) => where);

describe('the words of the demo', () => {
  test('exist in three languages', () => {
    expect(texts.length).toBeGreaterThan(400);
    expect(
      wrong((w) => [w.be, w.ru, w.en].some((text) => text.trim() === '' || text !== text.trim())),
    ).toEqual([]);
  });

  test('are written with the letters of their language', () => {
    expect(wrong((w) => /[ищъ]/i.test(w.be))).toEqual([]);
    expect(wrong((w) => /[іў]/i.test(w.ru))).toEqual([]);
    expect(wrong((w) => /[\u0400-\u04ff]/.test(w.en))).toEqual([]);
    // A Latin letter inside a Cyrillic word looks right and is not found by search.
    const mixed = /[\u0400-\u04ff][a-z]|[a-z][\u0400-\u04ff]/i;
    expect(wrong((w) => mixed.test(w.be) || mixed.test(w.ru))).toEqual([]);
  });

  test('use one apostrophe and the short у where Belarusian asks for it', () => {
    expect(wrong((w) => /['`ʼ]/.test(w.be + w.ru + w.en))).toEqual([]);
    // Inside a word «у» never follows a vowel, save a few loanwords that the demo does not use.
    expect(wrong((w) => /[аеёіоыэюя]у/i.test(w.be))).toEqual([]);
    expect(wrong((w) => /[бвгджзйклмнпрстфхцчш]ў/i.test(w.be))).toEqual([]);
  });
});

describe('the programme of the demo', () => {
  test('names only things that exist, each once', () => {
    for (const things of [themes, rooms, sections, speakers, sessions, pages, questions]) {
      expect(keysOf(things).size).toBe(things.length);
    }
    const [theme, room, section, speaker] = [themes, rooms, sections, speakers].map(keysOf) as [
      Set<string>,
      Set<string>,
      Set<string>,
      Set<string>,
    ];
    const unknown = [
      ...themes.flatMap((t) => [t.broader, ...(t.related ?? [])].filter((k) => k && !theme.has(k))),
      ...sections.map((s) => s.theme).filter((k) => !theme.has(k)),
      ...sessions.flatMap((s) => [
        ...[s.room].filter((k) => !room.has(k)),
        ...[s.section].filter((k) => (s.kind === 'break' ? k !== undefined : !k || !section.has(k))),
        ...(s.themes ?? []).filter((k) => !theme.has(k)),
        ...s.speakers.filter((k) => !speaker.has(k)),
      ]),
    ];
    expect(unknown).toEqual([]);
  });

  test('fills twenty sections, all kinds and all rooms', () => {
    expect(sections).toHaveLength(20);
    expect(sessions.length).toBeGreaterThanOrEqual(95);
    expect(sections.filter((s) => sessions.filter((x) => x.section === s.key).length < 3)).toEqual([]);
    expect(new Set(sessions.map((s) => s.kind))).toEqual(new Set(kinds));
    expect(new Set(sessions.map((s) => s.room))).toEqual(keysOf(rooms));
    expect(sessions.filter((s) => s.kind !== 'break' && (!s.speakers.length || !s.languages.length))).toEqual(
      [],
    );
    const onStage = new Set(sessions.flatMap((s) => s.speakers));
    expect(speakers.filter((s) => !onStage.has(s.key))).toEqual([]);
    expect(speakers.filter((s) => s.bio).length).toBeGreaterThanOrEqual(30);
  });

  test('has titles that fit and abstracts that say something', () => {
    const langs = ['be', 'ru', 'en'] as const;
    expect(sessions.filter((s) => langs.some((l) => s.title[l].length > 90)).map((s) => s.key)).toEqual([]);
    expect(sessions.filter((s) => langs.some((l) => s.abstract[l].length < 80)).map((s) => s.key)).toEqual(
      [],
    );
    for (const lang of langs) {
      expect(new Set(sessions.map((s) => s.title[lang])).size).toBe(sessions.length);
      expect(new Set(speakers.map((s) => s.name[lang])).size).toBe(speakers.length);
    }
  });

  test('puts nobody and no room in two places at once', () => {
    const clashes = sessions.flatMap((a, i) =>
      sessions.slice(i + 1).flatMap((b) => {
        const apart =
          a.day !== b.day ||
          minuteOf(a.start) + a.minutes <= minuteOf(b.start) ||
          minuteOf(b.start) + b.minutes <= minuteOf(a.start);
        if (apart) return [];
        const shared = [a.room === b.room ? a.room : '', ...a.speakers.filter((k) => b.speakers.includes(k))];
        return shared.filter(Boolean).map((what) => `${what}: ${a.key} and ${b.key}`);
      }),
    );
    expect(clashes).toEqual([]);
  });

  test('has one anchor in the Great Hall, alone in its time, with sessions before and after it', () => {
    const anchors = sessions.filter((s) => s.anchor);
    expect(anchors.map((s) => [s.room, s.day])).toEqual([['great', 1]]);
    const [from, to] = anchors.map((s) => [minuteOf(s.start), minuteOf(s.start) + s.minutes])[0] as [
      number,
      number,
    ];
    const dayOne = sessions.filter((s) => s.day === 1 && !s.anchor);
    const before = dayOne.filter((s) => minuteOf(s.start) + s.minutes <= from);
    const after = dayOne.filter((s) => minuteOf(s.start) >= to);
    expect(before.length).toBeGreaterThan(10);
    expect(after.length).toBeGreaterThan(10);
    expect(before.length + after.length).toBe(dayOne.length);
  });

  test('keeps the hours of the congress', () => {
    const outside = sessions.filter(
      (s) =>
        !/^\d\d:\d\d$/.test(s.start) ||
        minuteOf(s.start) < 9 * 60 ||
        minuteOf(s.start) + s.minutes > 18 * 60 + 30,
    );
    expect(outside.map((s) => s.key)).toEqual([]);
  });
});

describe('the standing pages, the captions and the questions', () => {
  test('are as long as a reader needs', () => {
    expect(pages.map((p) => p.key)).toEqual(['about', 'conduct', 'safety', 'partners', 'press']);
    const count = (text: string): number => text.split(/\s+/).filter((w) => /\p{L}/u.test(w)).length;
    const counted = pages.flatMap((p) =>
      [p.body.be, p.body.ru, p.body.en].map((t) => [p.key, count(t)] as const),
    );
    expect(counted.filter(([, words]) => words < 120 || words > 250)).toEqual([]);
    expect(captions.length).toBeGreaterThanOrEqual(55);
    expect(captions.filter((c) => Math.max(c.be.length, c.ru.length, c.en.length) > 100)).toEqual([]);
  });

  test('have an answer exactly where the state says so', () => {
    expect(questions).toHaveLength(8);
    expect(questions.filter((q) => (q.state === 'answered') !== (q.answer !== undefined))).toEqual([]);
    expect(new Set(questions.map((q) => q.state))).toEqual(new Set(['answered', 'now', 'open']));
  });
});
