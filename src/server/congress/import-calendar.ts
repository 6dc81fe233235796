import { Temporal } from 'temporal-polyfill';
import type { ProgrammeDocument } from './formats/document.ts';
import { addDays, instantOf, zoneClock } from './formats/times.ts';
import { deriveDayStart, type Calendar } from './times.ts';

/** No programme lasts longer; a slip of the pen in a year must not make a timetable of centuries. */
const mostDays = 60;

interface OldCalendar {
  zone: string;
  starts_on: string;
  days: number;
  day_starts_at: number;
}

/** The days a file speaks of. With `old`, the event's own days and zone, widened as far as the sessions need. */
export function calendarOf(document: ProgrammeDocument, now: Date, old?: OldCalendar): Calendar {
  const zone = old?.zone ?? document.event.zone;
  const dates = new Map(document.days.map((day) => [day.index, day.date]));
  // A hundred thousand sessions begin at a few hundred moments.
  const moments = new Map<string, { start: number; date: string; count: number }>();
  for (const session of document.sessions) {
    if (!session.start) continue;
    const date =
      (session.day === undefined ? undefined : dates.get(session.day)) || session.start.slice(0, 10);
    const known = moments.get(`${session.start} ${date}`);
    if (known) known.count += 1;
    else moments.set(`${session.start} ${date}`, { start: instantOf(session.start), date, count: 1 });
  }
  const listed = [...moments.values()];
  const dayStartsAt = Math.max(old?.day_starts_at ?? 0, deriveDayStart(zone, listed));
  const clock = zoneClock(zone);
  const used = listed.flatMap(({ start, count }) => {
    const local = clock.localStamp(start);
    const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
    const date = minute < dayStartsAt ? addDays(local.slice(0, 10), -1) : local.slice(0, 10);
    return Array<string>(count).fill(date);
  });
  const stated = old
    ? [
        old.starts_on,
        Temporal.PlainDate.from(old.starts_on)
          .add({ days: old.days - 1 })
          .toString(),
      ]
    : [document.event.start, document.event.end].filter(Boolean);
  const all = old
    ? [...used.filter((date) => isNear(date, stated)), ...stated].sort()
    : busiest([...used, ...stated].sort());
  const first = all[0] ?? now.toISOString().slice(0, 10);
  const last = all.at(-1) ?? first;
  const days = Temporal.PlainDate.from(first).until(last, { largestUnit: 'days' }).days + 1;
  return { zone, startsOn: first, days: Math.min(days, mostDays), dayStartsAt };
}

/** Whether days from the first of `stated` to the last can be widened by this date and still be few enough. */
function isNear(date: string, [first = date, last = date]: string[]): boolean {
  const reach = (mostDays - 1) * 86_400_000;
  return Date.parse(date) >= Date.parse(last) - reach && Date.parse(date) <= Date.parse(first) + reach;
}

/** Of dates in order, those of the stretch of days that holds the most: one session of 1970 must not hide all others. */
function busiest(dates: string[]): string[] {
  const days = dates.map((date) => Date.parse(date) / 86_400_000);
  let best = { from: 0, to: days.length };
  let most = 0;
  let from = 0;
  days.forEach((day, at) => {
    while (day - days[from]! >= mostDays) from += 1;
    if (at + 1 - from > most) {
      most = at + 1 - from;
      best = { from, to: at + 1 };
    }
  });
  return dates.slice(best.from, best.to);
}
