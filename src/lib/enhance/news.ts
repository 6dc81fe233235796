// Keeps an open page of a programme true: hears the number of a new version, fetches the same address, changes what
// differs in place, and says politely what it was. Marks what has changed since this device last looked. Everything
// stands in data-* attributes; without it the page is complete as it was sent.
import { fetchPage } from '../news/fetch-page.ts';
import { morph } from '../news/morph.ts';
import { lastSeen } from '../news/seen.ts';

interface Version {
  release?: number;
  /** Sessions that it changed; absent when they are many. */
  touched?: string[];
  /** Milliseconds over which thousands of pages spread their asking. */
  spread?: number;
}

const find = (name = ''): HTMLElement | null => document.querySelector<HTMLElement>(`[data-news${name}]`);
const root = find();
const event = root?.dataset.news ?? '';
const session = root?.dataset.newsSession;
const retryMs = 15_000;
/** Captions, questions and what others put there follow streams of their own. */
const left =
  '[data-news-status],[data-news-since],[data-live-lines],[data-live-questions],[data-live-stage],[data-live-note]';

let shown = Number(root?.dataset.newsAt ?? 0);
let wanted = shown;
let waiting: ReturnType<typeof setTimeout> | undefined;
let stream: EventSource | undefined;
const changed = new Set<string>();

function hear({ release = 0, touched, spread = 400 }: Version): void {
  if (release <= wanted) return;
  const isNext = release === wanted + 1;
  for (const one of touched ?? []) changed.add(one);
  wanted = release;
  if (session && touched && isNext && wanted === shown + 1 && !touched.includes(session)) {
    shown = release;
    return;
  }
  waiting ??= setTimeout(() => void renew(0), Math.random() * spread);
}

async function renew(tries: number): Promise<void> {
  waiting = undefined;
  try {
    const { status, page } = await fetchPage(location.href);
    const main = page?.querySelector('main');
    const old = document.querySelector('main');
    if (status === 404) return location.reload();
    if (status !== 200 || !main || !old || !page) throw new Error(String(status));
    const news = main.querySelector<HTMLElement>('[data-news]');
    const at = Number(news?.dataset.newsAt ?? 0);
    if (at > shown) {
      const focused = document.activeElement;
      morph(old, main, left);
      document.title = page.title;
      shown = at;
      if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement)
        focused.focus({ preventScroll: true });
      say(news?.dataset.newsSay ?? '');
      mark();
      document.dispatchEvent(new CustomEvent('veche:fresh'));
    }
    if (shown >= wanted) return;
  } catch {
    // Asked again below.
  }
  // The number may be quicker than the page.
  if (tries < 6) waiting = setTimeout(() => void renew(tries + 1), 200 * 2 ** tries * (0.5 + Math.random()));
}

function say(text: string): void {
  const place = find('-status');
  if (!place) return;
  place.textContent = text;
  place.className = text ? 'notice' : '';
}

function follow(): void {
  if (document.hidden || stream || !event) return;
  stream = new EventSource(`/live/${event}/events`);
  stream.addEventListener('state', (message) => hear(JSON.parse(message.data as string) as Version));
  stream.onerror = () => {
    // The browser comes back by itself, except after a refusal.
    if (stream?.readyState !== EventSource.CLOSED) return;
    stream = undefined;
    setTimeout(follow, retryMs * (1 + Math.random()));
  };
}

function leave(): void {
  stream?.close();
  stream = undefined;
}

/** A word beside each session that is not as the reader knew it. */
function mark(): void {
  const word = find('-since')?.dataset.word;
  if (!word || changed.size === 0) return;
  for (const one of document.querySelectorAll<HTMLAnchorElement>('.tt > li > a')) {
    const text = one.parentElement?.querySelector(':scope > p');
    if (!text || !changed.has(one.pathname.split('/').pop() ?? '') || text.querySelector('[data-own]'))
      continue;
    const said = document.createElement('b');
    said.dataset.own = '';
    said.textContent = word;
    text.prepend(said);
  }
}

async function tellSince(since: number): Promise<void> {
  const line = find('-since');
  const link = line?.querySelector('a');
  if (!line || !link) return;
  const address = new URL(link.href);
  address.searchParams.set('since', String(since));
  link.href = address.pathname + address.search;
  line.hidden = false;
  const { page } = await fetchPage(link.href);
  for (const one of page?.querySelectorAll<HTMLElement>('[data-change]') ?? [])
    changed.add(one.dataset.change!);
  mark();
}

if (root && event) {
  // A session that runs has a stream already, which tells of its versions too: one stream a page.
  if (document.querySelector('[data-live]'))
    document.addEventListener('veche:live', (told) => hear((told as CustomEvent<Version>).detail));
  else if ('EventSource' in window) {
    follow();
    document.addEventListener('visibilitychange', () => (document.hidden ? leave() : follow()));
    addEventListener('pagehide', leave);
    addEventListener('pageshow', follow);
  }
  const since = find('-since') ? lastSeen(event, shown) : undefined;
  if (since !== undefined) tellSince(since).catch(() => undefined);
}
