import { randomBytes } from 'node:crypto';
import { sha256 } from '#server/kernel';

// Crockford's base 32: no i, l, o, u, so that a code can be read aloud, typed and printed.
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** 18 × 5 = 90 random bits. */
const randomLength = 18;

const checkOf = (body: string): string => {
  const hash = sha256(`veche code ${body}`);
  return digits[hash[0]! & 31]! + digits[hash[1]! & 31]!;
};

/** A code that names nobody: 90 random bits and two check letters, `k3vd-9x2m-…` in five fours. */
export function makeCode(): string {
  let body = '';
  for (const byte of randomBytes(randomLength)) body += digits[byte & 31];
  return (body + checkOf(body)).replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * What a person typed, as it was given out: spaces, capitals and look-alike letters do not matter, Cyrillic ones included.
 * Undefined when the check letters do not fit: one wrong letter is noticed 1,023 times in 1,024.
 */
export function readCode(text: string): string | undefined {
  const plain = text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[\s\-–—‑.]/g, '')
    .replace(/[авсеікмнортху]/g, (letter) => alike[letter] ?? letter)
    .replace(/o/g, '0')
    .replace(/[il]/g, '1');
  if (plain.length !== randomLength + 2 || [...plain].some((letter) => !digits.includes(letter)))
    return undefined;
  const body = plain.slice(0, randomLength);
  if (checkOf(body) !== plain.slice(randomLength)) return undefined;
  return plain.replace(/(.{4})(?=.)/g, '$1-');
}

/** Cyrillic letters that look like Latin ones on a ticket. */
const alike: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  і: 'i',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  т: 't',
  х: 'x',
  у: 'y',
};

/** What is stored of a code: enough to find it again, no way back to it. */
export const hashCode = (code: string): Buffer => sha256(`registration ${code.replaceAll('-', '')}`);
