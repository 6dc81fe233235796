import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { escapeHtml, GRID_ROOMS, tightTitle, timetableHtml } from './timetable.ts';
import type { TimetableDay, TimetableSession } from './timetable.ts';

const css = readFileSync(new URL('./css/programme.css', import.meta.url), 'utf8');

const session = (given: Partial<TimetableSession> = {}): TimetableSession => ({
  href: '/be/s/4fk2',
  title: 'Рэдакцыя без адраса',
  room: 0,
  start: 135,
  minutes: 75,
  time: '11:15',
  ...given,
});
const day = (sessions: TimetableSession[], rooms = 2): TimetableDay => ({
  rooms: Array.from({ length: rooms }, (_, i) => ({ title: `Зала ${i + 1}` })),
  hours: [
    { start: 120, text: '11:00' },
    { start: 180, text: '12:00' },
  ],
  sessions,
});

test('one session is the lean markup', () => {
  const html = timetableHtml(day([session({ theme: 8, state: 'on', people: 'Явар, Чапля' })]));
  expect(html).toContain(
    '<li class="t8 c2 a2 b3 n15 on"><time>11:15</time><a href=/be/s/4fk2>Рэдакцыя без адраса</a><p><i>Зала 1</i>Явар, Чапля',
  );
});

describe('nothing given can become markup', () => {
  const hostile = `"'><script>alert(1)</script><img src=x onerror=1>&amp;`;
  const html = timetableHtml({
    rooms: [{ title: hostile, note: hostile, lang: hostile }],
    hours: [{ start: 0, text: hostile }],
    zone: hostile,
    now: { start: 5, text: hostile },
    id: hostile,
    sessions: [
      session({
        title: hostile,
        people: hostile,
        time: hostile,
        lang: hostile,
        note: hostile,
        href: `/${hostile}`,
      }),
    ],
  });

  test('no tag of theirs', () => {
    expect(html).not.toMatch(/<script|<img/);
    const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map((match) => match[1]);
    expect(new Set(tags)).toEqual(
      new Set(['div', 'ul', 'li', 'small', 'ol', 'span', 'time', 'a', 'p', 'i', 'b']),
    );
  });

  test('no attribute of theirs', () => {
    for (const [tag] of html.matchAll(/<[a-z]+[^>]*>/g)) {
      expect(tag.replace(/"[^"]*"/g, '""')).toMatch(
        /^<[a-z]+( (class|href|lang|id|aria-hidden)(=[^\s"'<>=]+|=""))*>$/,
      );
    }
  });

  test.each([
    'javascript:alert(1)',
    '//elsewhere.example',
    'https://elsewhere.example',
    'data:text/html,x',
    '',
  ])('no way out of this site by %s', (href) => {
    expect(timetableHtml(day([session({ href })]))).toContain('<a href="#">');
  });

  test('an address ending in a stroke is quoted', () => {
    expect(timetableHtml(day([session({ href: '/be/' })]))).toContain('<a href="/be/">');
  });
});

test('signs are escaped once', () => {
  expect(escapeHtml(`a&b<c>"d"'e'`)).toBe('a&amp;b&lt;c&gt;&quot;d&quot;&#39;e&#39;');
});

test('sorted by time, then room, under the heading of the hour', () => {
  const html = timetableHtml(
    day([
      session({ title: 'C', start: 185, time: '12:05' }),
      session({ title: 'B', room: 1 }),
      session({ title: 'A', room: 0 }),
    ]),
  );
  const order = [...html.matchAll(/>(A|B|C|11:00|12:00)<\/(?:a|span)>/g)].map((match) => match[1]);
  expect(order).toEqual(['11:00', 'A', 'B', '12:00', 'C']);
});

test('an hour with nothing in it is no heading in the list', () => {
  expect(timetableHtml(day([session()]))).toContain('<li class="h a3 bare"><span>12:00</span>');
});

test('more rooms than can be read side by side make a list', () => {
  expect(timetableHtml(day([session()], GRID_ROOMS))).toContain('class="grid r12"');
  const html = timetableHtml({ ...day([session()], GRID_ROOMS + 1), now: { start: 1, text: 'now' } });
  expect(html).toContain('class="list"');
  expect(html).not.toContain('rooms');
  expect(html).not.toContain('now');
});

test('two sessions at once in one room both stay visible', () => {
  const html = timetableHtml(day([session({ title: 'first' }), session({ title: 'second', start: 150 })]));
  expect(html).toMatch(/n15 lap"><time>[^<]*<\/time><a[^>]*>second/);
  expect(html).not.toMatch(/lap"><time>[^<]*<\/time><a[^>]*>first/);
});

test('every position that can be written has its line in the stylesheet', () => {
  for (let start = 0; start < 36 * 60; start += 35) {
    for (const minutes of [1, 5, 14, 90, 180, 185, 300, 720, 10_000]) {
      const html = timetableHtml(day([session({ start, minutes, room: start % 12 })], 12));
      const classes = /<li class="(c[^"]+)"/.exec(html)?.[1]?.split(' ') ?? [];
      expect(classes.length).toBeGreaterThan(2);
      for (const name of classes.filter((word) => word !== 'a0' && word !== 'lap')) {
        expect(css).toMatch(new RegExp(`\\.${name}(?![\\d])`));
      }
    }
  }
});

test('a title too long for its slot is told to the editor', () => {
  const title = 'Кароткая абвестка, якая мае вельмі доўгую назву і не змяшчаецца ў адзін слот';
  expect([10, 15, 20, 30, 45].map((minutes) => tightTitle(title, minutes))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(tightTitle('Рэдакцыя без адраса', 15)).toBe(false);
});
