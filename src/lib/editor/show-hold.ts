import type { Card } from './card.ts';
import { worst } from './clashing.ts';
import type { Held } from './hold.ts';
import type { Look } from './look.ts';
import type { Plane } from './plane.ts';
import type { Words } from './words.ts';

export interface HoldPlaces {
  readonly plane: Plane;
  readonly card: Card;
  readonly look: Look;
  readonly words: Words;
  readonly chosen: string | undefined;
  showTray(): void;
}

/** Shows what is held over the place it is aimed at, with the time and the clashes it would have. */
export function showHold(root: HTMLElement, places: HoldPlaces): (held: Held | undefined) => void {
  const { words } = places;
  let shown: string | undefined;
  return (held) => {
    const { plane, card, look } = places;
    root.classList.toggle('holding', held !== undefined);
    if (held) {
      const open = held.clashes.filter((clash) => clash.accepted === undefined);
      const time = held.target.from === null ? '' : look.times.span(held.target.from, held.target.minutes);
      const text = open.length > 0 ? `${time} · ${words.count('clashes', open.length)}` : time;
      plane.ghost(held.target, text, worst(held.clashes));
      if (held.id === shown) return card.show(held.id);
      shown = held.id;
    } else {
      shown = undefined;
      plane.ghost(undefined);
    }
    plane.draw();
    places.showTray();
    card.show(held?.id ?? places.chosen);
  };
}
