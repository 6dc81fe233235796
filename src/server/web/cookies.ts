import type { Cookies } from '@sveltejs/kit';

// `__Host-` demands Secure, which plain http (loopback, onion) can't give.
export const cookieName = (secure: boolean): string => (secure ? '__Host-veche' : 'veche');

interface HasCookies {
  cookies: Cookies;
  url: URL;
}

const options = (event: HasCookies) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: event.url.protocol === 'https:' }) as const;

/** A session cookie: gone when the browser is closed. */
export const signInCookie = (event: HasCookies, token: string): void =>
  event.cookies.set(cookieName(event.url.protocol === 'https:'), token, options(event));

export const clearSignIn = (event: HasCookies): void =>
  event.cookies.delete(cookieName(event.url.protocol === 'https:'), options(event));

export const signInToken = (event: HasCookies): string | undefined =>
  event.cookies.get(cookieName(event.url.protocol === 'https:'));
