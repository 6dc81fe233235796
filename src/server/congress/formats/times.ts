/** Reading of times. A `start` is written 2025-12-27T10:30:00+01:00: wall time with its offset. */

export type WallTime = { date: string; time: string };

/** Everything outside is a slip of the pen, and a timetable of 9,998 years helps nobody. */
const firstYear = 1970;
const lastYear = 2199;
/** Two weeks. */
export const maxMinutes = 14 * 24 * 60;

const stamp =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

export type Stamp = { wall: WallTime; hasTime: boolean; offset?: string };

/** undefined when it is no date, 'absurd' when the calendar has no such day or the year is out of reach. */
export function readStamp(text: string | undefined): Stamp | 'absurd' | undefined {
  const found = text ? stamp.exec(text.trim()) : null;
  if (!found) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = found;
  const date = `${year}-${month}-${day}`;
  if (Number(year) < firstYear || Number(year) > lastYear || !isRealDate(date)) return 'absurd';
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return 'absurd';
  let offset: string | undefined;
  if (zone) {
    const sign = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
    if (sign && (Number(sign[2]) > 15 || Number(sign[3] ?? 0) > 59)) return 'absurd';
    offset = sign ? `${sign[1]}${sign[2]}:${sign[3] ?? '00'}` : '+00:00';
  }
  return {
    wall: { date, time: `${hour}:${minute}:${second}` },
    hasTime: found[4] !== undefined,
    ...(offset ? { offset } : {}),
  };
}

export function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === date;
}

/** HH:MM:SS of 9:30, 09:30 or 09:30:00; undefined otherwise. */
export function readClock(text: string | undefined): string | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text?.trim() ?? '');
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59 || Number(found[3] ?? 0) > 59)
    return undefined;
  return `${found[1]!.padStart(2, '0')}:${found[2]}:${found[3] ?? '00'}`;
}

/** Minutes of 1:30, 01:30:00, 1:02:30 (days), PT1H30M, 90 or "90"; undefined when it is none of these; may be negative. */
export function readMinutes(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const clock = /^(-?)(\d{1,5}):(\d{1,2})(?::(\d{1,2}))?$/.exec(text);
  if (clock) {
    const minutes = Number(clock[2]) * 60 + Number(clock[3]) + Math.round(Number(clock[4] ?? 0) / 60);
    return clock[1] ? -minutes : minutes;
  }
  const iso = /^(-?)P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d+)?S)?)?$/i.exec(
    text,
  );
  if (iso && text.length > 2) {
    const [days, hours, minutes, seconds] = iso.slice(2).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
    ];
    const sum = days * 1440 + hours * 60 + minutes + Math.round(seconds / 60);
    return iso[1] ? -sum : sum;
  }
  if (/^-?\d{1,6}(\.\d+)?$/.test(text)) return Math.round(Number(text));
  return undefined;
}

/** 95 → 01:35. Above 99:59 the format has no words. */
export function writeMinutes(minutes: number): string {
  const bounded = Math.min(Math.max(0, Math.round(minutes)), 99 * 60 + 59);
  return `${String(Math.floor(bounded / 60)).padStart(2, '0')}:${String(bounded % 60).padStart(2, '0')}`;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const pad = (value: number) => String(value).padStart(2, '0');

export function writeOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** The IANA zone as the runtime spells it, or undefined. */
export function knownZone(name: string | undefined): string | undefined {
  if (!name || name.length > 64 || /^[+-]/.test(name)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return undefined;
  }
}

/** Wall time ↔ instant in one zone; the formatter is built once. */
export function zoneClock(zone: string) {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();

  /** Minutes east of Greenwich at the instant. */
  const offsetAt = (ms: number): number => {
    // Offsets change on quarters of an hour only.
    const quarter = Math.floor(ms / 900_000);
    const cached = known.get(quarter);
    if (cached !== undefined) return cached;
    const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const found = /([+-])(\d{1,2})(?::(\d{2}))?/.exec(name);
    const minutes = found ? (Number(found[2]) * 60 + Number(found[3] ?? 0)) * (found[1] === '-' ? -1 : 1) : 0;
    known.set(quarter, minutes);
    return minutes;
  };

  return {
    offsetAt,
    /** In the lost hour of spring: the time after the jump. In the doubled hour of autumn: the first. */
    stampOf(wall: WallTime): string {
      const asUtc = Date.parse(`${wall.date}T${wall.time}Z`);
      const before = offsetAt(asUtc - 86_400_000);
      const first = offsetAt(asUtc - before * 60_000);
      const offset = offsetAt(asUtc - first * 60_000) === first ? first : before;
      return `${wall.date}T${wall.time}${writeOffset(offset)}`;
    },
    /** The wall time of an instant, with its offset. */
    localStamp(ms: number): string {
      const offset = offsetAt(ms);
      return `${new Date(ms + offset * 60_000).toISOString().slice(0, 19)}${writeOffset(offset)}`;
    },
  };
}

export const instantOf = (start: string): number => Date.parse(start);
