import { findInRoom, findInTime } from './find.ts';
import { costOf } from './severity.ts';
import { mergeSpans } from './spans.ts';
import type { Clash, PlacesWithin, RankedSpot } from './plan.ts';
import { hold, isPlaced, type World } from './world.ts';

/** Hostile steps and spans: the places looked at are at most this many. */
const maxTried = 200_000;

/**
 * Free places of a session: no other in the room, the room open, not in the past. What doesn't depend on the room is
 * found once a moment.
 */
export function findPlaces(
  world: World,
  id: string,
  within: PlacesWithin,
  marked: (clash: Clash) => Clash,
): RankedSpot[] {
  const session = world.held.get(id)?.session;
  const minutes = world.held.get(id)?.minutes ?? 0;
  const step = Math.max(1, Math.floor(within.step));
  const rooms = (within.rooms ?? [...world.rooms.keys()]).filter((room) => world.rooms.has(room));
  if (!session || minutes <= 0 || rooms.length === 0) return [];
  const spots: Found[] = [];
  /** What stood in each room a step earlier, when only the first of equal places is asked for. */
  const before = new Map<string, { at: number; sign: string }>();
  let tried = 0;
  for (const [first, last] of mergeSpans(within.spans)) {
    const skipped = Math.max(0, Math.ceil((world.now - first) / step)) * step;
    for (let from = first + skipped; from + minutes <= last && tried < maxTried; from += step) {
      tried += rooms.length;
      const there = hold(world, session, { from, minutes, room: undefined });
      if (!isPlaced(there)) continue;
      const inTime: Clash[] = [];
      findInTime(world, there, (clash) => inTime.push(marked(clash)) < 1_000);
      const timeCost = costOf(inTime);
      let atOnce = 0;
      for (const room of rooms) {
        if (world.inRoom.get(room)?.isFree(from, from + minutes, id) === false) continue;
        const inRoom: Clash[] = [];
        findInRoom(world, { ...there, room }, (clash) => inRoom.push(marked(clash)) < 1_000);
        if (inRoom.some((clash) => clash.kind === 'room_closed')) continue;
        const cost = timeCost + costOf(inRoom);
        if (within.apart) {
          const sign = [...inTime, ...inRoom].map((clash) => clash.key).join(' ');
          const same = before.get(room);
          before.set(room, { at: from, sign });
          if (same?.sign === sign && same.at === from - step) continue;
        }
        spots.push({ from, room, minutes, cost, inTime, inRoom, order: atOnce++ });
      }
    }
  }
  const fit = fitOf(world, session.expected);
  // Of places that are as good, when few are asked for: one a moment first, then a second.
  const spread = (spot: Found): number => (within.apart ? spot.order : 0);
  return spots
    .sort(
      (a, b) =>
        a.cost - b.cost ||
        fit(a.room) - fit(b.room) ||
        spread(a) - spread(b) ||
        a.from - b.from ||
        a.order - b.order,
    )
    .slice(0, Math.max(0, within.most))
    .map(({ from, room, minutes: length, cost, inTime, inRoom }) => ({
      from,
      room,
      minutes: length,
      cost,
      breaks: [...inRoom, ...inTime],
    }));
}

interface Found {
  from: number;
  room: string;
  minutes: number;
  cost: number;
  inTime: Clash[];
  inRoom: Clash[];
  order: number;
}

/** A hall for a thousand is not for a circle of twelve, when a smaller room is as good: its empty seats, in halves. */
function fitOf(world: World, expected: number | undefined): (room: string) => number {
  if (expected === undefined) return () => 0;
  return (room) => {
    const capacity = world.rooms.get(room)?.capacity;
    return capacity === undefined ? 1 : Math.max(0, Math.floor(Math.log2((capacity + 1) / (expected + 1))));
  };
}
