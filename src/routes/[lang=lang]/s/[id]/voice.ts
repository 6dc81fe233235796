import type { Cookies } from '@sveltejs/kit';
import { newSecret } from '#server/kernel';

interface HasCookies {
  cookies: Cookies;
  url: URL;
}

// As for the sign-in: `__Host-` demands Secure, which plain http (loopback, onion) can't give.
const nameOf = (event: HasCookies): string => (event.url.protocol === 'https:' ? '__Host-voice' : 'voice');

/** The random word by which this browser can change its votes; empty before its first one. The server keeps only blind indexes of it. */
export const voiceOf = (event: HasCookies): string => {
  const voice = event.cookies.get(nameOf(event)) ?? '';
  return /^[\w-]{43}$/.test(voice) ? voice : '';
};

/** Votes with the browser's voice, and gives it one at its first vote: opening a page leaves nothing. */
export async function withVoice<T>(event: HasCookies, work: (voice: string) => Promise<T>): Promise<T> {
  const known = voiceOf(event);
  const voice = known || newSecret();
  const answer = await work(voice);
  // A session cookie: gone when the browser is closed.
  if (!known)
    event.cookies.set(nameOf(event), voice, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: event.url.protocol === 'https:',
    });
  return answer;
}
