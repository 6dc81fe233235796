import { Temporal } from 'temporal-polyfill';
import { writeOffset } from './times.ts';

/** From one moment on, the clocks of a zone show this. */
export type Observance = {
  kind: 'standard' | 'daylight';
  /** 2026-03-29T02:00:00: what clocks showed when it began. */
  began: string;
  /** +02:00 */
  before: string;
  after: string;
  name: string;
};

const minutesOf = (at: Temporal.ZonedDateTime): number => Math.round(at.offsetNanoseconds / 60e9);

/** What the clocks of a zone did from before the first moment to after the last one, so that a file needs no table of zones. */
export function observancesOf(zone: string, first: number, last: number): Observance[] {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'short' });
  const nameAt = (ms: number): string =>
    name.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? zone;
  let at = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone);
  at = at.getTimeZoneTransition('previous') ?? at;
  const found: { at: Temporal.ZonedDateTime; before: number; after: number }[] = [];
  // A calendar that looks a little beyond the last session still knows the zone.
  const until = last + 400 * 86_400_000;
  for (let next: Temporal.ZonedDateTime | null = at; next && found.length < 100;) {
    if (next.epochMilliseconds > until) break;
    const before = minutesOf(next.subtract({ seconds: 1 }));
    found.push({ at: next, before, after: minutesOf(next) });
    next = next.getTimeZoneTransition('next');
  }
  const least = Math.min(...found.map(({ after }) => after));
  const changes = found.some(({ after }) => after !== least);
  return found.map(({ at: moment, before, after }, index) => ({
    kind: changes && after > least ? 'daylight' : 'standard',
    began:
      index === 0 && before === after
        ? '1970-01-01T00:00:00'
        : new Date(moment.epochMilliseconds + before * 60_000).toISOString().slice(0, 19),
    before: writeOffset(before),
    after: writeOffset(after),
    name: nameAt(moment.epochMilliseconds),
  }));
}
