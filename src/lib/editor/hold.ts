import type { Clash, Spot } from '#lib/clashes/plan.ts';
import { moveBlock, onDay, swapped } from './block.ts';
import type { Clashing } from './clashing.ts';
import { spotOf, type Desk } from './desk.ts';
import type { Placing } from './history.ts';
import type { Plane } from './plane.ts';

// A session in the hand, by keys or by a pointer alike: where it came from, where it would go, and what that breaks.

export interface Held {
  id: string;
  before: Spot;
  target: Spot;
  isSize: boolean;
  others: readonly { id: string; before: Spot }[];
  clashes: readonly Clash[];
}

export interface Hold {
  readonly held: Held | undefined;
  take(id: string, block: readonly string[], isSize?: boolean): Held | undefined;
  aim(spot: Partial<Spot>): boolean;
  /** By slots, rooms or days; false at the edge. */
  step(by: { slots?: number; rooms?: number; days?: number; length?: number }): boolean;
  /** Placings of what is held where it is aimed at, and lets go. */
  drop(): Placing[];
  cancel(): void;
  /** Exchanges what is held with what stands at its target. */
  swapWith(id: string): Placing[];
}

export function makeHold(
  desk: Desk,
  plane: Plane,
  clashing: Clashing,
  show: (held: Held | undefined) => void,
): Hold {
  let held: Held | undefined;

  const aim = (spot: Partial<Spot>): boolean => {
    if (!held) return false;
    const target = { ...held.target, ...spot };
    if (
      target.from === held.target.from &&
      target.room === held.target.room &&
      target.minutes === held.target.minutes
    )
      return false;
    held = { ...held, target, clashes: clashing.preview(held.id, target) };
    show(held);
    return true;
  };

  return {
    get held() {
      return held;
    },
    take: (id, block, isSize = false) => {
      const session = desk.get(id);
      if (!session) return undefined;
      const before = spotOf(session);
      const free = plane.firstSpot();
      // What stands nowhere yet is first held over the first place that shows.
      const target = plane.has(id) || !free ? before : { ...before, ...free };
      const others = block
        .filter((one) => one !== id)
        .flatMap((one) => {
          const other = desk.get(one);
          return other ? [{ id: one, before: spotOf(other) }] : [];
        });
      held = { id, before, target, isSize, others, clashes: clashing.preview(id, target) };
      show(held);
      return held;
    },
    aim,
    step: ({ slots = 0, rooms = 0, days = 0, length = 0 }) => {
      if (!held) return false;
      const { target } = held;
      const { slot } = plane.scale;
      if (length !== 0)
        return aim({ minutes: Math.max(slot < 15 ? 5 : slot / 3, target.minutes + length * slot) });
      if (target.from === null || target.room === null) return aim(plane.firstSpot() ?? {});
      if (days !== 0) {
        const from = onDay(desk.frame.days, target.from, days);
        return from !== undefined && aim({ from });
      }
      if (rooms !== 0) {
        const at = plane.rooms.findIndex((room) => room.id === target.room);
        const room = plane.rooms[at + rooms];
        return room !== undefined && aim({ room: room.id });
      }
      // To the slots of the clock first: 10:10 goes up to 10:00, not to 9:55.
      const { bands } = plane.scale;
      const at = bands.findIndex((band) => band.from <= target.from! && target.from! < band.to);
      const band = bands[at];
      if (!band) return false;
      const steps = (target.from - band.from) / slot;
      const next = band.from + (slots > 0 ? Math.floor(steps) + slots : Math.ceil(steps) + slots) * slot;
      if (next >= band.from && next < band.to) return aim({ from: next });
      const other = bands[at + Math.sign(slots)];
      return other !== undefined && aim({ from: slots > 0 ? other.from : other.to - slot });
    },
    drop: () => {
      if (!held) return [];
      const placings = moveBlock(held, held.others, plane.rooms);
      held = undefined;
      show(undefined);
      return placings;
    },
    cancel: () => {
      held = undefined;
      show(undefined);
    },
    swapWith: (id) => {
      const other = desk.get(id);
      if (!held || !other) return [];
      const placings = swapped({ id: held.id, before: held.before }, { id, before: spotOf(other) });
      held = undefined;
      show(undefined);
      return placings;
    },
  };
}
