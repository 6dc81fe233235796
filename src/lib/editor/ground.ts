import type { Minute } from '#lib/clashes/plan.ts';
import { makeScale, openHours, yOf, type Scale } from './geometry.ts';
import type { Desk } from './desk.ts';
import type { GridDay, GridRoom } from './grid.ts';
import { part } from './parts.ts';

// What sessions stand on: rooms as columns with their heads, days as bands with their hours.

export interface Ground {
  readonly rooms: readonly GridRoom[];
  readonly days: readonly GridDay[];
  /** Id of a room → which column it is. */
  readonly columns: ReadonlyMap<string, number>;
  readonly scale: Scale;
  /** Width of a column, in CSS px. */
  readonly column: number;
  /** A phone: one room at a time. */
  readonly isNarrow: boolean;
  /** Other days or another size of slots. */
  lay(day: number | 'all', slot: number): void;
  /** The width there is changed, or what lies here. */
  measure(): void;
  /** Hours between two heights. */
  showHours(top: number, bottom: number, time: (at: Minute) => string): void;
  /** Whether a session stands outside the hours that are shown. */
  opensWider(): boolean;
}

const narrowest = 150;
const narrow = 544;
/** Width of the column of hours. */
export const gutter = 56;

export const px = (value: number): string => `${Math.round(value * 10) / 10}px`;

export function makeGround(root: HTMLElement, desk: Desk): Ground {
  const scroll = part(root, 'scroll');
  const [plane, heads, hours, bands] = [
    part(root, 'plane'),
    part(root, 'heads'),
    part(root, 'times'),
    part(root, 'ground'),
  ];
  let rooms: readonly GridRoom[] = [];
  let days: readonly GridDay[] = [];
  let columns = new Map<string, number>();
  let scale = makeScale([], 30, [0, 60]);
  let column = narrowest;
  let isNarrow = false;

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

  const showHeads = (): void => {
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
  };
  const showBands = (): void => {
    bands.replaceChildren(
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

  return {
    get rooms() {
      return rooms;
    },
    get days() {
      return days;
    },
    get columns() {
      return columns;
    },
    get scale() {
      return scale;
    },
    get column() {
      return column;
    },
    get isNarrow() {
      return isNarrow;
    },
    lay: (day, slot) => {
      const { frame } = desk;
      ({ rooms } = frame);
      days = day === 'all' ? [...frame.days] : frame.days.filter((one) => one.number === day);
      columns = new Map(rooms.map((room, index) => [room.id, index]));
      scale = makeScale(days, slot, openHours(days, desk.all(), frame.dayStartsAt));
    },
    measure: () => {
      measure();
      showHeads();
      showBands();
    },
    showHours: (top, bottom, time) => {
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
    },
    opensWider: () => {
      const [open, close] = openHours(days, desk.all(), desk.frame.dayStartsAt);
      const band = scale.bands[0];
      const day = days[0];
      if (!band || !day) return false;
      return day.from + open < band.from || Math.min(day.to, day.from + close) > band.to;
    },
  };
}
