import { expect, test } from 'vitest';
import { SpentWork } from './spent-work.ts';

test('one solved puzzle is good for a few tries of its own form, not for a day of them', () => {
  const work = new SpentWork(3);
  expect([1, 2, 3, 4, 5].map(() => work.spend('a'))).toEqual([true, true, true, false, false]);
  expect(work.spend('b')).toBe(true);
});

test('what it remembers has an end', () => {
  const work = new SpentWork(1, 2);
  expect(['a', 'b', 'c'].every((id) => work.spend(id))).toBe(true);
  expect(work.spend('c')).toBe(false);
  expect(work.spend('a')).toBe(true);
});
