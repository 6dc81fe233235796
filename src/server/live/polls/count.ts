import { scaleValues, type PollKind } from './shape.ts';

/** Sums of a closed poll. `counts`: ballots for each option, or each value of a scale, or points when ranked. */
export interface Counted {
  ballots: number;
  counts: number[];
  /** Ranked only: how many put it first. */
  firsts?: number[];
}

/**
 * Counts ballots. Ranked ones by the Borda count as its author gave it (Emerson, "The original Borda count and partial
 * voting", Social Choice and Welfare 40, 2013, doi 10.1007/s00355-011-0603-9): who ranks m options gives the last of them 1 point and
 * the first m, whatever stays unranked gets nothing. Equal points are an equal place; nothing breaks a tie.
 */
export function count(kind: PollKind, options: number, ballots: readonly (readonly number[])[]): Counted {
  const counts = new Array<number>(kind === 'scale' ? scaleValues : options).fill(0);
  const firsts = new Array<number>(counts.length).fill(0);
  const add = (list: number[], at: number, by: number): void => {
    if (at in list) list[at] = list[at]! + by;
  };
  for (const choice of ballots) {
    choice.forEach((at, index) =>
      add(counts, kind === 'scale' ? at - 1 : at, kind === 'ranked' ? choice.length - index : 1),
    );
    if (kind === 'ranked' && choice.length > 0) add(firsts, choice[0]!, 1);
  }
  return { ballots: ballots.length, counts, ...(kind === 'ranked' ? { firsts } : {}) };
}

export interface Place {
  /** Of the list of options. */
  option: number;
  count: number;
  /** 1 for the most; equal counts have the same one, and the next is as far behind as there are options before it. */
  place: number;
  /** Another option has the same count. */
  tied: boolean;
}

/** The options from the most to the least; among equals in the order in which they were asked. */
export function places(counts: readonly number[]): Place[] {
  return counts
    .map((count, option) => ({
      option,
      count,
      place: 1 + counts.filter((other) => other > count).length,
      tied: counts.filter((other) => other === count).length > 1,
    }))
    .sort((a, b) => b.count - a.count || a.option - b.option);
}

/** The middle value of a scale; two when the middle lies between them. */
export function medians(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return [];
  const at = (rank: number): number => {
    let passed = 0;
    return counts.findIndex((each) => (passed += each) > rank) + 1;
  };
  return [...new Set([at(Math.floor((total - 1) / 2)), at(Math.floor(total / 2))])];
}
