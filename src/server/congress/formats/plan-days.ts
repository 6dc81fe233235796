import type { ProgrammeDocument, ProgrammeSession } from './document.ts';
import { addDays, instantOf, zoneClock } from './times.ts';

export type Scheduled = ProgrammeSession & { start: string };
export type PlannedDay = { index: number; date: string; start: string; end: string; sessions: Scheduled[] };

/**
 * Days with their sessions, as the formats with a grid want them. A session stays under its own day; one without
 * goes where its time falls; a date that no day covers becomes one. Sessions without a time are left out.
 */
export function planDays(document: ProgrammeDocument): PlannedDay[] {
  const clock = zoneClock(document.event.zone);
  const midnight = (date: string) => clock.stampOf({ date, time: '00:00:00' });
  const base = document.days
    .filter((day) => day.date)
    .map((day) => ({
      ...day,
      start: day.start ?? midnight(day.date),
      end: day.end ?? midnight(addDays(day.date, 1)),
      sessions: [] as Scheduled[],
    }));
  const byIndex = new Map(base.map((day) => [day.index, day]));
  const extra = new Map<string, Scheduled[]>();
  for (const session of document.sessions) {
    if (!session.start) continue;
    const scheduled: Scheduled = { ...session, start: session.start };
    const at = instantOf(scheduled.start);
    const date = clock.localStamp(at).slice(0, 10);
    const day =
      (session.day !== undefined ? byIndex.get(session.day) : undefined) ??
      base.find((one) => at >= instantOf(one.start) && at < instantOf(one.end)) ??
      base.find((one) => one.date === date);
    if (day) day.sessions.push(scheduled);
    else extra.set(date, [...(extra.get(date) ?? []), scheduled]);
  }
  const days: PlannedDay[] = base;
  let index = Math.max(0, ...base.map((day) => day.index));
  for (const date of [...extra.keys()].sort()) {
    index += 1;
    days.push({
      index,
      date,
      start: midnight(date),
      end: midnight(addDays(date, 1)),
      sessions: extra.get(date)!,
    });
  }
  if (!days.length) {
    const date = document.event.start || '1970-01-01';
    days.push({ index: 1, date, start: midnight(date), end: midnight(addDays(date, 1)), sessions: [] });
  }
  return days;
}

/** Sessions of one day by room, rooms in the order of the document; under '' those without one. */
export function byRoom(document: ProgrammeDocument, sessions: readonly Scheduled[]): [string, Scheduled[]][] {
  const grid = new Map<string, Scheduled[]>(document.rooms.map((room) => [room.key, []]));
  for (const session of sessions) {
    const key = session.room && grid.has(session.room) ? session.room : '';
    const list = grid.get(key);
    if (list) list.push(session);
    else grid.set(key, [session]);
  }
  return [...grid].filter(([, list]) => list.length);
}
