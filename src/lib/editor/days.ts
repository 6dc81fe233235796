import type { Desk } from './desk.ts';
import { dayAt, yOf } from './geometry.ts';
import { button, line, part } from './parts.ts';
import type { Plane } from './plane.ts';
import type { Words } from './words.ts';

/** Which part of the programme lies on the plane: the day by tabs, the size of slots, and on a phone the room. */
export interface Days {
  toDay(next: number | 'all'): void;
  /** By so many days on or back. */
  step(by: number): void;
  /** What is dragged rests over an element; a day's tab opens after a moment. */
  over(element: Element | null): void;
  /** Days and rooms as the frame has them now. */
  show(): void;
  /** Today if the event is on, otherwise its first day on which something stands. */
  begin(): void;
}

export interface DaysPlaces {
  readonly desk: Desk;
  readonly plane: Plane;
  readonly words: Words;
  say(text: string): void;
  showTray(): void;
}

const restMs = 400;

export function makeDays(root: HTMLElement, places: DaysPlaces): Days {
  const { words } = places;
  const zoom = part<HTMLSelectElement>(root, 'zoom');
  const roomChoice = part<HTMLSelectElement>(root, 'room');
  const scroll = part(root, 'scroll');
  let day: number | 'all' = 'all';
  let resting: ReturnType<typeof setTimeout> | undefined;
  let restsOver: string | undefined;

  const showDays = (): void => {
    const { days } = places.desk.frame;
    const tab = (value: number | 'all', text: string): HTMLButtonElement => {
      const made = button(text, () => toDay(value));
      made.className = 'e-tab';
      made.setAttribute('aria-pressed', String(day === value));
      made.dataset.day = String(value);
      return made;
    };
    part(root, 'days').replaceChildren(
      ...days.map((one) => tab(one.number, one.title)),
      ...(days.length > 1 ? [tab('all', words('all_days'))] : []),
    );
  };
  const showRooms = (): void => {
    roomChoice.replaceChildren(
      ...places.desk.frame.rooms.map((room, index) => {
        const option = line('option', room.title);
        option.value = String(index);
        return option;
      }),
    );
  };
  const lay = (): void => places.plane.lay(day, Number(zoom.value));
  const toDay = (next: number | 'all'): void => {
    if (day === next) return;
    day = next;
    showDays();
    lay();
    scroll.scrollTop = 0;
    places.showTray();
  };

  zoom.addEventListener('change', () => {
    const { plane } = places;
    const spot = plane.firstSpot();
    lay();
    if (spot) scroll.scrollTop = yOf(plane.scale, spot.from) - 20;
  });
  roomChoice.addEventListener('change', () => {
    const { plane } = places;
    const room = plane.rooms[Number(roomChoice.value)];
    const spot = plane.firstSpot();
    if (room && spot) plane.reveal({ from: spot.from, room: room.id, minutes: 1 });
  });
  scroll.addEventListener(
    'scroll',
    () => {
      const { plane } = places;
      if (!plane.isNarrow) return;
      const at = plane.rooms.findIndex((room) => room.id === plane.firstSpot()?.room);
      if (at >= 0) roomChoice.value = String(at);
    },
    { passive: true },
  );

  return {
    toDay,
    step: (by) => {
      const { days } = places.desk.frame;
      const at = day === 'all' ? 0 : days.findIndex((one) => one.number === day) + by;
      const next = days[at];
      if (!next) return places.say(words('edge'));
      toDay(next.number);
      const id = places.plane.order()[0]?.id;
      if (id !== undefined) places.plane.focus(id);
      places.say(next.title);
    },
    over: (element) => {
      const over = element?.closest<HTMLElement>('[data-day]')?.dataset.day;
      if (over === restsOver) return;
      restsOver = over;
      clearTimeout(resting);
      if (over !== undefined)
        resting = setTimeout(() => toDay(over === 'all' ? 'all' : Number(over)), restMs);
    },
    show: () => {
      showDays();
      showRooms();
    },
    begin: () => {
      const { desk, plane } = places;
      const now = dayAt(desk.frame.days, Math.floor(Date.now() / 60_000));
      const busy = desk.frame.days.find((one) => [...desk.all()].some((s) => dayAt([one], s.from)));
      day = now?.number ?? busy?.number ?? desk.frame.days[0]?.number ?? 'all';
      showDays();
      showRooms();
      root.hidden = false;
      lay();
      const first = plane
        .order()
        .reduce<number | undefined>(
          (best, one) => (best === undefined || one.from! < best ? one.from! : best),
          undefined,
        );
      if (first !== undefined) scroll.scrollTop = Math.max(0, yOf(plane.scale, first) - 30);
      plane.draw();
    },
  };
}
