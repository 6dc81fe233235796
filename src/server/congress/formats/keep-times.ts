import type { ZoneSource } from './document.ts';
import type { FoundSession } from './found.ts';
import type { Notes } from './notes.ts';
import {
  addDays,
  instantOf,
  knownZone,
  maxMinutes,
  readClock,
  readMinutes,
  readStamp,
  writeOffset,
  zoneClock,
} from './times.ts';

/** The zone of one file, and the times of its sessions. `option`: the zone for a file that states none. */
export function keepTimes(
  notes: Notes,
  { file, option }: { file: string | undefined; option: string | undefined },
) {
  const offsets = new Map<string, number>();
  const stated = knownZone(file);
  if (file && !stated) notes.note('zone_unknown', 'event');
  const optional = knownZone(option);
  let zone = stated ?? optional;
  let zoneSource: ZoneSource = stated ? 'file' : optional ? 'option' : 'none';
  const clock = zoneClock(zone ?? 'UTC');
  const statedOffset = stated ? clock : undefined;

  /** The wall clock of the grid, on the day of the grid: before the change of day it is the next date. */
  function fromGrid(raw: FoundSession): { date: string; time: string } | undefined {
    const time = readClock(raw.clock ?? raw.date);
    const date = readStamp(raw.day?.date ?? raw.day?.start);
    if (!time || !date || date === 'absurd') return undefined;
    const dayStart = readStamp(raw.day?.start);
    const change =
      readClock(raw.day?.change) ??
      (dayStart && dayStart !== 'absurd' && dayStart.hasTime ? dayStart.wall.time : '00:00:00');
    // A day that begins at noon or later is a late start, not a change of day.
    const next = time < change && time < '09:00:00' && change <= '12:00:00';
    return { date: next ? addDays(date.wall.date, 1) : date.wall.date, time };
  }

  function startOf(raw: FoundSession, where: () => string): string | undefined {
    const stamp = readStamp(raw.date);
    if (raw.clock && /^\s*\d{1,3}:\d{2}/.test(raw.clock) && !readClock(raw.clock) && !readStamp(raw.clock))
      notes.note('time_absurd', where);
    if (stamp === 'absurd') {
      notes.note('date_absurd', where);
      return undefined;
    }
    const wall = stamp?.hasTime
      ? stamp.wall
      : stamp && readClock(raw.clock)
        ? { date: stamp.wall.date, time: readClock(raw.clock)! }
        : fromGrid(raw);
    if (!wall) {
      notes.note('session_without_time', where);
      return undefined;
    }
    if (!stamp?.offset) {
      if (!zone) notes.note('zone_missing', where);
      else if (!stated) notes.note('zone_assumed', where);
      return clock.stampOf(wall);
    }
    const written = `${wall.date}T${wall.time}${stamp.offset}`;
    offsets.set(stamp.offset, (offsets.get(stamp.offset) ?? 0) + 1);
    if (statedOffset && writeOffset(statedOffset.offsetAt(instantOf(written))) !== stamp.offset)
      notes.note('offset_differs_from_zone', where);
    return written;
  }

  function minutesOf(raw: FoundSession, start: string | undefined, where: () => string): number {
    let minutes = readMinutes(raw.duration);
    if (minutes === undefined && raw.end && start) {
      const end = readStamp(raw.end);
      if (end && end !== 'absurd' && end.hasTime) {
        const stop = end.offset ? `${end.wall.date}T${end.wall.time}${end.offset}` : clock.stampOf(end.wall);
        minutes = Math.round((instantOf(stop) - instantOf(start)) / 60_000);
      }
    }
    if (minutes === undefined) {
      notes.note('duration_missing', where);
      return 0;
    }
    if (minutes < 0 || minutes > maxMinutes) {
      notes.note('duration_absurd', where);
      return Math.min(Math.max(0, minutes), maxMinutes);
    }
    if (minutes === 0) notes.note('zero_length', where);
    return minutes;
  }

  /** When all is read: a file that names no zone has the one that most of its offsets are of. */
  function settleZone(): { zone: string; zoneSource: ZoneSource } {
    if (!zone && offsets.size) {
      const [common] = [...offsets].sort((a, b) => b[1] - a[1])[0]!;
      const hours = /^([+-])(\d{2}):00$/.exec(common);
      const name =
        !hours || Number(hours[2]) === 0
          ? 'UTC'
          : `Etc/GMT${hours[1] === '+' ? '-' : '+'}${Number(hours[2])}`;
      zone = knownZone(name) ?? 'UTC';
      zoneSource = 'offset';
      notes.note('zone_missing', 'event');
    }
    return { zone: zone ?? 'UTC', zoneSource };
  }

  return { clock, startOf, minutesOf, settleZone };
}
