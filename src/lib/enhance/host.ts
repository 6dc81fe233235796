// The host's kit while it is open: its parts are drawn anew when something of the session changed, and every few seconds.
import { hearLive } from '../live/stream.ts';

const everyMs = 4000;
let asking = false;

/** The same page once more, as a document: no script of it runs. */
const fetchPage = (): Promise<Document | null> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.pathname);
    request.responseType = 'document';
    request.onload = () => resolve(request.status === 200 ? request.responseXML : null);
    request.onerror = () => resolve(null);
    request.send();
  });

async function renew(): Promise<void> {
  if (asking || document.hidden) return;
  asking = true;
  const page = await fetchPage();
  asking = false;
  for (const part of document.querySelectorAll<HTMLElement>('[data-renew]')) {
    const next = page?.getElementById(part.id);
    // A finger on a button, a half-written field: it stays under the hand.
    if (!next || part.matches(':active, :has(:is(input, textarea, select):focus)') || same(part, next))
      continue;
    const label = part.contains(document.activeElement) && document.activeElement?.getAttribute('aria-label');
    const fresh = document.importNode(next, true);
    part.replaceWith(fresh);
    if (label) fresh.querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`)?.focus();
  }
}

/** Every form has a token of its own each time; it is no news. */
const tokens = /<input type="hidden" name="_\w+" value="[^"]*"\s*\/?>/g;
const same = (one: HTMLElement, other: HTMLElement): boolean =>
  one.innerHTML.replace(tokens, '') === other.innerHTML.replace(tokens, '');

for (const part of ['state', 'stage']) hearLive(part, () => void renew());
setInterval(() => void renew(), everyMs);
document.addEventListener('visibilitychange', () => void renew());
