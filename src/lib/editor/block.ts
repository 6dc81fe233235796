import type { Spot } from '#lib/clashes/plan.ts';
import { sameSpot, type Placing } from './history.ts';
import type { GridDay, GridRoom } from './grid.ts';

/**
 * A block moves as one: everything by as many minutes and as many rooms as the session that is held. If that would
 * push one of them out of the rooms, all stay in theirs.
 */
export function moveBlock(
  held: { id: string; before: Spot; target: Spot },
  others: readonly { id: string; before: Spot }[],
  rooms: readonly GridRoom[],
): Placing[] {
  const { before, target } = held;
  const columns = new Map(rooms.map((room, index) => [room.id, index]));
  const minutes = before.from !== null && target.from !== null ? target.from - before.from : undefined;
  const column = (room: string | null): number | undefined => (room === null ? undefined : columns.get(room));
  const [from, to] = [column(before.room), column(target.room)];
  const by = from !== undefined && to !== undefined ? to - from : 0;
  const fits = others.every((one) => {
    const at = column(one.before.room);
    return at === undefined || (at + by >= 0 && at + by < rooms.length);
  });
  const placings = others.map((one): Placing => {
    const at = column(one.before.room);
    const after: Spot = {
      ...one.before,
      ...(minutes !== undefined && one.before.from !== null && { from: one.before.from + minutes }),
      ...(fits && at !== undefined && { room: rooms[at + by]!.id }),
      // Taken out of time with the one that is held.
      ...(target.from === null && { from: null, room: null }),
    };
    return { id: one.id, before: one.before, after };
  });
  return [{ id: held.id, before, after: target }, ...placings].filter(
    (placing) => !sameSpot(placing.before, placing.after),
  );
}

/** The same time of the clock on the day `by` days on, or undefined when there is none. */
export function onDay(days: readonly GridDay[], from: number, by: number): number | undefined {
  const index = days.findIndex((day) => day.from <= from && from < day.to);
  const day = days[index];
  const next = days[index + by];
  return day && next ? next.from + (from - day.from) : undefined;
}

/** Each takes the other's place and keeps its own length. */
export const swapped = (a: { id: string; before: Spot }, b: { id: string; before: Spot }): Placing[] =>
  [
    { ...a, after: { ...b.before, minutes: a.before.minutes } },
    { ...b, after: { ...a.before, minutes: b.before.minutes } },
  ].filter((placing) => !sameSpot(placing.before, placing.after));
