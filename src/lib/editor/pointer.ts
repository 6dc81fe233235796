import type { Actions } from './actions.ts';
import { snap } from './geometry.ts';
import type { Hold } from './hold.ts';
import type { Plane } from './plane.ts';

export interface PointerPlaces {
  actions: Actions;
  hold: Hold;
  plane: Plane;
  scroll: HTMLElement;
  tray: HTMLElement;
  /** A day's tab under the pointer is opened while one drags over it. */
  overDay(element: Element | null): void;
  choose(id: string): void;
}

/** A finger that rests this long picks up; one that moves sooner scrolls. */
const longPressMs = 350;
const slack = 5;
const edge = 48;
const fastest = 18;

interface Grip {
  id: string;
  pointer: number;
  x: number;
  y: number;
  /** Minutes between the session's beginning and where it was gripped. */
  offset: number;
  isSize: boolean;
  isTouch: boolean;
  timer?: ReturnType<typeof setTimeout>;
}

/** Drag and resize, by mouse, pen and finger. */
export function listenPointer(root: HTMLElement, places: PointerPlaces): void {
  const { actions, hold, plane, scroll, tray } = places;
  let grip: Grip | undefined;
  let isDragging = false;
  let last = { x: 0, y: 0 };
  let rolling = 0;

  const optionAt = (target: EventTarget | null): HTMLElement | undefined => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[role="option"][data-id]') : null;
    return found && root.contains(found) ? found : undefined;
  };

  const begin = (): void => {
    if (!grip || isDragging) return;
    isDragging = true;
    root.classList.add('dragging');
    actions.take(grip.id, grip.isSize);
    if (grip.isTouch) navigator.vibrate?.(20);
    aim();
  };

  const aim = (): void => {
    const { held } = hold;
    if (!grip || !held) return;
    const spot = plane.spotAt(last.x, last.y);
    if (!spot) {
      const box = tray.getBoundingClientRect();
      const isOver = last.x >= box.left && last.x <= box.right && last.y >= box.top && last.y <= box.bottom;
      if (isOver && !grip.isSize) actions.aim({ from: null, room: null });
      return;
    }
    if (grip.isSize) {
      const from = held.target.from!;
      const { slot } = plane.scale;
      const end = snap(plane.scale, spot.from + slot / 2);
      return actions.aim({ minutes: Math.max(slot, end - from) });
    }
    actions.aim({ from: snap(plane.scale, spot.from - grip.offset), room: spot.room });
  };

  /** At its edges the plane rolls under what is dragged. */
  const roll = (): void => {
    rolling = 0;
    if (!isDragging) return;
    const view = scroll.getBoundingClientRect();
    const pull = (at: number, from: number, to: number): number => {
      if (at < from - 8 || at > to + 8) return 0;
      if (at < from + edge) return -fastest * Math.min(1, (from + edge - at) / edge);
      return at > to - edge ? fastest * Math.min(1, (at - to + edge) / edge) : 0;
    };
    const isInside = last.x >= view.left - 8 && last.x <= view.right + 8;
    const dy = isInside ? pull(last.y, view.top, view.bottom) : 0;
    const dx = pull(last.x, view.left, view.right);
    if (dx === 0 && dy === 0) return;
    scroll.scrollBy({ left: dx, top: dy, behavior: 'instant' });
    aim();
    rolling = requestAnimationFrame(roll);
  };

  const end = (isDropped: boolean): void => {
    if (!grip) return;
    clearTimeout(grip.timer);
    const { id } = grip;
    grip = undefined;
    cancelAnimationFrame(rolling);
    rolling = 0;
    if (!isDragging) return;
    isDragging = false;
    root.classList.remove('dragging');
    if (isDropped && hold.held?.id === id) actions.drop();
    else actions.cancel();
  };

  root.addEventListener('pointerdown', (event) => {
    const option = optionAt(event.target);
    if (!option || event.button !== 0 || grip) return;
    const id = option.dataset.id!;
    const isTouch = event.pointerType === 'touch';
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.preventDefault();
      return actions.mark(id);
    }
    if (hold.held) actions.drop();
    last = { x: event.clientX, y: event.clientY };
    const box = option.getBoundingClientRect();
    const isSize = (event.target as Element).closest('.e-grip') !== null;
    const isPlaced = option.closest('[data-e="grid"]') !== null;
    grip = {
      id,
      pointer: event.pointerId,
      ...last,
      offset: isPlaced ? (event.clientY - box.top) / plane.scale.unit : 0,
      isSize,
      isTouch,
    };
    if (isTouch) grip.timer = setTimeout(begin, longPressMs);
    else option.focus({ preventScroll: true });
    places.choose(id);
  });
  root.addEventListener('pointermove', (event) => {
    if (!grip || event.pointerId !== grip.pointer) return;
    last = { x: event.clientX, y: event.clientY };
    if (!isDragging) {
      if (Math.hypot(last.x - grip.x, last.y - grip.y) < slack) return;
      if (grip.isTouch) return end(false);
      root.setPointerCapture(event.pointerId);
      begin();
      return;
    }
    aim();
    if (!plane.spotAt(last.x, last.y)) places.overDay(document.elementFromPoint(last.x, last.y));
    rolling ||= requestAnimationFrame(roll);
  });
  root.addEventListener('pointerup', (event) => {
    if (event.pointerId === grip?.pointer) end(true);
  });
  root.addEventListener('pointercancel', (event) => {
    if (event.pointerId === grip?.pointer) end(false);
  });
  // A browser that has begun to scroll can't be stopped; one that has not yet is told that the finger drags.
  root.addEventListener('touchmove', (event) => isDragging && event.cancelable && event.preventDefault(), {
    passive: false,
  });
  root.addEventListener('contextmenu', (event) => grip?.isTouch && event.preventDefault());
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isDragging) end(false);
  });
}
