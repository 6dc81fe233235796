// Which version of a programme was seen last: one number an event, on this device, sent to nobody. While a tab stays
// open it remembers where it came from, so that the marks don't vanish with the next page.

const key = (event: string): string => `veche:seen:${event}`;

function read(store: Storage, event: string): number {
  const text = store.getItem(key(event)) ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** The version to compare with; undefined at a first visit, or when nothing is newer. Notes that `now` was seen. */
export function lastSeen(event: string, now: number): number | undefined {
  try {
    const before = read(sessionStorage, event) || read(localStorage, event);
    localStorage.setItem(key(event), String(now));
    if (!before) sessionStorage.setItem(key(event), String(now));
    else sessionStorage.setItem(key(event), String(before));
    return before && before < now ? before : undefined;
  } catch {
    // Storage that is switched off: nothing is remembered.
    return undefined;
  }
}
