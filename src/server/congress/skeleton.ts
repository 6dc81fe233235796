import type { Words } from '#server/kernel';
import type { SessionKind } from './shapes.ts';
import type { Calendar } from './times.ts';

/** What a release keeps of a programme: all that lists and timetables need, without the long texts. Stored as JSON. */
export interface Skeleton extends Calendar {
  rooms: { id: string; slug: string; title: Words; note: Words; langs: string[] }[];
  /** `theme` is a slug. */
  sections: { id: string; slug: string; title: Words; summary: Words; hue: number; theme?: string }[];
  speakers: { id: string; name: Words }[];
  /** In order of start, then of room; those without a time last. */
  sessions: ReleasedSession[];
}

/** Numbers are indexes into the lists of the skeleton, `start` is in milliseconds. */
export interface ReleasedSession {
  id: string;
  kind: SessionKind;
  title: Words;
  subtitle?: Words;
  section?: number;
  room?: number;
  start?: number;
  minutes: number;
  /** Number of its day. */
  day?: number;
  langs: string[];
  /** Languages, beside those spoken, in which it is to be heard or read. */
  interpreted?: string[];
  captioned?: string[];
  speakers: number[];
  /** Slugs. */
  themes?: string[];
  cancelled?: true;
  /** Absent: may be recorded. */
  record?: false;
  revision: number;
}

export interface SessionDetails {
  abstract?: Words;
  description?: Words;
  links?: FileLink[];
  /** What the file it came from says of it beside, as it was at the release. */
  source?: Record<string, unknown>;
  /** What its speakers give to everyone, each from its own moment. */
  materials?: MaterialLink[];
}

/** A link, with what the file it came from says of it. */
export interface FileLink {
  title: string;
  url: string;
  type?: string;
  service?: string;
  attachment?: true;
}

export interface MaterialLink {
  id: string;
  title: string;
  since: 'release' | 'start' | 'end';
  /** Of a link; a file has its kind and size instead. */
  url?: string;
  kind?: string;
  size?: number;
}

export interface SpeakerDetails {
  bio?: Words;
  /** Random name of a picture, as long as it is kept. */
  portrait?: string;
  links?: { title: string; url: string }[];
}
