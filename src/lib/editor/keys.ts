import type { Actions } from './actions.ts';
import { neighbour } from './actions.ts';
import type { Desk } from './desk.ts';
import type { Hold } from './hold.ts';
import type { Plane } from './plane.ts';
import type { GridSession } from './grid.ts';

export interface KeyPlaces {
  desk: Desk;
  plane: Plane;
  hold: Hold;
  actions: Actions;
  matches(session: GridSession): boolean;
  focus(id: string): void;
  /** The session of the element that has the focus, on the plane or in the tray. */
  current(): { id: string; isPlaced: boolean } | undefined;
  /** The tray's neighbour. */
  inTray(id: string, by: number): string | undefined;
  where(id: string): void;
  open(id: string): void;
  toDay(by: number): void;
}

const ways = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' } as const;

/** Letters by their place on the keyboard, so that a Cyrillic layout works as a Latin one. */
const letterOf = (event: KeyboardEvent): string =>
  /^[a-z]$/i.test(event.key)
    ? event.key.toLowerCase()
    : (/^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key);

export function listenKeys(root: HTMLElement, places: KeyPlaces): void {
  const { actions, hold, plane, desk } = places;

  const holding = (event: KeyboardEvent): boolean => {
    switch (event.key) {
      case 'ArrowUp':
        actions.step({ slots: -1 });
        return true;
      case 'ArrowDown':
        actions.step({ slots: 1 });
        return true;
      case 'ArrowLeft':
        actions.step({ rooms: -1 });
        return true;
      case 'ArrowRight':
        actions.step({ rooms: 1 });
        return true;
      case 'PageUp':
        actions.step({ days: -1 });
        return true;
      case 'PageDown':
        actions.step({ days: 1 });
        return true;
      case 'Enter':
      case ' ':
        actions.drop();
        return true;
      default:
        return false;
    }
  };

  const moving = (event: KeyboardEvent, id: string, isPlaced: boolean): boolean => {
    const session = desk.get(id);
    if (!session) return false;
    if (event.key in ways) {
      const way = ways[event.key as keyof typeof ways];
      const next = isPlaced
        ? neighbour(plane, session, way, places.matches)?.id
        : places.inTray(id, way === 'down' || way === 'right' ? 1 : -1);
      if (next) places.focus(next);
      return true;
    }
    if (event.key === 'Home' || event.key === 'End') {
      const own = isPlaced ? plane.inRoom(session.room ?? '').filter(places.matches) : [];
      const next = event.key === 'Home' ? own[0] : own.at(-1);
      if (next) places.focus(next.id);
      return own.length > 0;
    }
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      places.toDay(event.key === 'PageDown' ? 1 : -1);
      return true;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      actions.take(id);
      return true;
    }
    return false;
  };

  const either = (event: KeyboardEvent, id: string): boolean => {
    switch (letterOf(event)) {
      case '+':
      case '=':
        actions.longer(id, 1);
        return true;
      case '-':
      case '_':
        actions.longer(id, -1);
        return true;
      case 's':
        actions.swap(id);
        return true;
      case 'u':
      case 'Delete':
        actions.takeOut(id);
        return true;
      case 'c':
        actions.copy(id);
        return true;
      case 'm':
        if (event.shiftKey) actions.markDay(id);
        else actions.mark(id);
        return true;
      case 'w':
        places.where(id);
        return true;
      case 'o':
        places.open(id);
        return true;
      default:
        return false;
    }
  };

  document.addEventListener('keydown', (event) => {
    // A colleague may have taken away what had the focus; then it is nowhere, and the keys are still the editor's.
    if (event.target !== document.body && !root.contains(event.target as Node)) return;
    const isTyping = event.target instanceof Element && event.target.matches('input, select, textarea');
    const letter = letterOf(event);
    if (
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      (letter === 'z' || letter === 'y') &&
      !isTyping
    ) {
      event.preventDefault();
      if (letter === 'y' || event.shiftKey) actions.redo();
      else actions.undo();
      return;
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      actions.cancel();
      return;
    }
    // Buttons keep their own keys, unless something is held: then keys move it wherever the focus went.
    const current = places.current();
    const isElsewhere =
      event.target instanceof Element && event.target.closest('button, a, summary') !== null;
    if (isElsewhere) return;
    const id = hold.held?.id ?? current?.id;
    if (id === undefined) return;
    const done = hold.held ? holding(event) : moving(event, id, current?.isPlaced ?? false);
    if (done || either(event, id)) event.preventDefault();
  });
}
