import type { RequestEvent } from '@sveltejs/kit';
import { clearSignIn } from '#server/web';

/** The browser forgets all it holds of us. Heeded over https; the cookie goes in any case. */
export function forgetHere(event: Pick<RequestEvent, 'cookies' | 'url' | 'setHeaders'>): void {
  clearSignIn(event);
  event.setHeaders({ 'clear-site-data': '"cache", "cookies", "storage"' });
}
