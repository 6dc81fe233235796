import type { Plan, Severity } from '#lib/clashes/plan.ts';
import { languageNames } from '#lib/when/index.ts';
import { makeActions } from './actions.ts';
import { makeCard } from './card.ts';
import { makeClashing, worst } from './clashing.ts';
import { makeDesk, spotOf, type SavingState, type Wire } from './desk.ts';
import { isOn, makeMatch, noFilter, type Filter } from './filter.ts';
import { dayAt, yOf } from './geometry.ts';
import { makeHistory } from './history.ts';
import { makeHold } from './hold.ts';
import { listenKeys } from './keys.ts';
import { button, line, makeSpeaker, part } from './parts.ts';
import { makePlane } from './plane.ts';
import { listenPointer } from './pointer.ts';
import { makeTimes } from './times.ts';
import { makeTray } from './tray.ts';
import type { Grid, GridSession } from './grid.ts';
import type { Words } from './words.ts';

export interface EditorParts {
  root: HTMLElement;
  grid: Grid;
  wire: Wire;
  words: Words;
  lang: string;
  /** Address of the sessions' forms. */
  forms: string;
  plan(): Promise<Plan | undefined>;
}

/** Puts the parts of the editor together; answers what hears of news. */
export function startEditor({ root, grid, wire, words, lang, forms, plan }: EditorParts): { pull(): void } {
  const say = makeSpeaker(part(root, 'say'));
  const history = makeHistory();
  const clashing = makeClashing();
  const marks = new Set<string>();
  const hues = (): Map<string, number> => new Map(desk.frame.sections.map(({ id, hue }) => [id, hue]));
  let hueOf = new Map(grid.frame.sections.map(({ id, hue }) => [id, hue]));
  let times = makeTimes(grid.frame.zone);
  let filter: Filter = noFilter;
  let matches: (session: GridSession) => boolean = () => true;
  let chosen: string | undefined;
  let day: number | 'all' = 'all';
  let trouble = '';
  const zoom = part<HTMLSelectElement>(root, 'zoom');
  const roomChoice = part<HTMLSelectElement>(root, 'room');
  const scroll = part(root, 'scroll');

  const desk = makeDesk(grid, wire, {
    changed: (ids) => {
      if (!ids) {
        hueOf = hues();
        times = makeTimes(desk.frame.zone);
        showDays();
        showRooms();
        plane.refresh();
        showMatching();
        return afterChange();
      }
      const touched = new Set(ids);
      for (const id of ids) {
        const session = desk.get(id);
        for (const one of clashing.place(
          id,
          session ? spotOf(session) : { from: null, room: null, minutes: 0 },
        ))
          touched.add(one);
        if (!session) marks.delete(id);
      }
      plane.refresh(touched);
      afterChange();
    },
    moved: (ids) => {
      const { held } = hold;
      if (held && ids.includes(held.id)) {
        hold.cancel();
        say(words('by_other', { title: desk.get(held.id)?.title ?? '' }));
        return;
      }
      const first = ids[0]!;
      if (ids.length > 1) return say(words.count('by_others', ids.length));
      const session = desk.get(first);
      say(
        session
          ? `${words('by_other', { title: session.title })} ${actions.tell(first, spotOf(session))}`
          : words('removed_by_other', { title: '' }),
      );
    },
    lost: (deed, text, ids) => {
      history.forget(deed);
      const title = desk.get(ids[0] ?? '')?.title ?? '';
      showTrouble(text || words('overtaken', { title }));
      afterChange();
    },
    copied: (deed, made) => {
      if (deed.kind !== 'copy') return;
      if (made.length === 0) {
        history.forget(deed);
        say(words('copied_none'));
      } else {
        history.replace(deed, { ...deed, made });
        say(words.count('copied', made.length));
      }
      showBack();
    },
    state: showState,
    replan: planAnew,
  });

  const look = {
    where: (session: GridSession) => {
      const room = desk.frame.rooms.find((one) => one.id === session.room)?.title ?? words('no_room');
      const on = desk.frame.days.length > 1 ? dayAt(desk.frame.days, session.from) : undefined;
      return on ? `${room}, ${on.title}` : room;
    },
    clashWords: (id: string) => words.count('clashes', clashing.count(id)),
    under: (session: GridSession) => {
      const people = session.people.map((id) => desk.frame.people[id] ?? '').filter(Boolean);
      return [times.span(session.from!, session.minutes), people.join(', ')].filter(Boolean).join(' · ');
    },
    clashes: (id: string) => clashing.count(id),
    severity: (id: string): Severity | undefined => worst(clashing.of(id)),
    matches: (session: GridSession) => matches(session),
    isHeld: (id: string) =>
      hold.held !== undefined && (hold.held.id === id || hold.held.others.some((one) => one.id === id)),
    isMarked: (id: string) => marks.has(id),
    hue: (session: GridSession) => hueOf.get(session.section ?? ''),
  };
  const plane = makePlane(root, desk, (at) => times.time(at), look);
  const hold = makeHold(desk, plane, clashing, (held) => {
    root.classList.toggle('holding', held !== undefined);
    if (held) {
      const open = held.clashes.filter((clash) => clash.accepted === undefined);
      const time = held.target.from === null ? '' : times.span(held.target.from, held.target.minutes);
      plane.ghost(
        held.target,
        open.length > 0 ? `${time} · ${words.count('clashes', open.length)}` : time,
        worst(held.clashes),
      );
      if (held.id === shownHeld) return card.show(held.id);
      shownHeld = held.id;
    } else {
      shownHeld = undefined;
      plane.ghost(undefined);
    }
    plane.draw();
    showTray();
    card.show(held?.id ?? chosen);
  });
  let shownHeld: string | undefined;

  const tray = makeTray(root, (session) => ({
    under: [
      words('minutes', { minutes: session.minutes }),
      ...session.people.map((id) => desk.frame.people[id] ?? ''),
    ]
      .filter(Boolean)
      .join(' · '),
    hue: hueOf.get(session.section ?? ''),
    isHeld: look.isHeld(session.id),
  }));
  const timeText = ({ from, minutes }: { from?: number | undefined; minutes: number }): string => {
    if (from === undefined) return `${words('no_time')}, ${words('minutes', { minutes })}`;
    const on = desk.frame.days.length > 1 ? dayAt(desk.frame.days, from) : undefined;
    return `${on ? `${on.title}, ` : ''}${times.span(from, minutes)}`;
  };
  const card = makeCard(root, {
    desk,
    plane,
    hold,
    clashing,
    words,
    marks,
    forms,
    say,
    timeText,
    names: languageNames,
    actions: () => actions,
  });

  const choose = (id: string): void => {
    if (chosen === id) return;
    chosen = id;
    card.show(id);
  };
  const toDay = (next: number | 'all'): void => {
    if (day === next) return;
    day = next;
    showDays();
    plane.lay(day, Number(zoom.value));
    scroll.scrollTop = 0;
    showTray();
  };
  const focus = (id: string): void => {
    const session = desk.get(id);
    if (!session) return;
    chosen = id;
    const on = dayAt(desk.frame.days, session.from);
    if (on && session.room && !plane.has(id)) toDay(on.number);
    if (plane.has(id)) plane.focus(id);
    else if (!tray.focus(id)) {
      showTray();
      tray.focus(id);
    }
    card.show(id);
  };
  const actions = makeActions({
    desk,
    plane,
    hold,
    history,
    clashing,
    words,
    marks,
    say,
    focus,
    names: languageNames,
    times: () => times,
    changed: (ids) => {
      trouble = '';
      showBack();
      if (ids) plane.draw();
      card.show(undefined);
    },
    toDay,
  });

  const unplaced = (): GridSession[] => {
    const rooms = new Set(desk.frame.rooms.map((room) => room.id));
    return [...desk.all()].filter(
      (one) =>
        one.from === undefined || !one.room || !rooms.has(one.room) || !dayAt(desk.frame.days, one.from),
    );
  };
  function showTray(): void {
    const all = unplaced();
    const search = part<HTMLInputElement>(root, 'unplaced-text').value;
    const isFound = makeMatch(
      { ...filter, text: search || filter.text, clashing: false },
      desk.frame,
      () => 0,
    );
    const found = all.filter(isFound).sort((a, b) => a.title.localeCompare(b.title, lang));
    part(root, 'unplaced-title').textContent = words.count('unplaced_count', all.length);
    const note =
      all.length === 0 ? words('everything_placed') : found.length === 0 ? words('nothing_found') : '';
    part(root, 'unplaced-text').parentElement!.hidden = all.length === 0;
    tray.show(found, note);
  }

  function showDays(): void {
    const { days } = desk.frame;
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
  }
  function showRooms(): void {
    roomChoice.replaceChildren(
      ...desk.frame.rooms.map((room, index) => {
        const option = line('option', room.title);
        option.value = String(index);
        return option;
      }),
    );
  }
  function showBack(): void {
    part<HTMLButtonElement>(root, 'undo').disabled = !history.canUndo;
    part<HTMLButtonElement>(root, 'redo').disabled = !history.canRedo;
  }
  function showState(state: SavingState, waiting: number): void {
    const box = part(root, 'state');
    // What could not be saved stays in sight until something else is done.
    if (state === 'saved' && trouble) {
      box.className = 'e-state lost';
      box.textContent = trouble;
      return;
    }
    const text = state === 'saving' || state === 'away' ? words.count('saving', waiting) : words(state);
    box.className = `e-state ${state}`;
    if (state === 'away')
      box.replaceChildren(
        `${text} ${words('away')} `,
        button(words('try_again'), () => desk.retry()),
      );
    else box.textContent = text;
    if (state === 'away' || state === 'signed_out') say(`${text} ${words('away')}`);
  }
  function showTrouble(text: string): void {
    trouble = text;
    showState('saved', 0);
    say(text);
  }
  function afterChange(): void {
    showTray();
    showBack();
    card.show(undefined);
  }
  const showMatching = (): void => {
    matches = makeMatch(filter, desk.frame, clashing.count);
    const all = [...desk.all()];
    part(root, 'count').textContent = isOn(filter) ? words.count('shown', all.filter(matches).length) : '';
    plane.draw();
    showTray();
  };
  /** What is looked for comes into sight: on this day, or on the first on which there is any. */
  const showFound = (): void => {
    showMatching();
    if (!isOn(filter)) return;
    const found = [...desk.all()].filter(
      (one) => matches(one) && one.room && dayAt(desk.frame.days, one.from),
    );
    const here = found.filter((one) => plane.has(one.id));
    const first = (here.length > 0 ? here : found).sort((a, b) => a.from! - b.from!)[0];
    if (!first) return;
    if (here.length === 0) toDay(dayAt(desk.frame.days, first.from)!.number);
    plane.reveal(spotOf(first));
    plane.enter(first.id);
  };

  let planTimer: ReturnType<typeof setTimeout> | undefined;
  /** Soon, and once for much that changes together. */
  function planAnew(): void {
    clearTimeout(planTimer);
    planTimer = setTimeout(() => void loadPlan(), 300);
  }
  async function loadPlan(): Promise<void> {
    const fresh = await plan();
    if (!fresh) return;
    clashing.load(fresh, desk);
    showMatching();
    card.show(undefined);
  }

  // What is typed and chosen.
  const field = <T extends HTMLInputElement | HTMLSelectElement>(name: string): T => part<T>(root, name);
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
  zoom.addEventListener('change', () => {
    const spot = plane.firstSpot();
    plane.lay(day, Number(zoom.value));
    if (spot) scroll.scrollTop = yOf(plane.scale, spot.from) - 20;
  });
  roomChoice.addEventListener('change', () => {
    const room = plane.rooms[Number(roomChoice.value)];
    const spot = plane.firstSpot();
    if (room && spot) plane.reveal({ from: spot.from, room: room.id, minutes: 1 });
  });
  scroll.addEventListener(
    'scroll',
    () => {
      if (!plane.isNarrow) return;
      const at = plane.rooms.findIndex((room) => room.id === plane.firstSpot()?.room);
      if (at >= 0) roomChoice.value = String(at);
    },
    { passive: true },
  );
  part(root, 'undo').addEventListener('click', () => actions.undo());
  part(root, 'redo').addEventListener('click', () => actions.redo());
  root.addEventListener('focusin', (event) => {
    const option = (event.target as Element).closest<HTMLElement>('[role="option"][data-id]');
    if (option) {
      if (option.closest('[data-e="grid"]')) plane.enter(option.dataset.id);
      return choose(option.dataset.id!);
    }
    if (event.target === part(root, 'grid') && !hold.held) {
      const id = chosen !== undefined && plane.has(chosen) ? chosen : plane.order()[0]?.id;
      if (id !== undefined) plane.focus(id);
    }
  });
  listenKeys(root, {
    desk,
    plane,
    hold,
    actions,
    focus,
    matches: (session) => matches(session),
    current: () => {
      const option = document.activeElement?.closest<HTMLElement>('[role="option"][data-id]');
      if (!option) return undefined;
      return { id: option.dataset.id!, isPlaced: option.closest('[data-e="grid"]') !== null };
    },
    inTray: tray.neighbour,
    where: card.where,
    open: (id) => location.assign(`${forms}/${id}`),
    toDay: (by) => {
      const { days } = desk.frame;
      const at = day === 'all' ? 0 : days.findIndex((one) => one.number === day) + by;
      const next = days[at];
      if (!next) return say(words('edge'));
      toDay(next.number);
      const id = plane.order()[0]?.id;
      if (id !== undefined) plane.focus(id);
      say(next.title);
    },
  });
  let dayTimer: ReturnType<typeof setTimeout> | undefined;
  let dayOver: string | undefined;
  listenPointer(root, {
    actions,
    hold,
    plane,
    scroll,
    choose,
    tray: part(root, 'tray').parentElement!,
    overDay: (element) => {
      const over = element?.closest<HTMLElement>('[data-day]')?.dataset.day;
      if (over === dayOver) return;
      dayOver = over;
      clearTimeout(dayTimer);
      if (over !== undefined) dayTimer = setTimeout(() => toDay(over === 'all' ? 'all' : Number(over)), 400);
    },
  });
  addEventListener('beforeunload', (event) => {
    if (desk.waiting > 0) event.preventDefault();
  });
  addEventListener('online', () => desk.retry());

  // Today if the event is on, otherwise its first day on which something stands.
  const now = dayAt(desk.frame.days, Math.floor(Date.now() / 60_000));
  const busy = desk.frame.days.find((one) => [...desk.all()].some((s) => dayAt([one], s.from)));
  day = now?.number ?? busy?.number ?? desk.frame.days[0]?.number ?? 'all';
  showDays();
  showRooms();
  root.hidden = false;
  plane.lay(day, Number(zoom.value));
  const first = plane
    .order()
    .reduce<number | undefined>(
      (best, one) => (best === undefined || one.from! < best ? one.from! : best),
      undefined,
    );
  if (first !== undefined) scroll.scrollTop = Math.max(0, yOf(plane.scale, first) - 30);
  plane.draw();
  part<HTMLDetailsElement>(root, 'filters').open = !plane.isNarrow;
  showBack();
  showTray();
  part(root, 'state').textContent = words('saved');
  void loadPlan();
  return { pull: () => void desk.pull() };
}
