// A star beside each session: it goes into one's own schedule, which stays in this browser. The page itself is the same
// for everybody and never says what was starred.
import { canKeep, mostStars, onStars, readStars, writeStars } from '../own/stars.ts';

const root = document.querySelector<HTMLElement>('[data-stars]');
const event = root?.dataset.stars ?? '';
const label = root?.dataset.starsLabel ?? '';
const buttons = new Map<string, HTMLButtonElement>();
let stars = readStars(event);

function show(): void {
  for (const [id, button] of buttons) {
    button.setAttribute('aria-pressed', String(stars.has(id)));
    button.closest('li')?.classList.toggle('mine', stars.has(id));
  }
  for (const place of document.querySelectorAll('[data-stars-count]'))
    place.textContent = stars.size > 0 ? String(stars.size) : '';
}

function turn(id: string): void {
  // Another window may have starred something since.
  stars = readStars(event);
  if (!stars.delete(id) && stars.size < mostStars) stars.add(id);
  writeStars(event, stars);
  show();
}

function add(id: string, name: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'star';
  // Stays when the page is brought up to date.
  button.dataset.own = '';
  button.setAttribute('aria-label', `${label}: ${name}`);
  button.addEventListener('click', () => turn(id));
  buttons.set(id, button);
  return button;
}

/** Without a network the page of a session is out of reach; its description was kept with the programme. */
function toKept(): void {
  const base = location.pathname.replace(/\/programme$/, '');
  const day = new URLSearchParams(location.search).get('day') ?? root?.dataset.starsDay;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.tt > li > a'))
    if (!navigator.onLine) link.href = `${base}/book?day=${day}#${link.pathname.split('/').pop()}`;
}
function addAll(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.tt > li > a')) {
    const id = /\/s\/([\w-]{1,40})$/.exec(link.pathname)?.[1];
    if (id && !link.parentElement?.querySelector('.star')) link.before(add(id, link.textContent));
  }
}

if (root && event && canKeep()) {
  addAll();
  document.addEventListener('veche:fresh', () => {
    addAll();
    root.hidden = false;
    show();
  });
  // The page of one session has its button already, in words.
  const one = document.querySelector<HTMLButtonElement>('[data-star]');
  if (one) {
    const id = one.dataset.star ?? '';
    buttons.set(id, one);
    one.addEventListener('click', () => turn(id));
  }
  root.hidden = false;
  show();
  onStars(event, () => {
    stars = readStars(event);
    show();
  });
}
// After the stars, which read the session's id from its link.
if (navigator.serviceWorker?.controller && /^\d+$/.test(root?.dataset.starsDay ?? '')) {
  toKept();
  addEventListener('offline', toKept);
}
