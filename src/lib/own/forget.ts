/** Everything of one event that this browser keeps for us: stars, kept pages, and the worker that shows them. */
export async function forgetEvent(event: { id: string; slug: string }): Promise<void> {
  try {
    // The stars, and what others of our scripts remember of this event: which version was seen last.
    for (const store of [localStorage, sessionStorage])
      for (const key of Object.keys(store))
        if (key.startsWith('veche:') && key.endsWith(`:${event.id}`)) store.removeItem(key);
  } catch {
    // Nothing could be stored, so nothing is.
  }
  if ('caches' in window)
    for (const name of await caches.keys())
      if (name.startsWith(`veche-offline:${event.slug}:`)) await caches.delete(name);
  if ('serviceWorker' in navigator)
    for (const one of await navigator.serviceWorker.getRegistrations())
      if (new URL(one.scope).pathname.split('/').slice(2).join('/') === `e/${event.slug}/`)
        await one.unregister();
}
