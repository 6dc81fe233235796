import { createHash } from 'node:crypto';
import type { Words } from '#server/kernel';
import { slugOf } from '#server/themes';
import type { Link, ProgrammeDocument, ProgrammeSession } from './formats/document.ts';
import type { FileLink } from './skeleton.ts';

/** What a file says of one thing: its name there, a hash of all that is said, and the columns it becomes. */
export interface FileRow<Values> {
  key: string;
  hash: string;
  values: Values;
}

export interface RoomValues {
  slug: string;
  title: Words;
  note: Words;
  capacity: number | null;
  position: number;
  source: Record<string, unknown>;
}
export interface SectionValues {
  slug: string;
  title: Words;
  hue: number;
  position: number;
}
export interface SpeakerValues {
  name: Words;
  bio: Words;
  links: WebLink[];
  source: Record<string, unknown>;
}
export interface SessionValues {
  kind: string;
  status: 'confirmed' | 'cancelled';
  title: Words;
  subtitle: Words;
  abstract: Words;
  description: Words;
  /** Keys of the file, not yet ids. */
  section: string | null;
  room: string | null;
  speakers: string[];
  starts_at: string | null;
  minutes: number;
  langs: string[];
  links: FileLink[];
  record: boolean;
  source: Record<string, unknown>;
}
type WebLink = { title: string; url: string };

export interface FileRows {
  rooms: FileRow<RoomValues>[];
  sections: FileRow<SectionValues>[];
  speakers: FileRow<SpeakerValues>[];
  sessions: FileRow<SessionValues>[];
}

/** A JSON without what is undefined, so that equal things are equal texts. */
const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

const row = <Values>(key: string, values: Values): FileRow<Values> => ({ key, hash: hashOf(values), values });

/** Turns a document into rows of our tables, keyed by the file's own names. */
export function toRows(document: ProgrammeDocument): FileRows {
  return {
    rooms: document.rooms.map((room, position) =>
      row(room.key, {
        slug: slugOf(room.slug ?? '') || slugOf(first(room.name)) || 'room',
        title: room.name,
        note: room.description ?? {},
        capacity: room.capacity ?? null,
        position,
        source: compact({ guid: room.guid }),
      }),
    ),
    sections: document.tracks.map((track, position) =>
      row(track.key, {
        slug: slugOf(track.slug ?? '') || slugOf(first(track.name)) || 'section',
        title: track.name,
        hue: (position % 20) + 1,
        position,
      }),
    ),
    speakers: document.people.map((person) =>
      row(person.key, {
        name: { und: person.name },
        bio: person.biography ?? {},
        links: person.url ? [{ title: '', url: person.url }] : [],
        source: compact({ guid: person.guid, code: person.code, id: person.id }),
      }),
    ),
    sessions: document.sessions.map((session) => row(session.key, toSession(session))),
  };
}

function toSession(session: ProgrammeSession): SessionValues {
  const { guid, code, id } = session.source;
  // What a form of ours has no field for travels along, and is lost only when somebody changes the links by hand.
  const linkOf = ({ title = '', url, type, service }: Link) => ({
    title,
    url,
    ...(type && { type }),
    ...(service && { service }),
  });
  const links: FileLink[] = [
    ...session.links.map(linkOf),
    ...session.attachments.map((link) => ({ ...linkOf(link), attachment: true as const })),
  ];
  return {
    kind: session.kind,
    status: session.cancelled ? 'cancelled' : 'confirmed',
    title: session.title,
    subtitle: session.subtitle ?? {},
    abstract: session.abstract ?? {},
    description: session.description ?? {},
    section: session.track ?? null,
    room: session.room ?? null,
    speakers: [...new Set(session.people.map((person) => person.key))],
    starts_at: session.start ?? null,
    minutes: session.minutes,
    langs: session.languages,
    links,
    record: !session.doNotRecord,
    source: compact({
      guid,
      code,
      id,
      type: session.type,
      license: session.license,
      url: session.url,
      feedbackUrl: session.feedbackUrl,
      originUrl: session.originUrl,
      logo: session.logo,
      slug: session.slug,
    }),
  };
}

const first = (words: Words): string => words.en ?? words.und ?? Object.values(words)[0] ?? '';

const compact = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
