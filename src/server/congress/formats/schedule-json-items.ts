import { refuse } from '#server/kernel';
import type { FoundLink, FoundPerson, FoundRoom, FoundSession, FoundTrack } from './found.ts';
import { isObject, listOf, objectOf, pointer, wordOf, type Loose } from './loose.ts';

// Things that both versions of schedule.json name, as other writers spell them too.

export function trackOf(value: unknown): FoundTrack | undefined {
  if (typeof value === 'string') return value.trim() ? { name: value } : undefined;
  if (!isObject(value)) return undefined;
  const colors = objectOf(value.colors);
  // A map of languages instead of an object of the format: {de: …, en: …}.
  const isMap = !('name' in value) && !('slug' in value) && !('id' in value) && !('guid' in value);
  return {
    name: isMap ? value : (value.name ?? value.title),
    slug: wordOf(value.slug),
    id: wordOf(value.id),
    color: wordOf(value.color) ?? wordOf(colors.light) ?? wordOf(colors.primary),
  };
}

export function roomOf(value: unknown): FoundRoom | undefined {
  if (typeof value === 'string') return { name: value };
  if (!isObject(value)) return undefined;
  const described: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(value).slice(0, 100)) {
    if (key.startsWith('description_')) described[key.slice('description_'.length)] = text;
  }
  return {
    name: value.name,
    guid: wordOf(value.guid) ?? wordOf(value.uuid),
    slug: wordOf(value.slug),
    id: wordOf(value.id),
    capacity: value.capacity,
    description: value.description ?? described,
  };
}

export function personOf(value: unknown): FoundPerson | undefined {
  if (typeof value === 'string') return { name: value };
  if (!isObject(value)) return undefined;
  return {
    name: [value.name, value.public_name, value.full_public_name].map(wordOf).find((name) => name?.trim()),
    guid: wordOf(value.guid),
    code: wordOf(value.code),
    id: wordOf(value.id),
    biography: value.biography ?? value.description,
    url: wordOf(value.url),
    role: wordOf(value.role),
  };
}

function linkOf(value: unknown): FoundLink {
  if (typeof value === 'string') return { url: value };
  const link = objectOf(value);
  return {
    url: wordOf(link.url) ?? wordOf(link.href),
    title: wordOf(link.title) ?? wordOf(link.name),
    type: wordOf(link.type),
    service: wordOf(link.service),
  };
}

/** v2 keeps the addresses for feedback and of the origin among the links. */
export function ownLinks(links: FoundLink[]): Pick<FoundSession, 'links' | 'feedbackUrl' | 'originUrl'> {
  const of = (type: string) => links.find((link) => link.type === type)?.url;
  const feedbackUrl = of('FEEDBACK');
  const originUrl = of('ORIGIN');
  return {
    links: links.filter((link) => link.type !== 'FEEDBACK' && link.type !== 'ORIGIN'),
    ...(feedbackUrl && { feedbackUrl }),
    ...(originUrl && { originUrl }),
  };
}

export function sessionOf(event: Loose): FoundSession {
  const recording = objectOf(event.recording);
  const logo = isObject(event.logo) ? event.logo.url : event.logo;
  const typeName = isObject(event.type) ? objectOf(event.type).name : event.type;
  const state = wordOf(event.state)?.toUpperCase() ?? '';
  const type = wordOf(typeName);
  return {
    guid: wordOf(event.guid),
    code: wordOf(event.code),
    id: wordOf(event.id),
    title: event.title,
    subtitle: event.subtitle,
    abstract: event.abstract,
    description: event.description,
    end: wordOf(event.end),
    duration: event.duration ?? undefined,
    room: roomOf(event.room),
    track: trackOf(event.track),
    people: [event.persons, event.participants, event.speakers]
      .flatMap((list) => (isObject(list) ? Object.values(list) : listOf(list)))
      .map(personOf)
      .filter((person) => person !== undefined),
    language: Array.isArray(event.language) ? event.language.map(wordOf).join(',') : wordOf(event.language),
    type,
    kind: /^(break|meta)$/i.test(type ?? '') ? 'break' : undefined,
    links: listOf(event.links).map(linkOf),
    attachments: listOf(event.attachments).map(linkOf),
    doNotRecord: event.do_not_record === true || recording.optout === true || recording.optout === 'true',
    license: wordOf(event.recording_license) ?? wordOf(recording.license),
    url: wordOf(event.url),
    feedbackUrl: wordOf(event.feedback_url),
    originUrl: wordOf(event.origin_url),
    logo: wordOf(logo),
    slug: wordOf(event.slug),
    cancelled: /^(CANCELL?ED|WITHDRAWN|REJECTED|DELETED)$/.test(state),
  };
}

/**
 * Refuses a person whose every identity is malformed: the session would be tied to somebody else.
 * Numbers written as words are read; a missing identity falls back to the name.
 */
export function checkIdentities(event: Loose, where: () => string): void {
  listOf(event.persons).forEach((value, index) => {
    const { guid, id, code } = objectOf(value);
    if (guid || id == null || code == null || /^-?\d+$/.test(String(id)) || /^[A-Z0-9]*$/.test(String(code)))
      return;
    throw refuse('invalid', 'congress.import_invalid', {
      where: where() + pointer('persons', index, 'id'),
      what: 'neither id nor code of this person is one',
    });
  });
}

const wellFormedStamp = /\d{4}-\d{2}-\d{2}[T ]/;

/** Both halves of what v1 calls the time of an event: `date` with the stamp, `start` with the clock. */
export function timesOf(event: Loose): Pick<FoundSession, 'date' | 'clock'> {
  const date = wordOf(event.date);
  const start = wordOf(event.start);
  return start && wellFormedStamp.test(start) && !wellFormedStamp.test(date ?? '')
    ? { date: start }
    : { date, clock: start };
}
