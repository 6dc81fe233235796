// Which version of a programme was seen last: one number an event, on this device, sent to nobody, and only on a device
// whose owner has put a star somewhere in that programme. Whoever only reads leaves nothing behind. While a tab stays
// open it remembers where it came from, so that the marks don't vanish with the next page.
import { readStars } from '../own/stars.ts';

const key = (event: string): string => `veche:seen:${event}`;

function read(store: Storage, event: string): number {
  const text = store.getItem(key(event)) ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** The version to compare with; undefined at a first visit, or when nothing is newer. Notes that `now` was seen. */
export function lastSeen(event: string, now: number): number | undefined {
  try {
    if (readStars(event).size === 0) {
      for (const store of [localStorage, sessionStorage]) store.removeItem(key(event));
      return undefined;
    }
    const before = read(sessionStorage, event) || read(localStorage, event);
    localStorage.setItem(key(event), String(now));
    sessionStorage.setItem(key(event), String(before || now));
    return before && before < now ? before : undefined;
  } catch {
    // Storage that is switched off: nothing is remembered.
    return undefined;
  }
}
