import type { Minute, Severity, Spot } from '#lib/clashes/plan.ts';
import {
  columnsIn,
  dayAt,
  lanesOf,
  makeScale,
  momentAt,
  openHours,
  snap,
  yOf,
  type Lane,
  type Scale,
} from './geometry.ts';
import type { Desk } from './desk.ts';
import { part } from './parts.ts';
import type { GridDay, GridRoom, GridSession } from './grid.ts';

// The grid itself: rooms as columns, time down. Only what shows is in the document, and the cell that has the focus.

export interface Look {
  /** Room and day, for those who don't see the column. */
  where(session: GridSession): string;
  clashWords(id: string): string;
  /** What stands under the title. */
  under(session: GridSession): string;
  clashes(id: string): number;
  severity(id: string): Severity | undefined;
  matches(session: GridSession): boolean;
  isHeld(id: string): boolean;
  isMarked(id: string): boolean;
  hue(session: GridSession): number | undefined;
}

export interface Plane {
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
  reveal(spot: Spot): void;
  /** Sessions in the order of rooms and time. */
  order(): readonly GridSession[];
  inRoom(room: string): readonly GridSession[];
  spotAt(x: number, y: number): { from: Minute; room: string } | undefined;
  firstSpot(): { from: Minute; room: string } | undefined;
  ghost(spot: Spot | undefined, text?: string, severity?: Severity): void;
}

interface Drawn {
  element: HTMLElement;
  session: GridSession;
  state: string;
}

const narrowest = 150;
const narrow = 544;
const gutter = 56;
const ahead = 240;

export function makePlane(root: HTMLElement, desk: Desk, time: (at: Minute) => string, look: Look): Plane {
  const scroll = part(root, 'scroll');
  const [plane, heads, hours, list, ground, ghostBox] = [
    'plane',
    'heads',
    'times',
    'grid',
    'ground',
    'ghost',
  ].map((name) => part(root, name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const drawn = new Map<string, Drawn>();
  let rooms: GridRoom[] = [];
  let days: GridDay[] = [];
  let columns = new Map<string, number>();
  let scale = makeScale([], 30, [0, 60]);
  let column = narrowest;
  let isNarrow = false;
  let byRoom = new Map<string, GridSession[]>();
  let lanes = new Map<string, Lane>();
  let whereIs = new Map<string, string>();
  let ordered: GridSession[] | undefined;
  let entrance: string | undefined;
  let awaited = 0;
  let slotNow = 30;
  let dayNow: number | 'all' = 'all';

  const px = (value: number): string => `${Math.round(value * 10) / 10}px`;

  const onPlane = (session: GridSession): boolean =>
    session.from !== undefined &&
    session.room !== undefined &&
    columns.has(session.room) &&
    dayAt(days, session.from) !== undefined;

  const sortInto = (): void => {
    byRoom = new Map();
    whereIs = new Map();
    lanes = new Map();
    for (const session of desk.all()) {
      if (!onPlane(session)) continue;
      const own = byRoom.get(session.room!);
      if (own) own.push(session);
      else byRoom.set(session.room!, [session]);
      whereIs.set(session.id, session.room!);
    }
    for (const room of byRoom.keys()) settle(room);
    ordered = undefined;
  };
  const settle = (room: string): void => {
    const own = byRoom.get(room) ?? [];
    own.sort((a, b) => a.from! - b.from! || (a.id < b.id ? -1 : 1));
    for (const [id, lane] of lanesOf(own)) lanes.set(id, lane);
  };

  const measure = (): void => {
    const width = scroll.clientWidth - gutter;
    isNarrow = scroll.clientWidth < narrow;
    root.classList.toggle('narrow', isNarrow);
    const fit = Math.max(1, Math.min(rooms.length, Math.floor(width / narrowest)));
    column = isNarrow ? width : Math.max(narrowest, Math.floor(width / fit));
    plane.style.setProperty('--column', px(column));
    plane.style.setProperty('--slot', px(scale.slot * scale.unit));
    plane.style.setProperty('--hour', px(60 * scale.unit));
    plane.style.setProperty('--high', px(scale.height));
    plane.style.setProperty('--wide', px(column * rooms.length));
  };

  const layHeads = (): void => {
    heads.replaceChildren(
      ...rooms.map((room) => {
        const head = document.createElement('div');
        head.textContent = room.title;
        if (room.lang) head.lang = room.lang;
        if (room.capacity !== undefined) {
          const seats = document.createElement('small');
          seats.textContent = String(room.capacity);
          head.append(seats);
        }
        return head;
      }),
    );
    ground.replaceChildren(
      ...scale.bands.flatMap((band) => {
        const field = document.createElement('div');
        field.className = 'e-band';
        field.style.top = px(band.y);
        field.style.height = px(band.height);
        if (scale.bands.length === 1) return [field];
        const name = document.createElement('p');
        name.className = 'e-day';
        const day = days.find((one) => one.number === band.day);
        const text = document.createElement('span');
        text.textContent = day?.title ?? '';
        name.append(text);
        name.style.top = px(band.y - 32);
        return [name, field];
      }),
    );
  };

  const layHours = (top: number, bottom: number): void => {
    const labels: HTMLElement[] = [];
    for (const band of scale.bands) {
      if (band.y > bottom || band.y + band.height < top) continue;
      const step = scale.slot < 30 ? 30 : 60;
      for (let at = band.from; at < band.to; at += step) {
        const y = yOf(scale, at);
        if (y < top - 40 || y > bottom) continue;
        const label = document.createElement('span');
        label.textContent = time(at);
        label.className = (at - band.from) % 60 === 0 ? '' : 'half';
        label.style.top = px(y);
        labels.push(label);
      }
    }
    hours.replaceChildren(...labels);
  };

  const place = (element: HTMLElement, session: GridSession): void => {
    const { lane, lanes: of } = lanes.get(session.id) ?? { lane: 0, lanes: 1 };
    const x = (columns.get(session.room!) ?? 0) * column;
    const y = yOf(scale, session.from!);
    const height = Math.max(16, yOf(scale, session.from! + session.minutes) - y);
    const width = (column - 6) / of;
    const { style } = element;
    style.left = px(x + 2 + lane * width);
    style.top = px(y);
    style.width = px(width - 2);
    style.height = px(height - 2);
    element.classList.toggle('tiny', height < 34);
  };

  const stateOf = (session: GridSession): string =>
    [
      look.hue(session) ?? 0,
      session.status,
      look.clashes(session.id),
      look.severity(session.id) ?? '',
      look.matches(session),
      look.isHeld(session.id),
      look.isMarked(session.id),
      session.version,
    ].join();

  const dress = (element: HTMLElement, session: GridSession): void => {
    const hue = look.hue(session);
    const clashes = look.clashes(session.id);
    const severity = look.severity(session.id);
    element.className = [
      'e-cell',
      hue ? `t${hue}` : '',
      session.kind === 'break' ? 'break' : '',
      session.status === 'confirmed' ? '' : session.status,
      severity ?? '',
      look.matches(session) ? '' : 'faded',
      look.isHeld(session.id) ? 'held' : '',
      look.isMarked(session.id) ? 'marked' : '',
    ]
      .filter(Boolean)
      .join(' ');
    element.setAttribute('aria-selected', String(look.isHeld(session.id) || look.isMarked(session.id)));
    const [title, where, under, count, clashing] = element.children as unknown as HTMLElement[] as [
      HTMLElement,
      HTMLElement,
      HTMLElement,
      HTMLElement,
      HTMLElement,
    ];
    if (title.textContent !== session.title) title.textContent = session.title;
    title.lang = session.lang ?? '';
    where.textContent = `, ${look.where(session)}, `;
    under.textContent = look.under(session);
    count.textContent = clashes > 0 ? String(clashes) : '';
    clashing.textContent = clashes > 0 ? `, ${look.clashWords(session.id)}` : '';
  };

  const make = (session: GridSession): HTMLElement => {
    const element = document.createElement('div');
    element.setAttribute('role', 'option');
    element.dataset.id = session.id;
    element.tabIndex = -1;
    // The name is what stands in it, seen and unseen, so that who speaks to the machine can say what they see.
    const [where, clashing] = [document.createElement('span'), document.createElement('span')];
    where.className = clashing.className = 'hide';
    const under = document.createElement('small');
    const count = document.createElement('i');
    count.setAttribute('aria-hidden', 'true');
    const grip = document.createElement('span');
    grip.className = 'e-grip';
    element.append(document.createElement('b'), where, under, count, clashing, grip);
    return element;
  };

  const draw = (): void => {
    cancelAnimationFrame(awaited);
    awaited = 0;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroll;
    const top = scrollTop - ahead;
    const bottom = scrollTop + clientHeight + ahead;
    layHours(top, bottom);
    const [first, last] = columnsIn(scrollLeft, clientWidth - gutter, column, rooms.length);
    const wanted = new Set<string>();
    const fresh: HTMLElement[] = [];
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    for (let at = first; at <= last; at += 1) {
      for (const session of byRoom.get(rooms[at]!.id) ?? []) {
        const y = yOf(scale, session.from!);
        if (y > bottom || yOf(scale, session.from! + Math.max(session.minutes, 1)) < top) continue;
        wanted.add(session.id);
        const state = stateOf(session);
        let one = drawn.get(session.id);
        if (!one) {
          one = { element: make(session), session, state: '' };
          drawn.set(session.id, one);
          fresh.push(one.element);
        }
        if (one.state !== state || one.session !== session) dress(one.element, session);
        if (one.session !== session || one.state === '') place(one.element, session);
        one.session = session;
        one.state = state;
      }
    }
    for (const [id, { element }] of drawn) {
      if (wanted.has(id) || (element === focused && whereIs.has(id))) continue;
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

  const relay = (): void => {
    measure();
    layHeads();
    for (const { element, session } of drawn.values()) place(element, session);
  };

  const lay = (day: number | 'all', slot: number): void => {
    const { frame } = desk;
    dayNow = day;
    slotNow = slot;
    ({ rooms } = frame);
    days = day === 'all' ? [...frame.days] : frame.days.filter((one) => one.number === day);
    columns = new Map(rooms.map((room, index) => [room.id, index]));
    scale = makeScale(days, slot, openHours(days, desk.all(), frame.dayStartsAt));
    const focused = list.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.id
      : undefined;
    for (const { element } of drawn.values()) element.remove();
    drawn.clear();
    sortInto();
    relay();
    draw();
    // What had the focus may stand on another day now: the keys must still arrive.
    if (focused !== undefined) (drawn.get(focused)?.element ?? list).focus({ preventScroll: true });
  };
  let width = 0;
  new ResizeObserver(() => {
    if (scroll.clientWidth === width) return later();
    ({ clientWidth: width } = scroll);
    relay();
    later();
  }).observe(scroll);

  /** A session may stand outside the hours that are shown. */
  const opensWider = (): boolean => {
    const [open, close] = openHours(days, desk.all(), desk.frame.dayStartsAt);
    const band = scale.bands[0];
    const day = days[0];
    if (!band || !day) return false;
    return day.from + open < band.from || Math.min(day.to, day.from + close) > band.to;
  };

  return {
    get scale() {
      return scale;
    },
    get rooms() {
      return rooms;
    },
    get days() {
      return days;
    },
    get isNarrow() {
      return isNarrow;
    },
    lay,
    draw,
    refresh: (ids) => {
      if (!ids) return lay(dayNow, slotNow);
      if (opensWider()) {
        const { scrollTop } = scroll;
        const at = momentAt(scale, scrollTop);
        lay(dayNow, slotNow);
        scroll.scrollTop = yOf(scale, at);
        return;
      }
      const dirty = new Set<string>();
      for (const id of ids) {
        const old = whereIs.get(id);
        if (old !== undefined) {
          byRoom.set(
            old,
            (byRoom.get(old) ?? []).filter((one) => one.id !== id),
          );
          dirty.add(old);
          whereIs.delete(id);
          lanes.delete(id);
        }
        const session = desk.get(id);
        if (!session || !onPlane(session)) continue;
        const own = byRoom.get(session.room!);
        if (own) own.push(session);
        else byRoom.set(session.room!, [session]);
        whereIs.set(id, session.room!);
        dirty.add(session.room!);
      }
      for (const room of dirty) {
        settle(room);
        for (const session of byRoom.get(room) ?? []) {
          const one = drawn.get(session.id);
          if (one) {
            one.session = session;
            place(one.element, session);
            one.state = 'stale';
          }
        }
      }
      if (dirty.size > 0) ordered = undefined;
      later();
    },
    has: (id) => whereIs.has(id),
    focus: (id) => {
      const session = desk.get(id);
      if (!session || !whereIs.has(id)) return;
      entrance = id;
      reveal({ from: session.from!, room: session.room!, minutes: session.minutes });
      draw();
      drawn.get(id)?.element.focus({ preventScroll: true });
    },
    enter: (id) => {
      entrance = id;
      later();
    },
    reveal,
    order: () => (ordered ??= rooms.flatMap((room) => byRoom.get(room.id) ?? [])),
    inRoom: (room) => byRoom.get(room) ?? [],
    spotAt: (x, y) => {
      const box = list.getBoundingClientRect();
      const view = scroll.getBoundingClientRect();
      if (x < view.left || x > view.right || y < view.top || y > view.bottom) return undefined;
      const at = Math.floor((x - box.left) / column);
      const room = rooms[Math.max(0, Math.min(rooms.length - 1, at))];
      return room ? { from: momentAt(scale, y - box.top), room: room.id } : undefined;
    },
    firstSpot: () => {
      const at = Math.max(0, Math.min(rooms.length - 1, Math.round(scroll.scrollLeft / column)));
      const room = rooms[at];
      if (!room || scale.bands.length === 0) return undefined;
      return {
        from: snap(scale, momentAt(scale, scroll.scrollTop + scale.slot * scale.unit)),
        room: room.id,
      };
    },
    ghost: (spot, text = '', severity) => {
      const at = spot?.room === undefined || spot.room === null ? undefined : columns.get(spot.room);
      ghostBox.hidden = !spot || spot.from === null || at === undefined;
      if (!spot || spot.from === null || at === undefined) return;
      const y = yOf(scale, spot.from);
      const height = Math.max(18, spot.minutes * scale.unit);
      ghostBox.style.transform = `translate(${px(at * column + 2)}, ${px(y)})`;
      ghostBox.style.height = px(height - 2);
      ghostBox.className = `e-ghost ${severity ?? 'free'}`;
      ghostBox.textContent = text;
    },
  };

  function reveal(spot: Spot): void {
    const at = spot.room === null ? undefined : columns.get(spot.room);
    if (spot.from === null || at === undefined) return;
    const y = yOf(scale, spot.from);
    const height = Math.min(spot.minutes * scale.unit, scroll.clientHeight / 2);
    const head = heads.offsetHeight;
    const view = scroll.clientHeight - head;
    let { scrollLeft, scrollTop } = scroll;
    if (y < scrollTop + 8) scrollTop = y - 24;
    else if (y + height > scrollTop + view) scrollTop = y + height - view + 24;
    const x = at * column;
    const across = scroll.clientWidth - gutter;
    if (x < scrollLeft) scrollLeft = x;
    else if (x + column > scrollLeft + across) scrollLeft = x + column - across;
    if (scrollTop !== scroll.scrollTop || scrollLeft !== scroll.scrollLeft)
      scroll.scrollTo({ left: scrollLeft, top: scrollTop, behavior: 'instant' });
  }
}
