import { expect, test } from 'vitest';
import { troublesOf, type OwnTime } from './troubles.ts';

const minute = 60_000;
const at = (id: string, from: number, to: number, room = 'Hall', cancelled = false): OwnTime => ({
  id,
  start: from * minute,
  end: to * minute,
  room,
  cancelled,
});
const plain = (sessions: OwnTime[], walk = 5) =>
  [...troublesOf(sessions, walk)].map(([id, list]) => [
    id,
    list.map((one) => `${one.kind} ${one.with} ${one.minutes}`),
  ]);

test('a clash stands beside both, with the minutes they share', () => {
  expect(plain([at('a', 0, 60), at('b', 45, 90, 'Attic')])).toEqual([
    ['a', ['clash b 15']],
    ['b', ['clash a 15']],
  ]);
});

test('a short way stands beside the later one, and only between rooms', () => {
  expect(plain([at('a', 0, 60), at('b', 63, 90, 'Attic')])).toEqual([['b', ['walk a 3']]]);
  expect(plain([at('a', 0, 60), at('b', 63, 90)])).toEqual([]);
  expect(plain([at('a', 0, 60), at('b', 65, 90, 'Attic')])).toEqual([]);
  expect(plain([at('a', 0, 60), at('b', 60, 90, 'Attic')], 0)).toEqual([]);
  expect(plain([at('a', 0, 60), at('b', 61, 90, '')])).toEqual([]);
});

test('what is cancelled troubles nobody, and a long one meets all that run in it', () => {
  expect(plain([at('a', 0, 60, 'Hall', true), at('b', 30, 90)])).toEqual([]);
  expect(plain([at('day', 0, 300), at('a', 10, 20), at('b', 280, 320)])).toEqual([
    ['day', ['clash a 10', 'clash b 20']],
    ['a', ['clash day 10']],
    ['b', ['clash day 20']],
  ]);
});
