import type { Format } from './formats/document.ts';
import type { CsvMapping } from './formats/read-csv.ts';
import type { Words } from '#server/kernel';
import type { Severity } from '#lib/clashes/plan.ts';
import type { ShownClash } from './planning/shown.ts';
import type { EventKind, SessionKind } from './shapes.ts';

// The desk: what staff see and change. Words are whole, so that a form can show every language.

export interface EventDraft {
  id: string;
  slug: string;
  kind: EventKind;
  status: 'draft' | 'published';
  title: Words;
  summary: Words;
  welcome: Words;
  zone: string;
  startsOn: string;
  days: number;
  /** Minutes after midnight at which a day of the programme begins. */
  dayStartsAt: number;
  /** Minutes from room to room, as visitors' own schedules reckon. */
  walk: number;
  langs: string[];
}

export interface SectionDraft {
  id: string;
  slug: string;
  title: Words;
  summary: Words;
  /** Slug of its theme. */
  theme?: string;
  hue: number;
  position: number;
}

export interface RoomDraft {
  id: string;
  slug: string;
  title: Words;
  note: Words;
  capacity?: number;
  /** Minutes needed between two sessions. */
  turnover: number;
  /** Wall-clock times of the event; empty when it is always open. */
  hours: { from: string; to: string }[];
  langs: string[];
  position: number;
}

export interface SpeakerDraft {
  id: string;
  name: Words;
  bio: Words;
  links: { title: string; url: string }[];
  /** Whether a person has accepted it by an invitation; never who. */
  tied: boolean;
  /** Random name of a picture. */
  portrait?: string;
}

export interface SessionDraft {
  id: string;
  /** Goes up with every change; a form sends the one it was opened with. */
  version: number;
  kind: SessionKind;
  status: 'draft' | 'confirmed' | 'cancelled';
  title: Words;
  subtitle: Words;
  abstract: Words;
  description: Words;
  /** Ids. */
  section?: string;
  room?: string;
  speakers: string[];
  start?: Date;
  /** The same as wall-clock time of the event, `2026-10-31T10:00`, for a form. */
  startsAt?: string;
  minutes: number;
  /** How many people the organisers expect. */
  expected?: number;
  langs: string[];
  /** Slugs, beside the theme of its section. */
  themes: string[];
  links: { title: string; url: string }[];
  record: boolean;
}

export interface PageDraft {
  slug: string;
  title: Words;
  body: Words;
  position: number;
  status: 'draft' | 'published';
}

/** All of an event as staff work on it. */
export interface EventDesk {
  event: EventDraft;
  sections: SectionDraft[];
  rooms: RoomDraft[];
  speakers: SpeakerDraft[];
  sessions: SessionDraft[];
  pages: PageDraft[];
  /** In the order of the programme, accepted ones too. */
  clashes: ShownClash[];
  /** How many clashes are not accepted. */
  openClashes: Record<Severity, number>;
  releases: { number: number; name: string; at: Date; sessions: number }[];
  /** Of the drafts against the newest release; `cancelled` ones stay public, marked. */
  unreleased: { added: number; changed: number; removed: number };
}

export interface ImportInput {
  /** Slug of the event. */
  event: string;
  bytes: Uint8Array;
  /** Name of the file, a hint of its format. */
  name: string;
  /** What a table holds; guessed when absent. */
  csv?: CsvMapping;
  dryRun?: boolean;
  /** Make the event when there is none of that slug. */
  create?: boolean;
}

export interface ImportResult {
  /** Id; of a dry run that would have made it, empty. */
  event: string;
  events: number;
  rooms: number;
  tracks: number;
  speakers: number;
  /** Pairs that overlap. */
  clashes: { room: number; speaker: number };
  format: Format;
  warnings: { code: string; where: string; count: number }[];
  /** Of a table: what is wrong on which line, the first two hundred. */
  faults?: { line: number; code: string }[];
  changed: { created: number; updated: number; removed: number; unchanged: number };
  ms: number;
}

export interface ReleaseResult {
  number: number;
  sessions: number;
  added: number;
  changed: number;
  removed: number;
}
