import type { Desk } from './desk.ts';
import { dressCell, lookOf, makeCell, placeCell } from './cell.ts';
import { columnsIn, momentAt, yOf, type Scale } from './geometry.ts';
import { gutter, makeGround } from './ground.ts';
import type { GridDay, GridRoom, GridSession } from './grid.ts';
import type { Look } from './look.ts';
import { part } from './parts.ts';
import { makeStanding } from './standing.ts';
import { makeView, type View } from './view.ts';

// The grid itself: rooms as columns, time down. Only what shows is in the document, and the cell that has the focus.

export interface Plane extends View {
  readonly scale: Scale;
  readonly rooms: readonly GridRoom[];
  readonly days: readonly GridDay[];
  readonly isNarrow: boolean;
  /** The frame, the day or the size of slots changed. */
  lay(day: number | 'all', slot: number): void;
  /** Sessions changed; undefined: all may have. */
  refresh(ids?: ReadonlySet<string>): void;
  /** Draws anew what shows, now. */
  draw(): void;
  has(id: string): boolean;
  focus(id: string): void;
  /** The session that the Tab key comes to. */
  enter(id: string | undefined): void;
  /** Sessions in the order of rooms and time. */
  order(): readonly GridSession[];
  inRoom(room: string): readonly GridSession[];
}

interface Drawn {
  element: HTMLElement;
  session: GridSession;
  state: string;
}

/** Px above and below what shows that are drawn already. */
const ahead = 240;

export function makePlane(root: HTMLElement, desk: Desk, look: Look): Plane {
  const scroll = part(root, 'scroll');
  const list = part(root, 'grid');
  const ground = makeGround(root, desk);
  const standing = makeStanding(desk);
  const view = makeView(root, ground);
  const drawn = new Map<string, Drawn>();
  let entrance: string | undefined;
  let awaited = 0;
  let slotNow = 30;
  let dayNow: number | 'all' = 'all';

  const focusedCell = (): HTMLElement | undefined =>
    document.activeElement instanceof HTMLElement && list.contains(document.activeElement)
      ? document.activeElement
      : undefined;
  const place = (element: HTMLElement, session: GridSession): void =>
    placeCell(element, session, standing.lane(session.id), ground);

  /** Draws a session that shows; answers its element if it is new. */
  const drawOne = (session: GridSession): HTMLElement | undefined => {
    const state = lookOf(session, look);
    let one = drawn.get(session.id);
    const isNew = !one;
    if (!one) drawn.set(session.id, (one = { element: makeCell(session), session, state: '' }));
    if (one.state !== state || one.session !== session) dressCell(one.element, session, look);
    if (one.session !== session || one.state === '') place(one.element, session);
    one.session = session;
    one.state = state;
    return isNew ? one.element : undefined;
  };

  const draw = (): void => {
    cancelAnimationFrame(awaited);
    awaited = 0;
    const { scale, rooms } = ground;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroll;
    const top = scrollTop - ahead;
    const bottom = scrollTop + clientHeight + ahead;
    ground.showHours(top, bottom, look.times.time);
    const [first, last] = columnsIn(scrollLeft, clientWidth - gutter, ground.column, rooms.length);
    const wanted = new Set<string>();
    const fresh: HTMLElement[] = [];
    const focused = focusedCell();
    for (let at = first; at <= last; at += 1) {
      for (const session of standing.inRoom(rooms[at]!.id)) {
        const y = yOf(scale, session.from!);
        if (y > bottom || yOf(scale, session.from! + Math.max(session.minutes, 1)) < top) continue;
        wanted.add(session.id);
        const element = drawOne(session);
        if (element) fresh.push(element);
      }
    }
    for (const [id, { element }] of drawn) {
      if (wanted.has(id) || (element === focused && standing.has(id))) continue;
      element.remove();
      drawn.delete(id);
      if (element === focused) queueMicrotask(() => list.focus({ preventScroll: true }));
    }
    if (fresh.length > 0) list.append(...fresh);
    for (const [id, { element }] of drawn) element.tabIndex = id === entrance ? 0 : -1;
    // Somebody who comes by Tab must find a way in, wherever the plane was scrolled to.
    list.tabIndex = entrance !== undefined && drawn.has(entrance) ? -1 : 0;
  };
  const later = (): void => {
    awaited ||= requestAnimationFrame(draw);
  };
  scroll.addEventListener('scroll', later, { passive: true });

  const measure = (): void => {
    ground.measure();
    for (const { element, session } of drawn.values()) place(element, session);
  };
  const lay = (day: number | 'all', slot: number): void => {
    dayNow = day;
    slotNow = slot;
    const focused = focusedCell()?.dataset.id;
    for (const { element } of drawn.values()) element.remove();
    drawn.clear();
    ground.lay(day, slot);
    standing.sort(ground.rooms, ground.days);
    measure();
    draw();
    // What had the focus may stand on another day now: the keys must still arrive.
    if (focused !== undefined) (drawn.get(focused)?.element ?? list).focus({ preventScroll: true });
  };
  let width = 0;
  new ResizeObserver(() => {
    if (scroll.clientWidth === width) return later();
    ({ clientWidth: width } = scroll);
    measure();
    later();
  }).observe(scroll);

  return {
    ...view,
    get scale() {
      return ground.scale;
    },
    get rooms() {
      return ground.rooms;
    },
    get days() {
      return ground.days;
    },
    get isNarrow() {
      return ground.isNarrow;
    },
    lay,
    draw,
    refresh: (ids) => {
      if (!ids) return lay(dayNow, slotNow);
      if (ground.opensWider()) {
        const at = momentAt(ground.scale, scroll.scrollTop);
        lay(dayNow, slotNow);
        scroll.scrollTop = yOf(ground.scale, at);
        return;
      }
      for (const room of standing.move(ids)) {
        for (const session of standing.inRoom(room)) {
          const one = drawn.get(session.id);
          if (!one) continue;
          one.session = session;
          place(one.element, session);
          one.state = 'stale';
        }
      }
      later();
    },
    has: standing.has,
    focus: (id) => {
      const session = desk.get(id);
      if (!session || !standing.has(id)) return;
      entrance = id;
      view.reveal({ from: session.from!, room: session.room!, minutes: session.minutes });
      draw();
      drawn.get(id)?.element.focus({ preventScroll: true });
    },
    enter: (id) => {
      entrance = id;
      later();
    },
    order: standing.order,
    inRoom: standing.inRoom,
  };
}
