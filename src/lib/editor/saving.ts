import type { SavingState } from './desk.ts';
import type { History } from './history.ts';
import { button, part } from './parts.ts';
import type { Words } from './words.ts';

/** Whether all is saved, what could not be, and the buttons that take back and do again. */
export interface Saving {
  state(state: SavingState, waiting: number): void;
  /** What could not be saved: said, and in sight until something else is done. */
  trouble(text: string): void;
  forgetTrouble(): void;
  /** There may be something else to take back or to do again. */
  showBack(): void;
}

export interface SavingPlaces {
  readonly words: Words;
  readonly history: History;
  say(text: string): void;
  retry(): void;
  undo(): void;
  redo(): void;
}

export function makeSaving(root: HTMLElement, places: SavingPlaces): Saving {
  const { words, history, say } = places;
  const box = part(root, 'state');
  const undo = part<HTMLButtonElement>(root, 'undo');
  const redo = part<HTMLButtonElement>(root, 'redo');
  let trouble = '';
  undo.addEventListener('click', () => places.undo());
  redo.addEventListener('click', () => places.redo());

  const state = (state: SavingState, waiting: number): void => {
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
        button(words('try_again'), () => places.retry()),
      );
    else box.textContent = text;
    if (state === 'away' || state === 'signed_out') say(`${text} ${words('away')}`);
  };

  return {
    state,
    trouble: (text) => {
      trouble = text;
      state('saved', 0);
      say(text);
    },
    forgetTrouble: () => {
      trouble = '';
    },
    showBack: () => {
      undo.disabled = !history.canUndo;
      redo.disabled = !history.canRedo;
    },
  };
}
