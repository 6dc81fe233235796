import type { Clashing } from './clashing.ts';
import { spotOf, type Desk } from './desk.ts';
import { isOn, makeMatch, noFilter, type Filter } from './filter.ts';
import { dayAt } from './geometry.ts';
import type { GridSession } from './grid.ts';
import { part } from './parts.ts';
import type { Plane } from './plane.ts';
import type { Tray } from './tray.ts';
import type { Words } from './words.ts';

/** What is looked for: it stands out on the plane, and the list of those without a place holds nothing else. */
export interface Sought {
  matches(session: GridSession): boolean;
  /** Sessions or clashes changed: what matches may be otherwise. */
  showMatching(): void;
  showTray(): void;
}

export interface SoughtPlaces {
  readonly desk: Desk;
  readonly plane: Plane;
  readonly tray: Tray;
  readonly clashing: Clashing;
  readonly words: Words;
  readonly lang: string;
  toDay(day: number): void;
}

export function makeSought(root: HTMLElement, places: SoughtPlaces): Sought {
  const { clashing, words, lang } = places;
  const field = <T extends HTMLInputElement | HTMLSelectElement>(name: string): T => part<T>(root, name);
  let filter: Filter = noFilter;
  let matches: (session: GridSession) => boolean = () => true;

  const unplaced = (): GridSession[] => {
    const { frame } = places.desk;
    const rooms = new Set(frame.rooms.map((room) => room.id));
    return [...places.desk.all()].filter(
      (one) => one.from === undefined || !one.room || !rooms.has(one.room) || !dayAt(frame.days, one.from),
    );
  };
  const showTray = (): void => {
    const all = unplaced();
    const search = field('unplaced-text').value;
    const isFound = makeMatch(
      { ...filter, text: search || filter.text, clashing: false },
      places.desk.frame,
      () => 0,
    );
    const found = all.filter(isFound).sort((a, b) => a.title.localeCompare(b.title, lang));
    part(root, 'unplaced-title').textContent = words.count('unplaced_count', all.length);
    const note =
      all.length === 0 ? words('everything_placed') : found.length === 0 ? words('nothing_found') : '';
    field('unplaced-text').parentElement!.hidden = all.length === 0;
    places.tray.show(found, note);
  };
  const showMatching = (): void => {
    matches = makeMatch(filter, places.desk.frame, clashing.count);
    const all = [...places.desk.all()];
    part(root, 'count').textContent = isOn(filter) ? words.count('shown', all.filter(matches).length) : '';
    places.plane.draw();
    showTray();
  };
  /** What is looked for comes into sight: on this day, or on the first on which there is any. */
  const showFound = (): void => {
    const { desk, plane } = places;
    showMatching();
    if (!isOn(filter)) return;
    const found = [...desk.all()].filter(
      (one) => matches(one) && one.room && dayAt(desk.frame.days, one.from),
    );
    const here = found.filter((one) => plane.has(one.id));
    const first = (here.length > 0 ? here : found).sort((a, b) => a.from! - b.from!)[0];
    if (!first) return;
    if (here.length === 0) places.toDay(dayAt(desk.frame.days, first.from)!.number);
    plane.reveal(spotOf(first));
    plane.enter(first.id);
  };

  for (const name of ['text', 'section', 'kind', 'lang', 'clashing'] as const)
    field(name).addEventListener('input', () => {
      filter = {
        text: field('text').value,
        section: field('section').value,
        kind: field('kind').value,
        lang: field('lang').value,
        clashing: field<HTMLInputElement>('clashing').checked,
      };
      showFound();
    });
  field('unplaced-text').addEventListener('input', showTray);

  return { matches: (session) => matches(session), showMatching, showTray };
}
