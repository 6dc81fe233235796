import type { Lane } from './geometry.ts';
import { yOf } from './geometry.ts';
import { px, type Ground } from './ground.ts';
import type { GridSession } from './grid.ts';
import type { Look } from './look.ts';

// One session on the plane, as an element.

export function makeCell(session: GridSession): HTMLElement {
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
}

/** All that dressing depends on: the same text, the same look. */
export const lookOf = (session: GridSession, look: Look): string =>
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

export function dressCell(element: HTMLElement, session: GridSession, look: Look): void {
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
}

export function placeCell(element: HTMLElement, session: GridSession, lane: Lane, ground: Ground): void {
  const { scale, column } = ground;
  const x = (ground.columns.get(session.room!) ?? 0) * column;
  const y = yOf(scale, session.from!);
  const height = Math.max(16, yOf(scale, session.from! + session.minutes) - y);
  const width = (column - 6) / lane.lanes;
  const { style } = element;
  style.left = px(x + 2 + lane.lane * width);
  style.top = px(y);
  style.width = px(width - 2);
  style.height = px(height - 2);
  element.classList.toggle('tiny', height < 34);
}
