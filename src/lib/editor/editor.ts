import type { Plan } from '#lib/clashes/plan.ts';
import { languageNames } from '#lib/when/index.ts';
import { makeActions, type Actions } from './actions.ts';
import { makeCard, type Card } from './card.ts';
import { makeClashing } from './clashing.ts';
import { makeDays, type Days } from './days.ts';
import { makeDesk, type Desk, type Wire } from './desk.ts';
import { dayAt } from './geometry.ts';
import type { Grid, GridSession } from './grid.ts';
import { makeHistory } from './history.ts';
import { makeHold, type Hold } from './hold.ts';
import { listenKeys } from './keys.ts';
import { makeLook, type Look } from './look.ts';
import { makeSpeaker, part } from './parts.ts';
import { makePlane, type Plane } from './plane.ts';
import { listenPointer } from './pointer.ts';
import { makeSaving, type Saving } from './saving.ts';
import { showHold } from './show-hold.ts';
import { makeSought, type Sought } from './sought.ts';
import { makeTold } from './told.ts';
import { makeTray, type Tray } from './tray.ts';
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

const optionOf = (element: Element | null | undefined): HTMLElement | null | undefined =>
  element?.closest<HTMLElement>('[role="option"][data-id]');
const isOnPlane = (option: HTMLElement): boolean => option.closest('[data-e="grid"]') !== null;

/** Puts the parts of the editor together; answers what hears of news. */
export function startEditor({ root, grid, wire, words, lang, forms, plan }: EditorParts): { pull(): void } {
  let chosen: string | undefined;
  // Parts need each other both ways: each finds the others here, once all are made.
  const all = {
    words,
    lang,
    forms,
    names: languageNames,
    say: makeSpeaker(part(root, 'say')),
    history: makeHistory(),
    clashing: makeClashing(),
    marks: new Set<string>(),
    get desk(): Desk {
      return desk;
    },
    get plane(): Plane {
      return plane;
    },
    get hold(): Hold {
      return hold;
    },
    get tray(): Tray {
      return tray;
    },
    get card(): Card {
      return card;
    },
    get look(): Look {
      return look;
    },
    get saving(): Saving {
      return saving;
    },
    get actions(): Actions {
      return actions;
    },
    get chosen(): string | undefined {
      return chosen;
    },
    matches: (session: GridSession): boolean => sought.matches(session),
    toDay: (next: number | 'all'): void => days.toDay(next),
    showTray: (): void => sought.showTray(),
    retry: (): void => desk.retry(),
    undo: (): void => actions.undo(),
    redo: (): void => actions.redo(),
    frameChanged: (): void => {
      look.learn();
      days.show();
      plane.refresh();
      sought.showMatching();
    },
    changed: (): void => {
      sought.showTray();
      saving.showBack();
      card.show(undefined);
    },
    /** Something was done here: trouble of before is over. */
    did: (ids?: Iterable<string>): void => {
      saving.forgetTrouble();
      saving.showBack();
      if (ids) plane.draw();
      card.show(undefined);
    },
    replan: (): void => planAnew(),
    choose: (id: string): void => {
      if (chosen === id) return;
      chosen = id;
      card.show(id);
    },
    /** Gives the focus to a session, on the day it stands on. */
    focus: (id: string): void => {
      const session = desk.get(id);
      if (!session) return;
      chosen = id;
      const on = dayAt(desk.frame.days, session.from);
      if (on && session.room && !plane.has(id)) days.toDay(on.number);
      if (plane.has(id)) plane.focus(id);
      else if (!tray.focus(id)) {
        sought.showTray();
        tray.focus(id);
      }
      card.show(id);
    },
  };
  const { clashing } = all;

  const saving: Saving = makeSaving(root, all);
  const desk: Desk = makeDesk(grid, wire, makeTold(all));
  const look: Look = makeLook(all);
  const plane: Plane = makePlane(root, desk, look);
  const hold: Hold = makeHold(desk, plane, clashing, showHold(root, all));
  const tray: Tray = makeTray(root, look);
  const card: Card = makeCard(root, all);
  const sought: Sought = makeSought(root, all);
  const days: Days = makeDays(root, all);
  const actions: Actions = makeActions(all);

  let planTimer: ReturnType<typeof setTimeout> | undefined;
  /** Soon, and once for much that changes together. */
  function planAnew(after = 300): void {
    clearTimeout(planTimer);
    planTimer = setTimeout(() => void loadPlan(), after);
  }
  async function loadPlan(): Promise<void> {
    const fresh = await plan();
    if (!fresh) {
      if (!clashing.isLoaded) planAnew(5000);
      return;
    }
    clashing.load(fresh, desk);
    sought.showMatching();
    card.show(undefined);
  }

  root.addEventListener('focusin', (event) => {
    const option = optionOf(event.target as Element);
    if (option) {
      if (isOnPlane(option)) plane.enter(option.dataset.id);
      return all.choose(option.dataset.id!);
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
    focus: all.focus,
    matches: all.matches,
    current: () => {
      const option = optionOf(document.activeElement);
      return option ? { id: option.dataset.id!, isPlaced: isOnPlane(option) } : undefined;
    },
    inTray: tray.neighbour,
    where: card.where,
    open: (id) => location.assign(`${forms}/${id}`),
    toDay: days.step,
  });
  listenPointer(root, {
    actions,
    hold,
    plane,
    scroll: part(root, 'scroll'),
    choose: all.choose,
    tray: part(root, 'tray').parentElement!,
    overDay: days.over,
  });
  addEventListener('beforeunload', (event) => {
    if (desk.waiting > 0) event.preventDefault();
  });
  addEventListener('online', () => desk.retry());

  days.begin();
  part<HTMLDetailsElement>(root, 'filters').open = !plane.isNarrow;
  saving.showBack();
  sought.showTray();
  part(root, 'state').textContent = words('saved');
  void loadPlan();
  return { pull: () => void desk.pull() };
}
