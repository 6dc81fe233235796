import type { Spot } from '#lib/clashes/plan.ts';
import { moveBlock, swapped } from './block.ts';
import { clashText, spoken, type Clashing } from './clashing.ts';
import { spotOf, type Desk } from './desk.ts';
import { dayAt } from './geometry.ts';
import type { GridSession } from './grid.ts';
import { sameSpot, turned, type Deed, type History, type Placing } from './history.ts';
import type { Held, Hold } from './hold.ts';
import type { Look } from './look.ts';
import type { Plane } from './plane.ts';
import type { Words } from './words.ts';

// Everything that can be done, however it is asked for: by keys, by buttons, by a pointer. Each says what it did.

export interface Actions {
  take(id: string, isSize?: boolean): void;
  drop(): void;
  cancel(): void;
  step(by: Parameters<Hold['step']>[0]): void;
  aim(spot: Partial<Spot>): void;
  longer(id: string, by: number): void;
  takeOut(id: string): void;
  /** With what stands where the held one is aimed at, or first one and then another. */
  swap(id: string): void;
  copy(id: string): void;
  mark(id: string): void;
  markDay(id: string): void;
  placeAt(id: string, spot: Spot): void;
  undo(): void;
  redo(): void;
  /** Where a session stands and what it clashes with, in words. */
  tell(id: string, spot: Spot): string;
}

export interface Around {
  desk: Desk;
  plane: Plane;
  hold: Hold;
  history: History;
  clashing: Clashing;
  words: Words;
  look: Look;
  marks: Set<string>;
  names: Readonly<Record<string, string>>;
  say(text: string): void;
  /** Marks, the history or what may be done next changed. */
  did(ids?: Iterable<string>): void;
  /** Gives the focus back to a session, on the day it stands on. */
  focus(id: string): void;
  toDay(day: number): void;
}

export function makeActions(around: Around): Actions {
  const { desk, plane, hold, history, clashing, words, marks, names, say } = around;
  let swapFirst: string | undefined;

  const titleOf = (id: string): string => desk.get(id)?.title ?? '';
  const roomOf = (id: string | null): string =>
    (id !== null && desk.frame.rooms.find((room) => room.id === id)?.title) || words('no_room');
  const placeText = ({ from, room, minutes }: Spot): { room: string; time: string } => {
    const day = from === null || desk.frame.days.length < 2 ? undefined : dayAt(desk.frame.days, from);
    const time = from === null ? words('no_time') : around.look.times.span(from, minutes);
    return { room: roomOf(room), time: day ? `${day.title}, ${time}` : time };
  };
  const tell = (id: string, spot: Spot): string => {
    const clashes = clashing.preview(id, spot);
    return words('place_is', {
      ...placeText(spot),
      clashes: clashing.isLoaded
        ? spoken(clashes, words, (clash) => clashText(clash, id, desk, words, names))
        : '',
    });
  };
  const block = (id: string): string[] => (marks.has(id) ? [...marks] : [id]);

  const commit = (placings: readonly Placing[], said: string): boolean => {
    if (placings.length === 0) {
      say(words('put_down'));
      return false;
    }
    const deed = { kind: 'place' as const, placings };
    history.add(deed);
    desk.place(deed);
    around.did();
    say(said);
    return true;
  };
  const movedText = (id: string, count: number, after: Spot): string =>
    count > 1
      ? words.count('block', count)
      : words(after.from === null ? 'unscheduled' : 'moved', { title: titleOf(id), ...placeText(after) });

  const follow = (held: Held | undefined): void => {
    if (!held) return;
    const from = held.target.from;
    const day = from === null ? undefined : dayAt(desk.frame.days, from);
    if (day && !plane.days.some((one) => one.number === day.number)) around.toDay(day.number);
    plane.reveal(held.target);
  };

  /** Whether everything still stands as the deed left it; otherwise a colleague was there, and it stays. */
  const stands = (placings: readonly Placing[]): boolean =>
    placings.every(({ id, before }) => {
      const session = desk.get(id);
      return session !== undefined && sameSpot(spotOf(session), before);
    });
  const go = (deed: Deed | undefined, isBack: boolean): void => {
    if (!deed) return say(words(isBack ? 'nothing_undo' : 'nothing_redo'));
    if (deed.kind === 'copy') {
      desk.copy(deed, isBack);
      say(words(isBack ? 'undone' : 'redone', { title: titleOf(deed.source) }));
      return around.did();
    }
    const placings = isBack ? turned(deed.placings) : deed.placings;
    const first = placings[0]!;
    if (!stands(placings)) {
      history.forget(deed);
      around.did();
      return say(words('overtaken', { title: titleOf(first.id) }));
    }
    desk.place({ kind: 'place', placings });
    around.did();
    around.focus(first.id);
    say(
      `${words(isBack ? 'undone' : 'redone', { title: titleOf(first.id) })} ${tell(first.id, first.after)}`,
    );
  };

  return {
    tell,
    take: (id, isSize = false) => {
      const held = hold.take(id, isSize ? [id] : block(id), isSize);
      if (!held) return;
      follow(held);
      const said = held.others.length > 0 ? 'picked_up_block' : 'picked_up';
      say(`${words(said, { title: titleOf(id), amount: held.others.length + 1 })} ${tell(id, held.target)}`);
    },
    aim: (spot) => {
      if (hold.aim(spot)) say(tell(hold.held!.id, hold.held!.target));
    },
    step: (by) => {
      if (!hold.step(by)) return say(words('edge'));
      follow(hold.held);
      say(tell(hold.held!.id, hold.held!.target));
    },
    drop: () => {
      const { held } = hold;
      if (!held) return;
      const placings = hold.drop();
      if (held.isSize) {
        commit(placings, words('resized', { title: titleOf(held.id), ...placeText(held.target) }));
      } else commit(placings, movedText(held.id, placings.length, held.target));
      around.focus(held.id);
    },
    cancel: () => {
      const { held } = hold;
      swapFirst = undefined;
      if (held) {
        hold.cancel();
        say(words('cancelled', { title: titleOf(held.id) }));
        around.focus(held.id);
      } else if (marks.size > 0) {
        const ids = [...marks];
        marks.clear();
        around.did(ids);
        say(words.count('marks', 0));
      }
    },
    longer: (id, by) => {
      if (hold.held) {
        if (!hold.step({ length: by })) return say(words('edge'));
        return say(tell(hold.held.id, hold.held.target));
      }
      const session = desk.get(id);
      if (!session) return;
      const before = spotOf(session);
      const step = plane.scale.slot;
      const after = { ...before, minutes: Math.max(Math.min(step, 5), before.minutes + by * step) };
      if (after.minutes === before.minutes) return say(words('edge'));
      commit(
        [{ id, before, after }],
        `${words('resized', { title: session.title, ...placeText(after) })} ${tell(id, after)}`,
      );
    },
    takeOut: (id) => {
      if (hold.held) hold.cancel();
      const placings = block(id).flatMap((one): Placing[] => {
        const session = desk.get(one);
        if (!session) return [];
        const before = spotOf(session);
        return before.from === null
          ? []
          : [{ id: one, before, after: { ...before, from: null, room: null } }];
      });
      if (placings.length > 0 && commit(placings, movedText(id, placings.length, placings[0]!.after)))
        around.focus(id);
    },
    swap: (id) => {
      const { held } = hold;
      if (held) {
        const { from, room } = held.target;
        const there = plane
          .inRoom(room ?? '')
          .find(
            (one) => one.id !== held.id && one.from! <= from! && from! < one.from! + Math.max(one.minutes, 1),
          );
        if (!there) return say(words('swap_nothing'));
        commit(hold.swapWith(there.id), words('swapped', { title: titleOf(held.id), other: there.title }));
        return around.focus(held.id);
      }
      if (swapFirst === undefined || swapFirst === id) {
        swapFirst = swapFirst === id ? undefined : id;
        return say(words(swapFirst ? 'swap_choose' : 'cancelled', { title: titleOf(id) }));
      }
      const [a, b] = [desk.get(swapFirst), desk.get(id)];
      swapFirst = undefined;
      if (!a || !b) return;
      commit(
        swapped({ id: a.id, before: spotOf(a) }, { id, before: spotOf(b) }),
        words('swapped', { title: a.title, other: b.title }),
      );
      around.focus(b.id);
    },
    copy: (id) => {
      if (desk.get(id)?.kind !== 'break') return say(words('no_break'));
      const deed: Deed = { kind: 'copy', source: id, made: [] };
      history.add(deed);
      desk.copy(deed);
      around.did();
    },
    mark: (id) => {
      const isMarked = !marks.delete(id);
      if (isMarked) marks.add(id);
      around.did([id]);
      say(
        `${words(isMarked ? 'marked' : 'unmarked', { title: titleOf(id) })} ${words.count('marks', marks.size)}`,
      );
    },
    markDay: (id) => {
      const session = desk.get(id);
      const day = dayAt(desk.frame.days, session?.from);
      if (!session || !day) return;
      for (const one of desk.all())
        if (one.room === session.room && dayAt(desk.frame.days, one.from) === day) marks.add(one.id);
      around.did(marks);
      say(words.count('marks', marks.size));
    },
    placeAt: (id, spot) => {
      if (hold.held) hold.cancel();
      const session = desk.get(id);
      if (!session) return;
      const placings = moveBlock({ id, before: spotOf(session), target: spot }, [], plane.rooms);
      if (commit(placings, movedText(id, 1, spot))) around.focus(id);
    },
    undo: () => go(history.undo(), true),
    redo: () => go(history.redo(), false),
  };
}

/** The session nearest in a direction: in the same room by time, in a neighbouring room by nearness in time. */
export function neighbour(
  plane: Plane,
  from: GridSession,
  way: 'up' | 'down' | 'left' | 'right',
  matches: (session: GridSession) => boolean,
): GridSession | undefined {
  if (way === 'up' || way === 'down') {
    const own = plane.inRoom(from.room ?? '').filter((one) => one.id === from.id || matches(one));
    return own[own.findIndex((one) => one.id === from.id) + (way === 'down' ? 1 : -1)];
  }
  const by = way === 'right' ? 1 : -1;
  let at = plane.rooms.findIndex((room) => room.id === from.room) + by;
  for (; at >= 0 && at < plane.rooms.length; at += by) {
    const there = plane.inRoom(plane.rooms[at]!.id).filter(matches);
    if (there.length === 0) continue;
    return there.reduce((best, one) =>
      Math.abs(one.from! - from.from!) < Math.abs(best.from! - from.from!) ? one : best,
    );
  }
  return undefined;
}
