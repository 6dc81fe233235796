import type { Spot } from '#lib/clashes/plan.ts';
import { sameSpot, type Deed, type Placing } from './history.ts';
import type { Grid, GridChanges, GridFrame, GridResult, GridSession } from './grid.ts';

// The drafts as the editor sees them: what the server said, with what was done here and is not yet saved on top. A
// change is saved only over what its author saw; when a colleague was faster, it is taken back and said so.

/** What a request came to. */
export type Answer<T> =
  | { state: 'done'; value: T }
  /** Refused: the words for it, and whether somebody else's change is the reason. */
  | { state: 'refused'; text: string; isConflict: boolean }
  /** Not reached, or the server is not well: to be tried again. */
  | { state: 'away' }
  | { state: 'signed_out' };

export interface Wire {
  send(body: object): Promise<Answer<GridResult>>;
  changes(since: number): Promise<Answer<GridChanges>>;
  all(): Promise<Answer<Grid>>;
}

export interface Told {
  /** Sessions that look otherwise now; undefined: anything may. */
  changed(ids: ReadonlySet<string> | undefined): void;
  /** Colleagues moved these. */
  moved(ids: readonly string[]): void;
  /** What was done here could not be saved and was taken back. */
  lost(deed: Deed, text: string, ids: readonly string[]): void;
  copied(deed: Deed, made: readonly string[]): void;
  state(state: SavingState, waiting: number): void;
  /** People, rules or rooms changed: clashes have to be looked at anew. */
  replan(): void;
}

export type SavingState = 'saved' | 'saving' | 'away' | 'signed_out';

interface Waiting {
  deed: Deed;
  /** For a deed of kind `copy`: whether it makes or takes back. */
  isBack?: boolean;
}

export interface Desk {
  readonly frame: GridFrame;
  get(id: string): GridSession | undefined;
  all(): IterableIterator<GridSession>;
  /** Shows it at once and saves it when it can. */
  place(deed: Deed & { kind: 'place' }): void;
  copy(deed: Deed & { kind: 'copy' }, isBack?: boolean): void;
  /** The server has something new. */
  pull(): Promise<void>;
  /** Tries now what waits. */
  retry(): void;
  readonly waiting: number;
}

export const spotOf = (session: GridSession): Spot => ({
  from: session.from ?? null,
  room: session.room ?? null,
  minutes: session.minutes,
});

export function withSpot(session: GridSession, { from, room, minutes }: Spot): GridSession {
  const { from: _from, room: _room, ...rest } = session;
  return { ...rest, minutes, ...(from !== null && { from }), ...(room !== null && { room }) };
}

/** Whether two states of a session are the same to whoever looks for clashes, apart from its place. */
const sameSay = (a: GridSession, b: GridSession): boolean =>
  a.kind === b.kind &&
  a.status === b.status &&
  a.people.join() === b.people.join() &&
  a.langs.join() === b.langs.join();

const waits = [500, 1000, 2000, 4000, 8000, 15_000];

export function makeDesk(grid: Grid, wire: Wire, told: Told): Desk {
  let { frame, seq } = grid;
  /** As the server has it. */
  const base = new Map(grid.sessions.map((session) => [session.id, session]));
  const shown = new Map(base);
  const queue: Waiting[] = [];
  let isRunning = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pulling: Promise<void> | undefined;
  let isStale = false;

  const show = (id: string): void => {
    let session = base.get(id);
    for (const { deed } of queue)
      if (session && deed.kind === 'place')
        for (const placing of deed.placings)
          if (placing.id === id) session = withSpot(session, placing.after);
    if (session) shown.set(id, session);
    else shown.delete(id);
  };
  const tellState = (state: SavingState): void => told.state(state, queue.length);

  /** Takes over what the server says; answers the ids that stand otherwise than they did. */
  const learn = (sessions: readonly GridSession[], removed: readonly string[]): string[] => {
    const moved: string[] = [];
    let isOther = false;
    for (const session of sessions) {
      const old = base.get(session.id);
      if (old && old.version > session.version) continue;
      const isMoved = !old || !sameSpot(spotOf(old), spotOf(session));
      if (isMoved) moved.push(session.id);
      // A newer version in the same place: something of it changed that may not even stand here, such as who interprets.
      isOther ||= !old || !sameSay(old, session) || (!isMoved && old.version !== session.version);
      base.set(session.id, session);
    }
    for (const id of removed) if (base.delete(id)) moved.push(id);
    const touched = new Set([...sessions.map((one) => one.id), ...removed]);
    for (const id of touched) show(id);
    told.changed(touched);
    if (isOther) told.replan();
    return moved;
  };

  /** Placings whose session no longer stands where their author saw it. */
  const overtaken = (placings: readonly Placing[]): string[] =>
    placings
      .filter(({ id, before }) => {
        const now = base.get(id);
        return !now || !sameSpot(spotOf(now), before);
      })
      .map(({ id }) => id);
  const isDone = (placings: readonly Placing[]): boolean =>
    placings.every(({ id, after }) => {
      const now = base.get(id);
      return now !== undefined && sameSpot(spotOf(now), after);
    });

  const drop = (waiting: Waiting, text: string, ids: readonly string[]): void => {
    queue.splice(queue.indexOf(waiting), 1);
    const touched = waiting.deed.kind === 'place' ? waiting.deed.placings.map(({ id }) => id) : [];
    for (const id of touched) show(id);
    told.changed(new Set(touched));
    told.lost(waiting.deed, text, ids);
  };

  const bodyOf = ({ deed, isBack }: Waiting): object => {
    const seen = (id: string) => ({ id, version: base.get(id)?.version ?? 1 });
    if (deed.kind === 'place')
      return { moves: deed.placings.map(({ id, after }) => ({ ...seen(id), place: after })) };
    if (!isBack) return { copy: deed.source, version: base.get(deed.source)?.version ?? 1 };
    return { removeCopies: deed.made.map(seen) };
  };

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    clearTimeout(timer);
    try {
      let tries = 0;
      while (queue.length > 0) {
        const waiting = queue[0]!;
        const { deed } = waiting;
        if (deed.kind === 'place') {
          const ids = overtaken(deed.placings);
          if (ids.length > 0 && !isDone(deed.placings)) {
            drop(waiting, '', ids);
            continue;
          }
        }
        tellState('saving');
        const answer = await wire.send(bodyOf(waiting));
        if (answer.state === 'away' || answer.state === 'signed_out') {
          tellState(answer.state);
          const wait = waits[Math.min(failures++, waits.length - 1)]!;
          timer = setTimeout(() => void run(), wait);
          return;
        }
        failures = 0;
        if (answer.state === 'refused') {
          // Perhaps only its words changed, or an answer was lost on the way: look, and try once more.
          if (answer.isConflict && tries++ < 3) {
            await pull();
            if (deed.kind === 'place' && isDone(deed.placings)) queue.shift();
            continue;
          }
          tries = 0;
          drop(waiting, answer.text, deed.kind === 'place' ? deed.placings.map(({ id }) => id) : []);
          continue;
        }
        tries = 0;
        queue.shift();
        learn(answer.value.sessions, answer.value.removed);
        if (deed.kind === 'copy' && !waiting.isBack)
          told.copied(
            deed,
            answer.value.sessions.map((one) => one.id),
          );
      }
      tellState('saved');
    } finally {
      isRunning = false;
    }
  };

  const pullOnce = async (): Promise<void> => {
    const answer = await wire.changes(seq);
    if (answer.state !== 'done') {
      if (answer.state === 'signed_out') tellState('signed_out');
      return;
    }
    const { value } = answer;
    if (value.reset) {
      const whole = await wire.all();
      if (whole.state !== 'done') return;
      ({ frame, seq } = whole.value);
      base.clear();
      for (const session of whole.value.sessions) base.set(session.id, session);
      shown.clear();
      for (const id of base.keys()) show(id);
      told.changed(undefined);
      told.replan();
      return;
    }
    seq = Math.max(seq, value.seq);
    if (value.frame) ({ frame } = value);
    const moved = learn(value.sessions, value.removed);
    if (value.frame) told.changed(undefined);
    if (value.replan) told.replan();
    if (moved.length > 0) told.moved(moved);
  };

  const pull = async (): Promise<void> => {
    isStale = true;
    pulling ??= (async () => {
      while (isStale) {
        isStale = false;
        await pullOnce();
      }
    })().finally(() => (pulling = undefined));
    return pulling;
  };

  return {
    get frame() {
      return frame;
    },
    get waiting() {
      return queue.length;
    },
    get: (id) => shown.get(id),
    all: () => shown.values(),
    place: (deed) => {
      queue.push({ deed });
      for (const { id } of deed.placings) show(id);
      told.changed(new Set(deed.placings.map(({ id }) => id)));
      void run();
    },
    copy: (deed, isBack = false) => {
      queue.push({ deed, isBack });
      void run();
    },
    pull,
    retry: () => {
      failures = 0;
      void run();
    },
  };
}
