// One stream a page, however many modules listen to it.
type Hear = (data: never) => void;

const closedRetryMs = 15_000;
const hearers = new Map<string, Set<Hear>>();
let stream: EventSource | undefined;

/**
 * Calls `hear` with every frame `name` of the session whose page this is (its `data-live`); the newest one of each
 * part comes again at every reconnection. Does nothing on a page without a session.
 */
export function hearLive<T>(name: string, hear: (data: T) => void): void {
  const known = hearers.get(name) ?? new Set();
  known.add(hear as Hear);
  hearers.set(name, known);
  if (stream) attach(stream, name);
  else queueMicrotask(open);
}

const attached = new WeakMap<EventSource, Set<string>>();
function attach(one: EventSource, name: string): void {
  const names = attached.get(one) ?? new Set();
  if (names.has(name)) return;
  attached.set(one, names.add(name));
  one.addEventListener(name, (event) => {
    const data = JSON.parse((event as MessageEvent<string>).data) as never;
    for (const hear of hearers.get(name) ?? []) hear(data);
  });
}

function open(): void {
  const session = document.querySelector<HTMLElement>('[data-live]')?.dataset.live;
  if (stream || !session || !('EventSource' in window)) return;
  const one = new EventSource(`/live/${session}/events?lang=${document.documentElement.lang}`);
  stream = one;
  for (const name of hearers.keys()) attach(one, name);
  one.onerror = () => {
    // The browser comes back by itself, except after a refusal.
    if (one.readyState !== EventSource.CLOSED) return;
    stream = undefined;
    setTimeout(open, closedRetryMs * (1 + Math.random()));
  };
  addEventListener('pagehide', () => one.close(), { once: true });
}
