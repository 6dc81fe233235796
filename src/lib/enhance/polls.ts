// On the pages of polls: says that something has changed, and shows it at once to whoever has chosen nothing yet.
import { hearLive } from '../live/stream.ts';

interface Polls {
  list?: [id: string, state: string, band?: number][];
}

const place = document.querySelector<HTMLElement>('[data-polls]');
const news = document.querySelector<HTMLElement>('[data-polls-news]');
const isOne = place?.dataset.pollsOne !== undefined;
const known = new Map(
  (place?.dataset.polls ?? '').split(' ').map((one) => one.split(':') as [string, string]),
);
/** So that thousands of pages do not ask at the same moment. */
const spreadMs = 3000;

const isTouched = (): boolean =>
  [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('main input, main select')].some(
    (field) =>
      field instanceof HTMLSelectElement ? field.value !== '' : field.type !== 'hidden' && field.checked,
  );

hearLive<Polls>('polls', ({ list = [] }) => {
  const changed = list.some(([id, state]) => (isOne ? known.has(id) : true) && known.get(id) !== state);
  if (!changed || !news?.hidden) return;
  news.hidden = false;
  setTimeout(() => isTouched() || location.reload(), Math.random() * spreadMs);
});
