import { asGuid, guidFor, numberFor, slugOf } from './derived.ts';
import { pickText, type ProgrammeDocument, type ProgrammePerson, type ProgrammeSession } from './document.ts';

export type WriteOptions = {
  /** Which language to write where a format holds one. */
  lang?: string;
  /** The public address of a session; without it the one it was imported with. */
  sessionUrl?: (session: ProgrammeSession) => string | undefined;
};

const acronymShape = /^[a-z0-9_-][a-z0-9_]{3,}$/;

/** At least four of a-z, 0-9 and _: what both schemas allow. */
export function acronymOf(document: ProgrammeDocument): string {
  const { acronym, title } = document.event;
  if (acronymShape.test(acronym)) return acronym;
  const made = slugOf(acronym || pickText(title), 30).replaceAll('-', '_');
  return made.length >= 4 ? made : made ? `event_${made}` : 'event';
}

/** Positive numbers, each given out once: the file's own where it is one. */
export function numberGiver(): (id: string | undefined, key: string) => number {
  const taken = new Set<number>();
  return (id, key) => {
    let number = id && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0;
    for (let salt = 0; number === 0 || taken.has(number); salt += 1) number = numberFor(`${key}~${salt}`);
    taken.add(number);
    return number;
  };
}

/** Gives each word out once; undefined for the second comer and for what has not the shape. */
export function onceOnly(shape: RegExp): (word: string | undefined) => string | undefined {
  const taken = new Set<string>();
  return (word) => {
    if (!word || !shape.test(word) || taken.has(word)) return undefined;
    taken.add(word);
    return word;
  };
}

/** As the session was keyed: a guid already, but keys from elsewhere may be anything. */
export const sessionGuid = (session: ProgrammeSession): string =>
  asGuid(session.key) ?? guidFor('session', session.key);

/** A guid for somebody known only by a code, where the format has no place for codes. */
export const personGuid = (person: ProgrammePerson | undefined): string | undefined =>
  asGuid(person?.guid) ?? (person?.code && !person.id ? guidFor('person', `code:${person.code}`) : undefined);

const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** For XML: text content and attributes in double quotes. */
export const escapeXml = (text: string): string =>
  text
    .replace(illegal, '')
    .toWellFormed()
    .replace(
      /[&<>"\r]/g,
      (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? '&#13;',
    );
