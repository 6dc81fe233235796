import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../../tests/support/refusal-of.ts';
import { toRows } from '../import-rows.ts';
import { calendarOf } from '../import-calendar.ts';
import { readProgramme } from './read.ts';

const read = (text: string) => readProgramme(new TextEncoder().encode(text));
const frab = (days: string) =>
  `<schedule><conference><title>T</title><time_zone_name>Europe/Berlin</time_zone_name></conference>${days}</schedule>`;
const event = (id: number, inner = '', start = '10:00') =>
  `<event id="${id}"><start>${start}</start><duration>00:30</duration><title>T${id}</title>${inner}</event>`;
const day = (index: string, date: string, events: string, guid = '') =>
  `<day ${index} date="${date}"><room name="A" ${guid}>${events}</room></day>`;
const json = (conference: object, more: object = {}) =>
  JSON.stringify({ schedule: { conference: { title: 'T', ...conference }, ...more } });
const talk = (id: number, more: object = {}) => ({
  id,
  title: `T${id}`,
  date: '2026-05-01T10:00:00+02:00',
  duration: '00:30',
  ...more,
});
const codes = (text: string) => read(text).warnings.map((warning) => warning.code);
const refusal = (text: string) => refusalOf(() => read(text));

describe('days', () => {
  test('two under one number: both stay, and sessions stay on their dates', () => {
    const text = frab(day('index="1"', '2026-05-01', event(1)) + day('index="1"', '2026-05-02', event(2)));
    const { document, warnings } = read(text);
    expect(document.days.map(({ index, date }) => [index, date])).toEqual([
      [1, '2026-05-01'],
      [2, '2026-05-02'],
    ]);
    expect(document.sessions.map((session) => session.day)).toEqual([1, 2]);
    expect(warnings).toContainEqual({ code: 'day_repeated', where: 'day 1', count: 1 });
    expect(calendarOf(document, new Date(0))).toMatchObject({
      startsOn: '2026-05-01',
      days: 2,
      dayStartsAt: 0,
    });
  });

  test('in any order: the event begins with the first', () => {
    const text = frab(day('index="2"', '2026-05-02', event(2)) + day('index="1"', '2026-05-01', event(1)));
    expect(read(text).document.event).toMatchObject({ start: '2026-05-01', end: '2026-05-02' });
  });

  test('without a date: the sessions say it', () => {
    const text = json({ days: [null, { index: null, date: null, rooms: { A: [talk(1)] } }] });
    expect(calendarOf(read(text).document, new Date(0))).toMatchObject({ startsOn: '2026-05-01', days: 1 });
  });

  test('one session of 1970 does not hide the others, in a new event and in one made by hand', () => {
    const text = frab(
      day('index="1"', '2026-05-01', event(1) + event(2)) + day('index="2"', '1970-01-01', event(3)),
    );
    const { document } = read(text);
    expect(document.sessions).toHaveLength(3);
    expect(calendarOf(document, new Date(0))).toMatchObject({ startsOn: '2026-05-01', days: 1 });
    const old = { zone: 'Europe/Berlin', starts_on: '2026-05-01', days: 2, day_starts_at: 0 };
    expect(calendarOf(document, new Date(0), old)).toMatchObject({ startsOn: '2026-05-01', days: 2 });
  });
});

describe('the grid of other writers keeps every session', () => {
  test.each([
    [
      'rooms as a list',
      json({
        days: [{ index: 1, date: '2026-05-01', rooms: [{ name: 'B', events: [talk(1)] }, { name: 'C' }] }],
      }),
      'B',
    ],
    [
      'events without rooms',
      json({ days: [{ index: 1, date: '2026-05-01', events: [talk(1, { room: 'B' })] }] }),
      'B',
    ],
    ['days as an object', json({ days: { 1: { date: '2026-05-01', rooms: { B: [talk(1)] } } } }), 'B'],
    ['events as an object', json({}, { events: { a: talk(1, { room: 'B' }) } }), 'B'],
  ])('%s', (_name, text, room) => {
    const { document } = read(text);
    expect(document.sessions).toMatchObject([{ title: { und: 'T1' }, start: '2026-05-01T10:00:00+02:00' }]);
    expect(document.rooms[0]?.name).toEqual({ und: room });
  });

  test('people as an object', () => {
    const text = json({ days: [{ rooms: { A: [talk(1, { persons: { 0: { name: 'E' } } })] } }] });
    expect(read(text).document.people).toMatchObject([{ name: 'E' }]);
  });
});

describe('what is no whole programme', () => {
  test.each([
    ['lists of anything', '{"results": [{"code": "ABC", "name": "Somebody"}]}', '/results/0'],
    ['numbers for slots', '{"version": "1", "slots": [1, 2]}', '/slots/0'],
    ['days that are none', json({ days: null }), '/schedule/conference/days'],
  ])('%s: refused, as taking it in would empty the event', (_name, text, where) => {
    expect(refusal(text)).toMatchObject({ code: 'congress.import_invalid', params: { where } });
  });

  test('one page of many, and a programme with nothing in it', () => {
    const page = { count: 90, next: 'https://pretalx.example/?page=2', results: [talk(1, { code: 'A' })] };
    expect(codes(JSON.stringify(page))).toContain('pages_missing');
    expect(codes(JSON.stringify({ ...page, next: null }))).not.toContain('pages_missing');
    expect(codes(frab(''))).toEqual(['no_sessions']);
  });
});

describe('identities', () => {
  const one = '11111111-1111-1111-1111-111111111111';
  const two = '11111111-1111-1111-1111-111111111112';

  test('a room with two guids keeps the first', () => {
    const text = frab(
      day('index="1"', '2026-05-01', event(1), `guid="${one}"`) +
        day('index="2"', '2026-05-02', event(2), `guid="${two}"`),
    );
    expect(read(text).document.rooms).toMatchObject([{ guid: one }]);
    expect(codes(text)).toEqual(['room_two_guids']);
  });

  test('one code under two names is one person', () => {
    const people = '<persons><person code="X">A</person><person code="X">B</person></persons>';
    const text = frab(day('index="1"', '2026-05-01', event(1, people), `guid="${one}"`));
    expect(read(text).document.people).toMatchObject([{ name: 'A' }]);
    expect(codes(text)).toEqual(['person_name_differs']);
  });

  test('what the database cannot hold is in no row: NUL, halves of characters, keys longer than an index takes', () => {
    const odd = '\0\ud800';
    const long = Array.from({ length: 1000 }, (_, at) => String.fromCodePoint(0x20000 + at * 7)).join('');
    const conference = {
      rooms: [{ slug: `a${odd}` }, { id: `b${odd}` }, { name: long }],
      tracks: [{ id: odd + 'c' }, { name: long }, { slug: odd }],
      days: [{ index: 1, date: '2026-05-01', rooms: { [odd]: [talk(1, { persons: [{ code: odd }] })] } }],
    };
    const rows = toRows(read(json(conference)).document);
    expect(rows.rooms).toHaveLength(4);
    for (const row of Object.values(rows).flat()) {
      expect(JSON.stringify(row)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      expect(Buffer.byteLength(row.key)).toBeLessThan(1500);
    }
  });
});
