import { dayAt, lanesOf, type Lane } from './geometry.ts';
import type { Desk } from './desk.ts';
import type { GridDay, GridRoom, GridSession } from './grid.ts';

/** Which sessions stand in which room of the days that are shown, by time, and beside whom where they overlap. */
export interface Standing {
  /** Everything anew, for these rooms and days. */
  sort(rooms: readonly GridRoom[], days: readonly GridDay[]): void;
  /** These changed; answers the rooms in which anything stands otherwise. */
  move(ids: Iterable<string>): ReadonlySet<string>;
  has(id: string): boolean;
  lane(id: string): Lane;
  inRoom(room: string): readonly GridSession[];
  /** By rooms and time. */
  order(): readonly GridSession[];
}

export function makeStanding(desk: Desk): Standing {
  let rooms: readonly GridRoom[] = [];
  let days: readonly GridDay[] = [];
  let shown = new Set<string>();
  let byRoom = new Map<string, GridSession[]>();
  let lanes = new Map<string, Lane>();
  let whereIs = new Map<string, string>();
  let ordered: GridSession[] | undefined;

  const put = (session: GridSession): boolean => {
    const { from, room } = session;
    if (from === undefined || room === undefined || !shown.has(room) || !dayAt(days, from)) return false;
    const own = byRoom.get(room);
    if (own) own.push(session);
    else byRoom.set(room, [session]);
    whereIs.set(session.id, room);
    return true;
  };
  const settle = (room: string): void => {
    const own = byRoom.get(room) ?? [];
    own.sort((a, b) => a.from! - b.from! || (a.id < b.id ? -1 : 1));
    for (const [id, lane] of lanesOf(own)) lanes.set(id, lane);
  };

  return {
    sort: (newRooms, newDays) => {
      rooms = newRooms;
      days = newDays;
      shown = new Set(rooms.map((room) => room.id));
      byRoom = new Map();
      whereIs = new Map();
      lanes = new Map();
      for (const session of desk.all()) put(session);
      for (const room of byRoom.keys()) settle(room);
      ordered = undefined;
    },
    move: (ids) => {
      const touched = new Set<string>();
      for (const id of ids) {
        const old = whereIs.get(id);
        if (old !== undefined) {
          const rest = (byRoom.get(old) ?? []).filter((one) => one.id !== id);
          byRoom.set(old, rest);
          touched.add(old);
          whereIs.delete(id);
          lanes.delete(id);
        }
        const session = desk.get(id);
        if (session && put(session)) touched.add(session.room!);
      }
      for (const room of touched) settle(room);
      if (touched.size > 0) ordered = undefined;
      return touched;
    },
    has: (id) => whereIs.has(id),
    lane: (id) => lanes.get(id) ?? { lane: 0, lanes: 1 },
    inRoom: (room) => byRoom.get(room) ?? [],
    order: () => (ordered ??= rooms.flatMap((room) => byRoom.get(room.id) ?? [])),
  };
}
