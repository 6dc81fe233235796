// A star beside each session: it goes into one's own schedule, which stays in this browser. The page itself is the same
// for everybody and never says what was starred.
import { canKeep, mostStars, onStars, readStars, writeStars } from '../own/stars.ts';

const find = <E extends HTMLElement>(name: string): E | null => document.querySelector<E>(`[data-${name}]`);
const { stars: event = '', starsLabel: label = '', starsDay: day = '' } = find('stars')?.dataset ?? {};
const heard = new WeakSet<HTMLButtonElement>();
let stars = readStars(event);

/** Ids of sessions and the buttons beside them, as the page stands now: news change it in place. */
function buttons(): [string, HTMLButtonElement][] {
  const all: [string, HTMLButtonElement][] = [];
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.tt > li > a')) {
    const id = /\/s\/([\w-]{1,40})$/.exec(link.pathname)?.[1] ?? link.hash.slice(1);
    if (!id) continue;
    const before = link.previousElementSibling;
    const button = before instanceof HTMLButtonElement ? before : document.createElement('button');
    if (button !== before) {
      button.type = 'button';
      button.className = 'star';
      link.before(button);
    }
    button.setAttribute('aria-label', `${label}: ${link.textContent}`);
    all.push([id, button]);
  }
  // The page of one session has its button already, in words.
  const one = find<HTMLButtonElement>('star');
  return one?.dataset.star ? [...all, [one.dataset.star, one]] : all;
}

function show(): void {
  const root = find('stars');
  if (root) root.hidden = false;
  for (const [id, button] of buttons()) {
    if (!heard.has(button)) {
      heard.add(button);
      button.addEventListener('click', () => turn(id));
    }
    button.setAttribute('aria-pressed', String(stars.has(id)));
    button.closest('li')?.classList.toggle('mine', stars.has(id));
  }
  for (const place of document.querySelectorAll('[data-stars-count]'))
    place.textContent = stars.size > 0 ? String(stars.size) : '';
  if (isKept && !navigator.onLine) toKept();
}

function turn(id: string): void {
  // Another window may have starred something since.
  stars = readStars(event);
  if (!stars.delete(id) && stars.size < mostStars) stars.add(id);
  writeStars(event, stars);
  show();
}

const isKept = Boolean(navigator.serviceWorker?.controller) && /^\d+$/.test(day);

/** Without a network the page of a session is out of reach; its description was kept with the programme. */
function toKept(): void {
  const base = location.pathname.replace(/\/programme$/, '');
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.tt > li > a')) {
    const id = /\/s\/([\w-]{1,40})$/.exec(link.pathname)?.[1];
    if (id) link.href = `${base}/book?day=${day}#${id}`;
  }
}

if (event && canKeep()) {
  const again = (): void => {
    stars = readStars(event);
    show();
  };
  show();
  onStars(event, again);
  document.addEventListener('veche:fresh', again);
  addEventListener('offline', show);
}
