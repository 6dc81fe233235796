// Takes the programme of one event along, when the visitor asks for it and not before; and takes all of it away again.
import { forgetEvent } from '../own/forget.ts';

interface Policy {
  createScriptURL(address: string): string;
}
const root = document.querySelector<HTMLElement>('[data-offline]');
const find = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-offline-${name}]`);
const { offline: id = '', offlineSlug: slug = '', offlineBase: base = '' } = root?.dataset ?? {};
const [, lang] = base.split('/');
const cacheName = `veche-offline:${slug}:${lang}`;

function say(name: string, values: Record<string, number> = {}): void {
  const status = find('status');
  if (!status) return;
  status.textContent = (status.dataset[name] ?? '').replace(/\{(\w+)\}/g, (_, key: string) =>
    String(values[key]),
  );
}

/** Sheets, scripts, pictures and fonts that a page or a sheet names, our own only. */
function assetsIn(text: string, at: string): string[] {
  const named = [
    ...text.matchAll(/<(?:link|script|img)\b[^>]*?\s(?:href|src)="([^"]+)"/g),
    ...text.matchAll(/url\(['"]?([^'")]+)/g),
    ...text.matchAll(/(?:from|import)\s*['"](\.[^'"]+\.js)['"]/g),
  ];
  return named
    .map(([, address]) => new URL(address!.replaceAll('&amp;', '&'), at))
    .filter(
      ({ origin, pathname }) => origin === location.origin && /\.(css|js|svg|woff2)$|^\/logo$/.test(pathname),
    )
    .map(({ href }) => href);
}

async function keep(): Promise<void> {
  const cache = await caches.open(cacheName);
  const waiting = (JSON.parse(root?.dataset.offlinePages ?? '[]') as string[]).map(
    (page) => new URL(page, location.href).href,
  );
  const seen = new Set(waiting);
  for (let done = 0; done < waiting.length; done += 1) {
    say('working', { done, all: waiting.length });
    const address = waiting[done]!;
    const answer = await fetch(address, { cache: 'no-cache', credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    const type = answer.headers.get('content-type') ?? '';
    const text = /^text\/(html|css|javascript)/.test(type) ? await answer.clone().text() : '';
    await cache.put(address, answer);
    for (const asset of assetsIn(text, address))
      if (!seen.has(asset)) {
        seen.add(asset);
        waiting.push(asset);
      }
  }
  await register();
}

/** Trusted Types count a worker's address as a script: this page alone may name one, and only this one. */
async function register(): Promise<void> {
  const address = `${base}/worker.js`;
  const factory = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } })
    .trustedTypes;
  const policy = factory?.createPolicy('veche-offline', {
    createScriptURL: (asked) => {
      if (asked !== address) throw new TypeError('not the worker of this event');
      return asked;
    },
  });
  await navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address, {
    scope: `${base}/`,
    updateViaCache: 'none',
  });
}

async function show(): Promise<void> {
  const isKept = await caches.has(cacheName);
  if (isKept) say('kept');
}

function start(): void {
  const [keeper, clearer] = [find('keep'), find('clear')];
  if (!keeper || !clearer) return;
  keeper.hidden = clearer.hidden = false;
  const button = keeper.querySelector('button')!;
  button.addEventListener('click', () => {
    button.disabled = true;
    keep()
      .then(() => say('kept'))
      .catch(async () => {
        // Half a programme is none.
        await caches.delete(cacheName);
        say('failed');
      })
      .finally(() => (button.disabled = false));
  });
  clearer.querySelector('button')?.addEventListener('click', () => {
    void forgetEvent({ id, slug }).then(() => say('cleared'));
  });
  void show();
}

if (root) {
  // Absent without https, in private windows and where the reader has switched it off.
  if ('serviceWorker' in navigator && 'caches' in window) start();
  else say('unable');
}
