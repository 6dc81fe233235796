// Service worker of one event, registered only by whoever asked for it. The network comes first, always; what was kept
// is for when there is none. It keeps nothing that was not asked for: only what lies in its cache already is renewed.
interface Fetching extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Waking extends Event {
  waitUntil(work: Promise<unknown>): void;
}
const worker = self as unknown as {
  registration: { scope: string };
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'fetch', run: (event: Fetching) => void): void;
  addEventListener(name: 'install' | 'activate', run: (event: Waking) => void): void;
};
const [, lang, , slug] = new URL(worker.registration.scope).pathname.split('/');
const cacheName = `veche-offline:${slug}:${lang}`;

async function answer(request: Request): Promise<Response> {
  // Gone when the visitor removed it: then this worker is nothing but a passage.
  const cache = (await caches.has(cacheName)) ? await caches.open(cacheName) : undefined;
  const kept = await cache?.match(request, { ignoreVary: true });
  try {
    const fresh = await fetch(request);
    if (cache && kept && fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    // A filter that was not kept still has its page.
    const near = kept ?? (await cache?.match(request, { ignoreVary: true, ignoreSearch: true }));
    if (near) return near;
    throw error;
  }
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && new URL(request.url).origin === worker.location.origin)
    event.respondWith(answer(request));
});
