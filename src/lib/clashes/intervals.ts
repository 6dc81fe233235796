import type { Minute } from './plan.ts';

/** Something with a place in time. It must not change while it is in an index. */
export interface Lasting {
  readonly id: string;
  readonly from: Minute;
  readonly to: Minute;
}

/**
 * What lasts when, asked by overlap. Kept apart by length (powers of two), each sorted by start: what overlaps a span
 * starts at most one such length before it, so that a single night-long session doesn't make every question long.
 */
export class Intervals<T extends Lasting> {
  readonly #byLength = new Map<number, T[]>();

  add(one: T): void {
    const length = lengthClass(one);
    const list = this.#byLength.get(length);
    if (!list) this.#byLength.set(length, [one]);
    else list.splice(firstFrom(list, one.from), 0, one);
  }

  remove(one: T): void {
    const length = lengthClass(one);
    const list = this.#byLength.get(length);
    if (!list) return;
    for (let at = firstFrom(list, one.from); at < list.length && list[at]!.from === one.from; at++) {
      if (list[at] !== one) continue;
      list.splice(at, 1);
      if (list.length === 0) this.#byLength.delete(length);
      return;
    }
  }

  /** Calls with each that overlaps the half-open span; what it answers `false` to is the last. */
  overlapping(from: Minute, to: Minute, visit: (one: T) => boolean | undefined): void {
    for (const [length, list] of this.#byLength) {
      for (let at = firstFrom(list, from - 2 ** length); at < list.length; at++) {
        const one = list[at]!;
        if (one.from >= to) break;
        if (one.to > from && visit(one) === false) return;
      }
    }
  }

  isFree(from: Minute, to: Minute, except: string): boolean {
    let free = true;
    this.overlapping(from, to, (one) => (free = one.id === except));
    return free;
  }
}

const lengthClass = (one: Lasting): number => Math.max(0, Math.ceil(Math.log2(one.to - one.from)));

/** Index of the first that starts at `from` or later. */
function firstFrom(list: readonly Lasting[], from: Minute): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]!.from < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
