/** Stars of one event, in this browser only: ids of sessions under the event's id, nothing else. */
const keyOf = (event: string): string => `veche:stars:${event}`;
/** As a private link holds at most. */
export const mostStars = 500;
const idShape = /^[\w-]{1,40}$/;

export function readStars(event: string): Set<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(event)) ?? '[]');
    if (!Array.isArray(kept)) return new Set();
    return new Set(kept.filter((id): id is string => typeof id === 'string' && idShape.test(id)));
  } catch {
    return new Set();
  }
}

/** False when the browser stores nothing for us. */
export function writeStars(event: string, stars: ReadonlySet<string>): boolean {
  try {
    if (stars.size === 0) localStorage.removeItem(keyOf(event));
    else localStorage.setItem(keyOf(event), JSON.stringify([...stars].slice(0, mostStars)));
    return true;
  } catch {
    return false;
  }
}

/** Whether this browser stores anything for us. */
export function canKeep(): boolean {
  try {
    localStorage.setItem('veche:try', '1');
    localStorage.removeItem('veche:try');
    return true;
  } catch {
    return false;
  }
}

/** Another window of this browser changed the stars. */
export function onStars(event: string, run: () => void): void {
  addEventListener('storage', ({ key }) => {
    if (key === keyOf(event) || key === null) run();
  });
  // Back from another page, what stands here may be old.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) run();
  });
}
