import { Temporal } from 'temporal-polyfill';
import { startOfDay, type Calendar } from '../times.ts';

/** Milliseconds, half-open. */
export type Span = readonly [from: number, to: number];

export interface GridSlot {
  from: number;
  to: number;
  /** Hour of the clock at which it begins. */
  hour: number;
  /** `some`: the speaker said so of a part of it, in a zone whose hours stand elsewhere. */
  state: 'yes' | 'no' | 'some';
}
export interface GridDay {
  /** `2026-10-31` in the chosen zone. */
  date: string;
  slots: GridSlot[];
}

/** Hours at which the parts of a day begin: night, morning, afternoon, evening. */
const parts = [0, 6, 12, 18];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * The days of an event as the clocks of any zone show them, cut into hours or quarters. A night in which the clock
 * is moved has an hour less or a longer one: every moment is in exactly one slot.
 */
export function makeGrid(
  calendar: Calendar,
  zone: string,
  by: 'hours' | 'parts',
  said: readonly Span[],
): GridDay[] {
  const begin = startOfDay(calendar, 1);
  const end = startOfDay(calendar, calendar.days + 1);
  const at = (moment: number) => Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  const last = at(end - 1).toPlainDate();
  const days: GridDay[] = [];
  for (
    let date = at(begin).toPlainDate();
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const cuts = (by === 'hours' ? hours : parts).map((hour) => ({
      hour,
      from: date.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds,
    }));
    const midnight = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
    const slots = cuts.flatMap(({ hour, from }, index) => {
      const to = cuts[index + 1]?.from ?? midnight;
      // An hour that the clock skips is no hour; what lies outside the event is nobody's question.
      if (to <= from || to <= begin || from >= end) return [];
      return [{ hour, from, to, state: stateOf(from, to, said) }];
    });
    if (slots.length > 0) days.push({ date: date.toString(), slots });
  }
  return days;
}

function stateOf(from: number, to: number, said: readonly Span[]): GridSlot['state'] {
  const covered = said.reduce(
    (sum, span) => sum + Math.max(0, Math.min(to, span[1]) - Math.max(from, span[0])),
    0,
  );
  return covered >= to - from ? 'yes' : covered > 0 ? 'some' : 'no';
}

/** Sorted, with what touches or overlaps made one. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
