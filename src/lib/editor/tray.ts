import type { GridSession } from './grid.ts';
import type { Look } from './look.ts';
import { part } from './parts.ts';

/** Sessions that stand nowhere on the plane. Long lists are shown in pieces: the search is the way through them. */
export interface Tray {
  show(sessions: readonly GridSession[], note: string): void;
  focus(id: string): boolean;
  neighbour(id: string, by: number): string | undefined;
}

const most = 60;

export function makeTray(root: HTMLElement, look: Look): Tray {
  const box = part(root, 'tray');
  const noteBox = part(root, 'tray-note');
  let entrance: string | undefined;

  const optionOf = (id: string): HTMLElement | undefined =>
    [...box.children].find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset.id === id);

  return {
    show: (sessions, note) => {
      const focused = box.contains(document.activeElement)
        ? (document.activeElement as HTMLElement).dataset.id
        : undefined;
      const shown = sessions.slice(0, most);
      if (!shown.some((one) => one.id === entrance)) entrance = shown[0]?.id;
      box.replaceChildren(
        ...shown.map((session) => {
          const hue = look.hue(session);
          const isHeld = look.isHeld(session.id);
          const option = document.createElement('div');
          option.setAttribute('role', 'option');
          option.setAttribute('aria-selected', String(isHeld));
          option.dataset.id = session.id;
          option.className = `e-cell ${hue ? `t${hue}` : ''} ${isHeld ? 'held' : ''}`;
          option.tabIndex = session.id === entrance ? 0 : -1;
          const title = document.createElement('b');
          title.textContent = session.title;
          if (session.lang) title.lang = session.lang;
          const small = document.createElement('small');
          small.textContent = look.underUnplaced(session);
          option.append(title, ' ', small);
          return option;
        }),
      );
      box.hidden = shown.length === 0;
      noteBox.textContent = note;
      noteBox.hidden = note === '';
      if (focused) optionOf(focused)?.focus({ preventScroll: true });
    },
    focus: (id) => {
      const option = optionOf(id);
      if (!option) return false;
      const old = entrance === undefined ? undefined : optionOf(entrance);
      if (old) old.tabIndex = -1;
      entrance = id;
      option.tabIndex = 0;
      option.focus();
      return true;
    },
    neighbour: (id, by) => {
      const option = optionOf(id);
      const next = by > 0 ? option?.nextElementSibling : option?.previousElementSibling;
      return next instanceof HTMLElement ? next.dataset.id : undefined;
    },
  };
}
