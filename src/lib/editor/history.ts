import type { Spot } from '#lib/clashes/plan.ts';

/** One session of a change: where it stood and where it stands after it. */
export interface Placing {
  id: string;
  before: Spot;
  after: Spot;
}

/** What an editor did, and can take back. */
export type Deed =
  { kind: 'place'; placings: readonly Placing[] } | { kind: 'copy'; source: string; made: readonly string[] };

export interface History {
  add(deed: Deed): void;
  /** The deed to take back; it waits among those to be done again. */
  undo(): Deed | undefined;
  redo(): Deed | undefined;
  /** A deed that could not be taken back or done after all is forgotten. */
  forget(deed: Deed): void;
  /** What was done again made other copies. */
  replace(old: Deed, fresh: Deed): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

const most = 200;

export function makeHistory(): History {
  const done: Deed[] = [];
  const undone: Deed[] = [];
  const swap = (list: Deed[], old: Deed, fresh?: Deed): void => {
    const at = list.indexOf(old);
    if (at >= 0) list.splice(at, 1, ...(fresh ? [fresh] : []));
  };
  return {
    add: (deed) => {
      done.push(deed);
      undone.length = 0;
      if (done.length > most) done.shift();
    },
    undo: () => {
      const deed = done.pop();
      if (deed) undone.push(deed);
      return deed;
    },
    redo: () => {
      const deed = undone.pop();
      if (deed) done.push(deed);
      return deed;
    },
    forget: (deed) => {
      swap(done, deed);
      swap(undone, deed);
    },
    replace: (old, fresh) => {
      swap(done, old, fresh);
      swap(undone, old, fresh);
    },
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
  };
}

export const sameSpot = (a: Spot, b: Spot): boolean =>
  a.from === b.from && a.room === b.room && a.minutes === b.minutes;

export const turned = (placings: readonly Placing[]): Placing[] =>
  placings.map(({ id, before, after }) => ({ id, before: after, after: before }));
