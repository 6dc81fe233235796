import { describe, expect, test } from 'vitest';
import {
  dayNumber,
  deriveDayStart,
  fromWallClock,
  programmeDate,
  startOfDay,
  toWallClock,
  wholeHours,
} from './times.ts';

const vilnius = { zone: 'Europe/Vilnius', startsOn: '2026-10-24', days: 3, dayStartsAt: 0 };
const at = (text: string): number => Date.parse(text);

describe('days of a programme', () => {
  test('what runs after midnight belongs to the day before, until the day begins', () => {
    const night = { ...vilnius, dayStartsAt: 240 };
    expect(dayNumber(vilnius, at('2026-10-25T00:30:00+03:00'))).toBe(2);
    expect(dayNumber(night, at('2026-10-25T00:30:00+03:00'))).toBe(1);
    expect(dayNumber(night, at('2026-10-25T03:59:00+02:00'))).toBe(1);
    expect(dayNumber(night, at('2026-10-25T04:00:00+02:00'))).toBe(2);
    expect(dayNumber(night, at('2026-10-23T20:00:00+03:00'))).toBe(0);
  });

  test('the night the clocks go back has an hour twice, and both are on its day', () => {
    // In Vilnius 04:00 becomes 03:00 on 25 October 2026.
    const before = at('2026-10-25T00:30:00Z');
    const after = at('2026-10-25T01:30:00Z');
    expect([before, after].map((moment) => toWallClock(new Date(moment), 'Europe/Vilnius'))).toEqual([
      '2026-10-25T03:30',
      '2026-10-25T03:30',
    ]);
    const night = { ...vilnius, dayStartsAt: 240 };
    expect([before, after].map((moment) => programmeDate(night, moment))).toEqual([
      '2026-10-24',
      '2026-10-24',
    ]);
    expect(startOfDay(night, 3) - startOfDay(night, 2)).toBe(24 * 3_600_000);
    expect(startOfDay(night, 2) - startOfDay(night, 1)).toBe(25 * 3_600_000);
    // Two to six by the clock are five hours of a timetable.
    expect(
      wholeHours('Europe/Vilnius', at('2026-10-25T02:10:00+03:00'), at('2026-10-25T06:00:00+02:00')),
    ).toHaveLength(6);
  });

  test('the night the clocks go forward skips an hour', () => {
    expect(fromWallClock('2027-03-28T03:30', 'Europe/Vilnius').toISOString()).toBe(
      '2027-03-28T01:30:00.000Z',
    );
    expect(fromWallClock('2026-10-25T03:30', 'Europe/Vilnius').toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    const march = { ...vilnius, startsOn: '2027-03-27' };
    expect(startOfDay(march, 3) - startOfDay(march, 2)).toBe(23 * 3_600_000);
  });

  test('zones of half an hour keep their hours', () => {
    expect(
      wholeHours('Asia/Kolkata', at('2026-10-31T09:40:00+05:30'), at('2026-10-31T10:10:00+05:30')).map(
        (hour) => toWallClock(hour, 'Asia/Kolkata'),
      ),
    ).toEqual(['2026-10-31T09:00', '2026-10-31T10:00', '2026-10-31T11:00']);
  });
});

describe('where a file’s days begin', () => {
  const on = (date: string, start: string) => ({ date, start: at(`${start}:00+03:00`) });
  test('at midnight when nothing runs past it', () => {
    expect(deriveDayStart('Europe/Vilnius', [on('2026-10-24', '2026-10-24T23:30')])).toBe(0);
  });
  test('after the last one of the night, before the first of the morning', () => {
    const late = on('2026-10-23', '2026-10-24T01:30');
    expect(deriveDayStart('Europe/Vilnius', [late, on('2026-10-24', '2026-10-24T10:00')])).toBe(240);
    expect(deriveDayStart('Europe/Vilnius', [late, on('2026-10-24', '2026-10-24T02:00')])).toBe(120);
    expect(
      deriveDayStart('Europe/Vilnius', [
        on('2026-10-23', '2026-10-24T04:45'),
        on('2026-10-24', '2026-10-24T10:00'),
      ]),
    ).toBe(300);
  });
});
