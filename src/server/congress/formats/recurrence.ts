import { refuse } from '#server/kernel';
import { addDays } from './times.ts';

/** As jCal writes it: {freq: 'WEEKLY', byday: ['MO', '-1FR'], count: 5}. */
export type Rule = Record<string, unknown>;

/** Days after the first that a rule without an end is followed: no event of ours lasts longer. */
const horizon = 400;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const known = new Set([
  'freq',
  'interval',
  'count',
  'until',
  'wkst',
  'byday',
  'bymonthday',
  'bymonth',
  'bysetpos',
]);

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).slice(0, 400).map(String);
const numbersOf = (value: unknown): number[] => listOf(value).map(Number).filter(Number.isInteger);
const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export type Repeats = { dates: string[]; isCut: boolean; isRead: boolean };

/**
 * The dates on which something repeats, its first date among them, found by walking day by day: whatever the rule says,
 * the walk ends. Refuses `congress.import_recurs` what repeats by hours, minutes or seconds: that is no programme.
 */
export function repeatsOf(first: string, rule: Rule, where: string): Repeats {
  const freq = String(rule.freq).toUpperCase();
  if (/^(HOURLY|MINUTELY|SECONDLY)$/.test(freq))
    throw refuse('invalid', 'congress.import_recurs', { where, freq });
  const odd = Object.keys(rule).some((part) => !known.has(part));
  if (odd || !/^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(freq))
    return { dates: [first], isCut: false, isRead: false };
  const interval = Math.max(1, Number(rule.interval) || 1);
  const count = rule.count === undefined ? Infinity : Math.max(1, Number(rule.count) || 1);
  const until = rule.until === undefined ? undefined : String(rule.until).slice(0, 10);
  const months = numbersOf(rule.bymonth);
  const monthDays = numbersOf(rule.bymonthday);
  const places = numbersOf(rule.bysetpos);
  const days = listOf(rule.byday).flatMap((word) => {
    const [, nth, day] = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(word.toUpperCase()) ?? [];
    return day ? [{ nth: nth ? Number(nth) : 0, day: weekdays.indexOf(day) }] : [];
  });
  const [firstYear, firstMonth, firstDay] = first.split('-').map(Number) as [number, number, number];
  const weekStart = Math.max(0, weekdays.indexOf(String(rule.wkst ?? 'MO').toUpperCase()));
  const weekOf = (date: string) =>
    Math.floor((dayNumber(date) - ((weekdayOf(date) - weekStart + 7) % 7)) / 7);
  const firstWeek = weekOf(first);

  const isDay = (date: string, day: number, length: number): boolean => {
    const weekday = weekdayOf(date);
    const isListed = days.some(
      (one) =>
        one.day === weekday &&
        (one.nth === 0 ||
          (one.nth > 0 ? Math.ceil(day / 7) === one.nth : Math.ceil((length - day + 1) / 7) === -one.nth)),
    );
    const isMonthDay = monthDays.some((one) => (one > 0 ? one === day : length + 1 + one === day));
    if (days.length && monthDays.length) return isListed && isMonthDay;
    if (days.length) return isListed;
    return monthDays.length ? isMonthDay : day === firstDay;
  };
  const chosen = new Map<string, Set<number>>();
  /** Days of a month that a rule by months or years means. */
  const inMonth = (year: number, month: number): Set<number> => {
    const key = `${year}-${month}`;
    const before = chosen.get(key);
    if (before) return before;
    const length = daysIn(year, month);
    const text = (day: number) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    let found = Array.from({ length }, (_, index) => index + 1).filter((day) =>
      isDay(text(day), day, length),
    );
    if (places.length) found = places.flatMap((place) => found.at(place > 0 ? place - 1 : place) ?? []);
    const set = new Set(found);
    chosen.set(key, set);
    return set;
  };

  const matches = (date: string): boolean => {
    const [year, month, day] = date.split('-').map(Number) as [number, number, number];
    if (months.length && !months.includes(month)) return false;
    switch (freq) {
      case 'DAILY':
        return (
          (dayNumber(date) - dayNumber(first)) % interval === 0 &&
          ((!days.length && !monthDays.length) || isDay(date, day, daysIn(year, month)))
        );
      case 'WEEKLY':
        return (
          (weekOf(date) - firstWeek) % interval === 0 &&
          (days.length
            ? days.some((one) => one.day === weekdayOf(date))
            : weekdayOf(date) === weekdayOf(first))
        );
      case 'MONTHLY':
        return (
          ((year - firstYear) * 12 + month - firstMonth) % interval === 0 && inMonth(year, month).has(day)
        );
      default:
        return (
          (year - firstYear) % interval === 0 &&
          (months.length > 0 || month === firstMonth) &&
          inMonth(year, month).has(day)
        );
    }
  };

  const dates = [first];
  for (let step = 1; dates.length < count; step += 1) {
    const date = addDays(first, step);
    if (until && date > until) return { dates, isCut: false, isRead: true };
    if (step > horizon) return { dates, isCut: count === Infinity || dates.length < count, isRead: true };
    if (matches(date)) dates.push(date);
  }
  return { dates, isCut: false, isRead: true };
}
