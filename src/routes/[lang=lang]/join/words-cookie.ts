import type { Cookies } from '@sveltejs/kit';

// The sealed box of words travels in a cookie and not in a field: between the steps nothing is sent, so nothing can
// be kept, a reload shows the same words, and the last form carries only what was typed.
const name = 'veche-words';
interface HasCookies {
  cookies: Cookies;
  url: URL;
}
const options = (event: HasCookies) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: event.url.protocol === 'https:' }) as const;

export const readBox = (event: HasCookies): string | undefined => event.cookies.get(name);
export const keepBox = (event: HasCookies, box: string): void =>
  event.cookies.set(name, box, { ...options(event), maxAge: 3600 });
export const dropBox = (event: HasCookies): void => event.cookies.delete(name, options(event));
