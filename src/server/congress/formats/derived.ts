import { createHash } from 'node:crypto';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The guid in small letters, or undefined when it has not the shape of one. */
export function asGuid(value: string | undefined): string | undefined {
  const guid = value?.trim().toLowerCase();
  return guid && uuidShape.test(guid) ? guid : undefined;
}

/** A UUID (version 8) that is always the same for the same name. */
export function guidFor(kind: 'session' | 'person' | 'room', name: string): string {
  const hex = createHash('sha256').update(`veche:${kind}:${name}`).digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A positive integer below 2^31 that is always the same for the same name. */
export function numberFor(name: string): number {
  return parseInt(createHash('sha256').update(name).digest('hex').slice(0, 8), 16) & 0x7fffffff || 1;
}

/** Letters a-z, digits and hyphens; '' when nothing of the kind is left. */
export function slugOf(text: string, max = 60): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, max)
    .replace(/-$/, '');
}
