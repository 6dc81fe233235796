import type { Actions } from './actions.ts';
import { clashText, worst, type Clashing } from './clashing.ts';
import { spotOf, type Desk } from './desk.ts';
import type { GridSession } from './grid.ts';
import type { Hold } from './hold.ts';
import type { Look } from './look.ts';
import { button, line, part } from './parts.ts';
import type { Plane } from './plane.ts';
import type { Words } from './words.ts';

export interface CardPlaces {
  desk: Desk;
  plane: Plane;
  hold: Hold;
  clashing: Clashing;
  words: Words;
  names: Readonly<Record<string, string>>;
  marks: ReadonlySet<string>;
  readonly actions: Actions;
  readonly look: Look;
  /** Address of the list of forms. */
  forms: string;
  say(text: string): void;
}

export interface Card {
  show(id: string | undefined): void;
  where(id: string): void;
}

/** The chosen session: where it stands, what it clashes with, and all that can be done with it, as buttons. */
export function makeCard(root: HTMLElement, places: CardPlaces): Card {
  const { desk, plane, hold, clashing, words } = places;
  const box = part(root, 'card');
  const empty = [...box.childNodes];
  let shown: string | undefined;
  let searched: string | undefined;
  /** A place was asked for before the plan had come: the focus goes there once it has. */
  let isAwaited = false;
  /** While a session is held only its place and its clashes change, many times a second. */
  let moving: { id: string; place: HTMLElement; clashes: HTMLElement } | undefined;

  const clashList = (session: GridSession): HTMLElement => {
    const held = hold.held?.id === session.id ? hold.held : undefined;
    const clashes = held ? held.clashes : clashing.of(session.id);
    if (clashes.length === 0) return line('p', clashing.isLoaded ? words('no_clashes') : '', 'e-fine small');
    const list = document.createElement('ul');
    list.className = 'e-clashes';
    list.append(
      ...clashes.map((clash) => {
        const item = line(
          'li',
          clashText(clash, session.id, desk, words, places.names),
          clash.accepted === undefined ? clash.severity : 'accepted',
        );
        return item;
      }),
    );
    return list;
  };

  const whereList = (session: GridSession): HTMLElement => {
    if (!clashing.isLoaded) return line('p', words('where_soon'), 'small');
    const spans = plane.scale.bands.map((band) => [band.from, band.to] as const);
    const found = clashing
      .places(session.id, spans, Math.max(15, plane.scale.slot))
      .filter((spot) => spot.from !== session.from || spot.room !== session.room);
    if (found.length === 0) return line('p', words('where_none'), 'small');
    const list = document.createElement('ol');
    list.className = 'e-where';
    list.append(
      ...found.map((spot) => {
        const room = desk.frame.rooms.find((one) => one.id === spot.room)?.title ?? '';
        const item = document.createElement('li');
        const go = button(
          `${places.look.timeText({ from: spot.from, minutes: spot.minutes })} · ${room}`,
          () => places.actions.placeAt(session.id, spot),
          `go-${spot.from}-${spot.room}`,
        );
        go.className = 'e-go';
        const breaks = spot.breaks.filter((clash) => clash.accepted === undefined);
        go.append(
          line(
            'small',
            breaks.length === 0
              ? words('where_free')
              : breaks.map((clash) => clashText(clash, session.id, desk, words, places.names)).join('; '),
            worst(breaks) ?? 'free',
          ),
        );
        item.append(go);
        return item;
      }),
    );
    return list;
  };

  const acts = (session: GridSession): HTMLElement => {
    const { id } = session;
    const act = places.actions;
    const row = document.createElement('div');
    row.className = 'e-acts';
    if (hold.held?.id === id) {
      row.append(
        button(words('drop'), () => act.drop(), 'drop'),
        button(words('cancel'), () => act.cancel(), 'cancel'),
      );
      if (desk.frame.days.length > 1)
        row.append(button(words('next_day'), () => act.step({ days: 1 }), 'next-day'));
      return row;
    }
    row.append(
      button(words('pick_up'), () => act.take(id), 'take'),
      button(words('where'), () => where(id), 'where'),
      button(words('longer'), () => act.longer(id, 1), 'longer'),
      button(words('shorter'), () => act.longer(id, -1), 'shorter'),
      button(words('swap'), () => act.swap(id), 'swap'),
      button(words(places.marks.has(id) ? 'unmark' : 'mark'), () => act.mark(id), 'mark'),
    );
    if (session.from !== undefined) {
      row.append(button(words('mark_day'), () => act.markDay(id), 'mark-day'));
      row.append(button(words('take_out'), () => act.takeOut(id), 'take-out'));
    }
    if (session.kind === 'break') row.append(button(words('copy_break'), () => act.copy(id), 'copy'));
    const form = line('a', words('open_form'), 'btn small');
    form.href = `${places.forms}/${id}`;
    row.append(form);
    return row;
  };

  const show = (id: string | undefined): void => {
    const session = id === undefined ? undefined : desk.get(id);
    if (id !== searched) searched = undefined;
    shown = session?.id;
    if (!session) return box.replaceChildren(...empty);
    const active = box.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
    const focused = active?.dataset.act;
    const isAtPlaces = active?.matches('.e-go');
    const spot = hold.held?.id === session.id ? hold.held.target : spotOf(session);
    const room = desk.frame.rooms.find((one) => one.id === spot.room)?.title ?? words('no_room');
    const placeText = `${places.look.timeText({ from: spot.from ?? undefined, minutes: spot.minutes })} · ${room}`;
    const isHeld = hold.held?.id === session.id;
    const clashes = clashList(session);
    if (isHeld && moving?.id === session.id && moving.place.isConnected) {
      moving.place.textContent = placeText;
      moving.clashes.replaceWith(clashes);
      moving.clashes = clashes;
      return;
    }
    const place = line('p', placeText, 'e-place');
    moving = isHeld ? { id: session.id, place, clashes } : undefined;
    const title = line('h2', session.title);
    if (session.lang) title.lang = session.lang;
    const people = session.people.map((one) => desk.frame.people[one] ?? '').filter(Boolean);
    const facts = [
      words(`kind_${session.kind}`),
      ...(session.status === 'confirmed' ? [] : [words(`${session.status}_session`)]),
      ...(people.length > 0 ? [people.join(', ')] : []),
    ];
    box.replaceChildren(
      title,
      line('p', facts.join(' · '), 'quiet small'),
      place,
      clashes,
      acts(session),
      ...(searched === session.id && hold.held?.id !== session.id ? [whereList(session)] : []),
    );
    if (hold.held?.id === session.id) box.append(line('p', words('hold_help'), 'quiet small'));
    if (focused) box.querySelector<HTMLElement>(`[data-act="${focused}"]`)?.focus();
    // The place that had the focus is taken: on to the best of the others, not out of the list.
    if (isAtPlaces && !box.contains(document.activeElement)) toPlaces();
    if (isAwaited && clashing.isLoaded) {
      isAwaited = false;
      if (searched === session.id && isWaiting()) toPlaces();
    }
  };

  /** Whoever asked has not gone to do something else meanwhile. */
  const isWaiting = (): boolean => {
    const active = document.activeElement;
    return active === document.body || box.contains(active) || active?.closest('[role="option"]') != null;
  };

  const toPlaces = (): void => {
    const first = box.querySelector<HTMLElement>('.e-go');
    if (first) return first.focus();
    places.say(words('where_none'));
    box.querySelector<HTMLElement>('[data-act="where"]')?.focus();
  };

  const where = (id: string): void => {
    if (hold.held) places.actions.cancel();
    searched = id;
    isAwaited = true;
    show(id);
    if (isAwaited) places.say(words('where_soon'));
  };

  return { show: (id = shown) => show(id), where };
}
