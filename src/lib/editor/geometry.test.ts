import { describe, expect, test } from 'vitest';
import { columnsIn, dayAt, lanesOf, makeScale, momentAt, openHours, snap, yOf } from './geometry.ts';
import type { GridDay, GridSession } from './grid.ts';

const day = 1440;
const start = 20_000 * day;
const days: GridDay[] = [
  { number: 1, date: '2024-10-04', title: 'Fri', from: start, to: start + day },
  // The clocks go back: an hour more.
  { number: 2, date: '2024-10-05', title: 'Sat', from: start + day, to: start + 2 * day + 60 },
];
const at = (id: string, from: number, minutes: number): GridSession => ({
  id,
  version: 1,
  title: id,
  kind: 'speech',
  status: 'draft',
  from: start + from,
  minutes,
  people: [],
  langs: [],
});

describe('a plane of days and hours', () => {
  test('shows from nine to eighteen, more where sessions stand, and never before the day begins', () => {
    expect(openHours(days, [], 0)).toEqual([540, 1080]);
    expect(openHours(days, [], 240)).toEqual([300, 840]);
    expect(openHours(days, [at('a', 480, 30), at('b', day + 1330, 45)], 0)).toEqual([420, 1440]);
    expect(openHours(days, [at('a', 10, 30)], 0)[0]).toBe(0);
    expect(openHours(days, [at('far away', 90 * day, 30)], 0)).toEqual([540, 1080]);
  });

  test('moments and heights lead to each other, in every zoom, in both days', () => {
    for (const slot of [5, 15, 30, 60]) {
      const scale = makeScale(days, slot, [540, 1080]);
      for (const moment of [540, 555, 1079, day + 540, day + 1000])
        expect(momentAt(scale, yOf(scale, start + moment))).toBeCloseTo(start + moment, 6);
    }
  });

  test('what is outside stands at the nearest edge', () => {
    const scale = makeScale(days, 30, [540, 1080]);
    expect(yOf(scale, start)).toBe(scale.bands[0]!.y);
    expect(yOf(scale, start + 1200)).toBe(scale.bands[0]!.y + scale.bands[0]!.height);
    expect(yOf(scale, start + 9 * day)).toBe(scale.height);
    expect(momentAt(scale, -100)).toBe(start + 540);
    expect(momentAt(scale, 1e6)).toBe(start + day + 1080);
    expect(yOf(makeScale([], 30, [0, 60]), 5)).toBe(0);
  });

  test('snaps to the slots of a day and stays inside it', () => {
    const scale = makeScale(days, 15, [540, 1080]);
    expect(snap(scale, start + 547)).toBe(start + 540);
    expect(snap(scale, start + 548)).toBe(start + 555);
    expect(snap(scale, start + 1080)).toBe(start + 1065);
    expect(snap(scale, start + day + 700)).toBe(start + day + 705);
  });

  test('a day is found by a moment; its end belongs to the next', () => {
    expect([dayAt(days, start)?.number, dayAt(days, start + day)?.number]).toEqual([1, 2]);
    expect([
      dayAt(days, start + 2 * day + 59)?.number,
      dayAt(days, start - 1),
      dayAt(days, undefined),
    ]).toEqual([2, undefined, undefined]);
  });
});

describe('sessions that overlap in a room', () => {
  test('stand side by side, and only as long as they overlap', () => {
    const lanes = lanesOf([at('a', 0, 60), at('b', 30, 60), at('c', 60, 15), at('d', 120, 30)]);
    expect(lanes.get('a')).toEqual({ lane: 0, lanes: 2 });
    expect(lanes.get('b')).toEqual({ lane: 1, lanes: 2 });
    expect(lanes.get('c')).toEqual({ lane: 0, lanes: 2 });
    expect(lanes.get('d')).toEqual({ lane: 0, lanes: 1 });
  });

  test('one without length still has a place of its own', () => {
    const lanes = lanesOf([at('a', 0, 0), at('b', 0, 0)]);
    expect([lanes.get('a')!.lane, lanes.get('b')!.lane]).toEqual([0, 1]);
  });
});

test('only columns that show are drawn', () => {
  expect(columnsIn(0, 900, 180, 100)).toEqual([0, 6]);
  expect(columnsIn(9000, 900, 180, 100)).toEqual([49, 56]);
  expect(columnsIn(17_500, 900, 180, 100)).toEqual([96, 99]);
  expect(columnsIn(0, 900, 180, 0)).toEqual([0, -1]);
});
