import type { Minute, Severity, Spot } from '#lib/clashes/plan.ts';
import { momentAt, snap, yOf } from './geometry.ts';
import { gutter, px, type Ground } from './ground.ts';
import { part } from './parts.ts';

/** The piece of the plane that shows: what is at a point of it, what comes into sight, and the place aimed at. */
export interface View {
  reveal(spot: Spot): void;
  /** In px of the window. */
  spotAt(x: number, y: number): { from: Minute; room: string } | undefined;
  firstSpot(): { from: Minute; room: string } | undefined;
  ghost(spot: Spot | undefined, text?: string, severity?: Severity): void;
}

export function makeView(root: HTMLElement, ground: Ground): View {
  const scroll = part(root, 'scroll');
  const heads = part(root, 'heads');
  const list = part(root, 'grid');
  const ghostBox = part(root, 'ghost');
  const columnOf = (room: string | null | undefined): number | undefined =>
    room === undefined || room === null ? undefined : ground.columns.get(room);
  const roomAt = (x: number) => ground.rooms[Math.max(0, Math.min(ground.rooms.length - 1, x))];

  return {
    reveal: (spot) => {
      const at = columnOf(spot.room);
      if (spot.from === null || at === undefined) return;
      const { scale, column } = ground;
      const y = yOf(scale, spot.from);
      const height = Math.min(spot.minutes * scale.unit, scroll.clientHeight / 2);
      const view = scroll.clientHeight - heads.offsetHeight;
      let { scrollLeft, scrollTop } = scroll;
      if (y < scrollTop + 8) scrollTop = y - 24;
      else if (y + height > scrollTop + view) scrollTop = y + height - view + 24;
      const x = at * column;
      const across = scroll.clientWidth - gutter;
      if (x < scrollLeft) scrollLeft = x;
      else if (x + column > scrollLeft + across) scrollLeft = x + column - across;
      if (scrollTop !== scroll.scrollTop || scrollLeft !== scroll.scrollLeft)
        scroll.scrollTo({ left: scrollLeft, top: scrollTop, behavior: 'instant' });
    },
    spotAt: (x, y) => {
      const box = list.getBoundingClientRect();
      const view = scroll.getBoundingClientRect();
      if (x < view.left || x > view.right || y < view.top || y > view.bottom) return undefined;
      const room = roomAt(Math.floor((x - box.left) / ground.column));
      return room ? { from: momentAt(ground.scale, y - box.top), room: room.id } : undefined;
    },
    firstSpot: () => {
      const { scale } = ground;
      const room = roomAt(Math.round(scroll.scrollLeft / ground.column));
      if (!room || scale.bands.length === 0) return undefined;
      return {
        from: snap(scale, momentAt(scale, scroll.scrollTop + scale.slot * scale.unit)),
        room: room.id,
      };
    },
    ghost: (spot, text = '', severity) => {
      const { scale, column } = ground;
      const at = columnOf(spot?.room);
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
}
