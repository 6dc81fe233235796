import { slugOf } from './derived.ts';
import type { Link, ProgrammeEvent, ProgrammeSession } from './document.ts';
import { onceOnly, type WriteOptions } from './write-words.ts';

// What both versions of schedule.json want in the same way.

export const slugShape = /^[a-z0-9_-]+[a-z0-9]$/;

/** Spells a link as the version does; a type it does not know is left out. */
export const linkWriter =
  (types: ReadonlySet<string>, spell: (type: string) => string) =>
  ({ url, title, type }: Link) => {
    const said = type && spell(type);
    return { url, ...(title ? { title } : {}), ...(said && types.has(said) ? { type: said } : {}) };
  };

/** The file's own slug where it is free, else one of number and title, else of the guid. */
export function slugGiver(acronym: string) {
  const give = onceOnly(slugShape);
  return (session: ProgrammeSession, made: { guid: string; number: number; title: string }): string =>
    give(session.slug) ??
    give([acronym, made.number, slugOf(made.title, 40)].filter(Boolean).join('-')) ??
    `${acronym}-${made.guid}`;
}

/** The schemas want an address: one that points to nothing where there is none. */
export const urlOf = (session: ProgrammeSession, guid: string, { sessionUrl }: WriteOptions): string =>
  sessionUrl?.(session) ?? session.url ?? `urn:uuid:${guid}`;

/** Only a zone that somebody named, and with a name that the schemas take. */
export const zoneOf = ({ zone, zoneSource }: ProgrammeEvent) =>
  (zoneSource === 'file' || zoneSource === 'option') && /^([A-Z][a-z]+\/[A-Z][a-z]+)|UTC$/.test(zone)
    ? { time_zone_name: zone }
    : {};

/** The whole file. `schema` is the name of the schema at c3voc. */
export function writeSchedule(schema: string, event: ProgrammeEvent, conference: object, more: object = {}) {
  const schedule = {
    version: event.version ?? '',
    ...(event.baseUrl ? { base_url: event.baseUrl } : {}),
    conference,
    ...more,
  };
  const $schema = `https://c3voc.de/schedule/${schema}`;
  return `${JSON.stringify({ $schema, generator: { name: 'veche' }, schedule }, null, 1)}\n`;
}
