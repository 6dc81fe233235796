import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from './refusal.ts';

/** Keys derived from the operator key, which is never in the database nor in its backups. */
export interface Keys {
  wrap: Buffer;
  blind: Buffer;
  seal: Buffer;
}

export const deriveKeys = (operatorKey: Buffer): Keys => {
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', operatorKey, 'veche/1', info, 32));
  return { wrap: derive('wrap'), blind: derive('blind'), seal: derive('seal') };
};

/** Reads the operator key (64 hex digits), or makes one at the first start, readable by its owner only. */
export function readOperatorKey(path: string): Buffer {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    text = randomBytes(32).toString('hex');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`, { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw refuse('invalid', 'kernel.bad_operator_key', { path });
  return Buffer.from(text, 'hex');
}

const encrypt = (key: Buffer, plain: Buffer, about: string): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

const decrypt = (key: Buffer, sealed: Buffer, about: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
};

/** Lengths tell: plain text is padded to 32, 64, 128 … bytes behind a four-byte length. */
const pad = (plain: Buffer): Buffer => {
  let size = 32;
  while (size < plain.length + 4) size *= 2;
  const padded = Buffer.alloc(size);
  padded.writeUInt32BE(plain.length);
  plain.copy(padded, 4);
  return padded;
};
const unpad = (padded: Buffer): Buffer => padded.subarray(4, 4 + padded.readUInt32BE());

/** Where a T2 value stands; it can't be moved to another row, column or table and still be opened. */
export interface FieldPlace {
  table: string;
  column: string;
  row: string;
}

const aboutField = (place: FieldPlace) => `${place.table}|${place.column}|${place.row}`;
const wrapped = 12 + 32 + 16;

/** Seals a T2 field: a random row key wrapped by the operator's, then AES-256-GCM. Layout: version, wrapped key, nonce, text, tag. */
export function sealField(keys: Keys, place: FieldPlace, text: string): Buffer {
  const about = aboutField(place);
  const rowKey = randomBytes(32);
  return Buffer.concat([
    Buffer.of(1),
    encrypt(keys.wrap, rowKey, about),
    encrypt(rowKey, pad(Buffer.from(text)), about),
  ]);
}

/** Opens a T2 field. Throws when it was moved, changed or sealed under another operator key. */
export function openField(keys: Keys, place: FieldPlace, sealed: Buffer): string {
  const about = aboutField(place);
  const rowKey = decrypt(keys.wrap, sealed.subarray(1, 1 + wrapped), about);
  return unpad(decrypt(rowKey, sealed.subarray(1 + wrapped), about)).toString();
}

/** Equality look-up of a sealed value: one HMAC a column, useless without the operator key. */
export const blindIndex = (keys: Keys, column: string, value: string): Buffer =>
  createHmac('sha256', keys.blind).update(`${column}\u0000${value}`).digest();

/** A small box that travels through a browser (form tokens, half-finished sign-ups): only we can open or change it. */
export const sealBox = (keys: Keys, purpose: string, value: unknown): string =>
  encrypt(keys.seal, pad(Buffer.from(JSON.stringify(value))), purpose).toString('base64url');

/** Opens a box of `sealBox`; undefined when it isn't ours, was changed, or was made for another purpose. */
export function openBox(keys: Keys, purpose: string, box: string): unknown {
  try {
    return JSON.parse(unpad(decrypt(keys.seal, Buffer.from(box, 'base64url'), purpose)).toString());
  } catch {
    return undefined;
  }
}

export const sha256 = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest();

export const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
