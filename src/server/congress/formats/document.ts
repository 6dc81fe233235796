/**
 * What every programme format is read into and written from. Plain data: no database, no classes.
 * Every item has a `key` that stays the same from one version of a programme to the next.
 */

/** Language tag → text. `und` when the file does not say the language. */
export type Texts = Record<string, string>;

export type Kind = 'speech' | 'panel' | 'webinar' | 'discussion' | 'workshop' | 'meeting' | 'break';

/** Where the zone of the event comes from: the file, the caller, the offsets in the file, or nowhere (UTC). */
export type ZoneSource = 'file' | 'option' | 'offset' | 'none';

export type ProgrammeEvent = {
  title: Texts;
  acronym: string;
  /** IANA name. */
  zone: string;
  zoneSource: ZoneSource;
  /** First and last day, YYYY-MM-DD, as the file states them or else from the sessions; '' when nothing is dated. */
  start: string;
  end: string;
  /** How many days. */
  days: number;
  description?: Texts;
  url?: string;
  baseUrl?: string;
  version?: string;
  /** Minutes of one row of the timetable. */
  slotMinutes?: number;
};

export type ProgrammeDay = { index: number; date: string; start?: string; end?: string };

export type ProgrammeRoom = {
  key: string;
  name: Texts;
  guid?: string;
  slug?: string;
  capacity?: number;
  description?: Texts;
};

export type ProgrammeTrack = { key: string; name: Texts; slug?: string; color?: string };

export type ProgrammePerson = {
  /** guid, else code, else `id:N` unless 0, else `name:N`. */
  key: string;
  name: string;
  guid?: string;
  code?: string;
  id?: string;
  biography?: Texts;
  url?: string;
};

export type Link = { url: string; title?: string; type?: string; service?: string };

export type Credit = {
  key: string;
  /** As this session spells it: merged files give one id to several people. */
  name: string;
  role?: string;
};

export type ProgrammeSession = {
  /** Always the shape of a UUID: the file's guid, or one derived from code, id or title. */
  key: string;
  title: Texts;
  subtitle?: Texts;
  /** Safe HTML subset when `formOf` says html, Markdown otherwise. */
  abstract?: Texts;
  description?: Texts;
  /** 2025-12-27T10:30:00+01:00; absent when the file gives no usable time. */
  start?: string;
  minutes: number;
  /** Index of the programme day it is listed under: after midnight this is the day before. */
  day?: number;
  room?: string;
  track?: string;
  people: Credit[];
  /** Spoken. */
  languages: string[];
  /** Beside those spoken; few formats have a place for them. */
  interpreted?: string[];
  captioned?: string[];
  kind: Kind;
  /** The file's own word for the kind. */
  type?: string;
  links: Link[];
  attachments: Link[];
  doNotRecord: boolean;
  license?: string;
  url?: string;
  feedbackUrl?: string;
  originUrl?: string;
  logo?: string;
  slug?: string;
  cancelled?: boolean;
  source: {
    guid?: string;
    code?: string;
    id?: string;
    /** Set on the second and later sessions that came under one id: the key of the first. */
    repeats?: string;
  };
};

export type ProgrammeDocument = {
  event: ProgrammeEvent;
  days: ProgrammeDay[];
  rooms: ProgrammeRoom[];
  tracks: ProgrammeTrack[];
  people: ProgrammePerson[];
  sessions: ProgrammeSession[];
};

export type Format =
  'frab-xml' | 'schedule-json-1' | 'schedule-json-2' | 'pretalx-api' | 'icalendar' | 'table';

export type Warning = { code: string; where: string; count: number };

export type ReadResult = {
  document: ProgrammeDocument;
  warnings: Warning[];
  format: Format;
  /** Of a table: what is wrong on which line, the first two hundred. */
  faults?: { line: number; code: string }[];
};

/** The text in the wanted language, else in the language nobody named, else the first. */
export function pickText(texts: Texts | undefined, lang?: string): string {
  if (!texts) return '';
  return (lang ? texts[lang] : undefined) ?? texts.und ?? Object.values(texts)[0] ?? '';
}
