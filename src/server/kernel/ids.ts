import { randomBytes } from 'node:crypto';

// Crockford's base 32 in lower case: no i, l, o, u, so an id can be read aloud and never spells a word.
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random id of `length` characters, 5 bits each; never sequential, never ordered by time. */
export function newId(length = 12): string {
  let id = '';
  for (const byte of randomBytes(length)) id += digits[byte & 31];
  return id;
}

/** A secret for a link or a cookie: 256 bits in base64url. Only its hash is ever stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
