import type { Minute } from '#lib/clashes/plan.ts';
import type { GridDay, GridSession } from './grid.ts';

// Where a moment stands on the plane, and what stands at a place of it. Pure: y in CSS px, time in minutes.

/** A day on the plane; the hours of the night in which nothing is may be left out. */
export interface Band {
  day: number;
  from: Minute;
  to: Minute;
  y: number;
  height: number;
}

export interface Scale {
  bands: readonly Band[];
  height: number;
  /** Px a minute. */
  unit: number;
  /** Minutes a slot: what arrows move by and what pointers snap to. */
  slot: number;
}

/** Px an hour takes at each size of slot: what is planned finely is seen large. */
export const hourHeights: Readonly<Record<number, number>> = { 5: 288, 15: 136, 30: 84, 60: 52 };
export const slots = [5, 15, 30, 60] as const;
const bandGap = 34;
const hour = 60;

/** The hours of a day in which anything stands, an hour before and after them, and never less than from 9 to 18. `startsAt`: minutes after midnight. */
export function openHours(
  days: readonly GridDay[],
  sessions: Iterable<GridSession>,
  startsAt: number,
): [number, number] {
  let first = Math.max(0, 9 * hour - startsAt);
  let last = 18 * hour - startsAt;
  for (const { from, minutes } of sessions) {
    const day = dayAt(days, from);
    if (!day || from === undefined) continue;
    first = Math.min(first, Math.floor((from - day.from) / hour) * hour - hour);
    last = Math.max(last, Math.ceil((from + minutes - day.from) / hour) * hour + hour);
  }
  return [Math.max(0, first), last];
}

export const dayAt = (days: readonly GridDay[], at: Minute | undefined): GridDay | undefined =>
  at === undefined ? undefined : days.find((day) => day.from <= at && at < day.to);

export function makeScale(
  days: readonly GridDay[],
  slot: number,
  [open, close]: readonly [number, number],
): Scale {
  const unit = (hourHeights[slot] ?? 84) / hour;
  const bands: Band[] = [];
  let y = 0;
  for (const day of days) {
    if (days.length > 1) y += bandGap;
    const from = day.from + open;
    const to = Math.min(day.to, day.from + close);
    const height = (to - from) * unit;
    bands.push({ day: day.number, from, to, y, height });
    y += height;
  }
  return { bands, height: y, unit, slot };
}

/** The band a moment is in, or the nearest one. */
function bandOf(scale: Scale, at: Minute): Band | undefined {
  let best: Band | undefined;
  for (const band of scale.bands) {
    if (at < band.from) return best && best.to - at > at - band.from ? best : (best ?? band);
    best = band;
    if (at < band.to) return band;
  }
  return best;
}

export function yOf(scale: Scale, at: Minute): number {
  const band = bandOf(scale, at);
  if (!band) return 0;
  return band.y + Math.max(0, Math.min(band.height, (at - band.from) * scale.unit));
}

/** The moment at a height, inside a band; between bands the nearer edge. */
export function momentAt(scale: Scale, y: number): Minute {
  let best = scale.bands[0];
  for (const band of scale.bands) if (band.y - bandGap / 2 <= y) best = band;
  if (!best) return 0;
  return best.from + Math.max(0, Math.min(best.to - best.from, (y - best.y) / scale.unit));
}

/** To the nearest slot of the clock, counted from the band's beginning, which is a whole hour. */
export function snap(scale: Scale, at: Minute): Minute {
  const band = bandOf(scale, at);
  if (!band) return Math.round(at);
  const steps = Math.round((at - band.from) / scale.slot);
  const last = Math.ceil((band.to - band.from) / scale.slot) - 1;
  return band.from + Math.max(0, Math.min(last, steps)) * scale.slot;
}

export interface Lane {
  /** Place among those that overlap in the room, and how many there are. */
  lane: number;
  lanes: number;
}

/** Sessions of one room that overlap stand side by side. `sessions` have a time. */
export function lanesOf(sessions: readonly GridSession[]): Map<string, Lane> {
  const sorted = [...sessions].sort(
    (a, b) => a.from! - b.from! || b.minutes - a.minutes || (a.id < b.id ? -1 : 1),
  );
  const lanes = new Map<string, Lane>();
  let group: { id: string; lane: number }[] = [];
  let ends: number[] = [];
  const close = (): void => {
    for (const { id, lane } of group) lanes.set(id, { lane, lanes: ends.length });
    group = [];
    ends = [];
  };
  for (const { id, from, minutes } of sorted) {
    if (ends.length > 0 && ends.every((end) => end <= from!)) close();
    const free = ends.findIndex((end) => end <= from!);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = from! + Math.max(minutes, 1);
    group.push({ id, lane });
  }
  close();
  return lanes;
}

/** First and last column that show between `left` and `left + width`, one more on each side. */
export function columnsIn(left: number, width: number, column: number, count: number): [number, number] {
  if (count === 0 || column <= 0) return [0, -1];
  return [
    Math.max(0, Math.floor(left / column) - 1),
    Math.min(count - 1, Math.floor((left + width) / column) + 1),
  ];
}
