// Keeps a page that nobody touches up to date: asks whether it has changed and loads it again when it has. A page that
// can't be asked for stays as it is, with the time since when, instead of the browser's own page of failure.
const everyMs = 15_000;
const find = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-fresh${name}]`);

const timeIn = (zone: string | undefined): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(zone ? { timeZone: zone } : {}),
  });
const clockZone = find('-zone')?.dataset.freshZone;
const time = timeIn(clockZone);

let known: string | null | undefined;
let lostAt = '';

function sayLost(at: string): void {
  lostAt = at;
  const place = find('-lost');
  if (place) place.textContent = at ? (place.dataset.text?.replace('{time}', at) ?? '') : '';
}

async function ask(): Promise<void> {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: 'no-cache', credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    const etag = answer.headers.get('etag');
    if (known !== undefined && etag !== known) location.reload();
    known = etag;
    if (lostAt) sayLost('');
  } catch {
    if (!lostAt) sayLost(time.format(new Date()));
  }
}

const tick = (): void => {
  const clock = find('-clock');
  if (clock) clock.textContent = time.format(new Date());
};

/** A new version of the programme is told at once; the page itself may come a moment later. */
function hear(event: string): void {
  const stream = new EventSource(`/live/${event}/events`);
  stream.addEventListener('state', (told) => {
    const { spread = 400 } = JSON.parse(told.data as string) as { spread?: number };
    for (const later of [100, 1_000]) setTimeout(() => void ask(), later + Math.random() * spread);
  });
  // The browser comes back by itself; after a refusal the clock below is enough.
  addEventListener('pagehide', () => stream.close(), { once: true });
}

tick();
setInterval(tick, 1_000);
void ask();
// Not all screens of a building in the same second.
setInterval(() => void ask(), everyMs + Math.random() * 2_000);
document.addEventListener('visibilitychange', () => void ask());
const event = find('-event')?.dataset.freshEvent;
if (event && 'EventSource' in window) hear(event);
const note = find('');
if (note) note.hidden = false;
export {};
