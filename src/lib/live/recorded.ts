// Keeps true what the page says of the recording: whether there is one, and what of whom on the stage.
import { hearLive } from './stream.ts';

interface Marks {
  isRecorded?: boolean;
  people?: Record<string, string>;
}
interface State {
  onStage: { name: string; motif: string }[];
}

/** Follows the place of the page that says it, where there is one. */
export function followRecorded(): void {
  const place = document.querySelector<HTMLElement>('[data-recorded]');
  const status = place?.querySelector('p b');
  const list = place?.querySelector('ul');
  if (!status || !list) return;
  const words = JSON.parse(place?.dataset.words ?? '{}') as Record<string, string>;
  let marks: Marks | undefined;
  let state: State | undefined;
  const show = (): void => {
    if (!marks || !state) return;
    const { isRecorded = false, people = {} } = marks;
    status.textContent = words[isRecorded ? 'yes' : 'not'] ?? '';
    const items = (isRecorded ? state.onStage : []).map(({ name, motif }) => {
      const item = document.createElement('li');
      item.textContent = `${name}: ${words[people[motif] ?? 'held'] ?? ''}`;
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
  };
  hearLive<Marks>('consent', (next) => {
    marks = next;
    show();
  });
  hearLive<State>('state', (next) => {
    state = next;
    show();
  });
}
