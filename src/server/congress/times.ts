import { Temporal } from 'temporal-polyfill';

/** When and where an event is. A session after midnight belongs to the day before until `dayStartsAt`. */
export interface Calendar {
  /** IANA name. */
  zone: string;
  /** `2026-10-31` */
  startsOn: string;
  days: number;
  /** Minutes after midnight. */
  dayStartsAt: number;
}

export const dateOfDay = (calendar: Calendar, number: number): string =>
  Temporal.PlainDate.from(calendar.startsOn)
    .add({ days: number - 1 })
    .toString();

export const daysOf = (calendar: Calendar): { number: number; date: string }[] =>
  Array.from({ length: calendar.days }, (_, index) => ({
    number: index + 1,
    date: dateOfDay(calendar, index + 1),
  }));

const zoned = (moment: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);

/** The date a moment belongs to in the programme. Wall-clock time decides, so a night with a shifted clock keeps the rule. */
export function programmeDate(calendar: Calendar, moment: number): string {
  const local = zoned(moment, calendar.zone);
  const date = local.toPlainDate();
  return (
    local.hour * 60 + local.minute < calendar.dayStartsAt ? date.subtract({ days: 1 }) : date
  ).toString();
}

/** Number of the programme's day a moment belongs to: 0 or less before the event, more than `days` after it. */
export function dayNumber(calendar: Calendar, moment: number): number {
  const date = Temporal.PlainDate.from(programmeDate(calendar, moment));
  return Temporal.PlainDate.from(calendar.startsOn).until(date, { largestUnit: 'days' }).days + 1;
}

/** The moment at which a day of the programme begins. */
export function startOfDay(calendar: Calendar, number: number): number {
  const time = Temporal.PlainTime.from({ hour: 0 }).add({ minutes: calendar.dayStartsAt });
  return Temporal.PlainDate.from(dateOfDay(calendar, number)).toZonedDateTime({
    timeZone: calendar.zone,
    plainTime: time,
  }).epochMilliseconds;
}

/** The last whole hour of the zone's clock that is not after the moment. */
export const wholeHour = (zone: string, moment: number): number =>
  zoned(moment, zone).round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;

/** Whole hours from the one the first moment is in to the first one not before the last; in real time, so a doubled hour is there twice. */
export function wholeHours(zone: string, first: number, last: number): Date[] {
  const hours = [wholeHour(zone, first)];
  while (hours.at(-1)! < last && hours.length < 200) hours.push(hours.at(-1)! + 3_600_000);
  return hours.map((moment) => new Date(moment));
}

/** `2026-10-31T10:00` as the clocks of the zone show it. */
export const toWallClock = (moment: Date, zone: string): string =>
  zoned(moment.getTime(), zone).toPlainDateTime().toString({ smallestUnit: 'minute' });

/** The moment at which clocks show this. What they skip is moved forward, what they show twice means the first. */
export const fromWallClock = (text: string, zone: string): Date =>
  new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds);

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the days of a programme have to begin, so that every session stays on the day it is listed under:
 * after the last one that runs past midnight, before the first one of its own day. 0 when none is listed past midnight.
 */
export function deriveDayStart(zone: string, sessions: { start: number; date: string }[]): number {
  let latest = -1;
  let earliest = 24 * 60;
  for (const { start, date } of sessions) {
    const local = zoned(start, zone);
    const minute = local.hour * 60 + local.minute;
    const days = Temporal.PlainDate.from(date).until(local.toPlainDate(), { largestUnit: 'days' }).days;
    if (days === 1) latest = Math.max(latest, minute);
    if (days === 0) earliest = Math.min(earliest, minute);
  }
  if (latest < 0) return 0;
  const nextHour = (Math.floor(latest / 60) + 1) * 60;
  // Morning begins as late as it may: four o'clock is a night's hour to everyone.
  return Math.min(Math.max(nextHour, 240), Math.max(earliest, latest + 1), 720);
}
