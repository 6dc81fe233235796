// A stamp that its signer cannot recognise (RFC 9474, RSABSSA-SHA384-PSS-Randomized), in the browser.
import { RSABSSA } from '@cloudflare/blindrsa-ts';

const suite = RSABSSA.SHA384.PSS.Randomized();

/** What must be remembered between asking and getting: without it the answer is worth nothing. Base64url. */
export interface Pending {
  message: string;
  inverse: string;
  blinded: string;
}

export const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replaceAll('=', '');

export const toBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

/** `key` is SPKI in base64. */
const readKey = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('spki', toBytes(key) as BufferSource, { name: 'RSA-PSS', hash: 'SHA-384' }, true, [
    'verify',
  ]);

/** A new stamp of a session, hidden from who will sign it. */
export async function blind(key: string, sessionId: string): Promise<Pending> {
  const message = suite.prepare(new TextEncoder().encode(`veche stamp 1 ${sessionId}`));
  const { blindedMsg, inv } = await suite.blind(await readKey(key), message);
  return { message: toText(message), inverse: toText(inv), blinded: toText(blindedMsg) };
}

/** The stamp's text from the answer. Throws when the signature is not one. */
export async function unblind(
  key: string,
  sessionId: string,
  pending: Pending,
  signature: string,
): Promise<string> {
  const message = toBytes(pending.message);
  const signed = await suite.finalize(
    await readKey(key),
    message,
    toBytes(signature),
    toBytes(pending.inverse),
  );
  return [sessionId, toText(message.slice(0, 32)), toText(signed)].join('.');
}
