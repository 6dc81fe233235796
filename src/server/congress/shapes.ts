import type { Text } from '#server/themes';

export const eventKinds = ['congress', 'conference', 'summer_course'] as const;
export type EventKind = (typeof eventKinds)[number];

export const sessionKinds = [
  'speech',
  'panel',
  'webinar',
  'discussion',
  'workshop',
  'meeting',
  'break',
] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** Ready HTML from Markdown (no HTML inside) or from sanitised HTML, with the language it is in. */
export interface Html {
  html: string;
  lang: string;
}

export interface Day {
  /** From 1. */
  number: number;
  /** `2026-10-31`, in the event's zone. */
  date: string;
}

export interface PageLink {
  slug: string;
  title: Text;
}

export interface SectionLink {
  id: string;
  slug: string;
  title: Text;
  hue: number;
}

/** What every page inside an event needs for its heading. */
export interface EventHead {
  id: string;
  slug: string;
  kind: EventKind;
  title: Text;
  zone: string;
  days: Day[];
  langs: string[];
}

export interface EventView extends EventHead {
  summary: Text;
  welcome: Html;
  pages: PageLink[];
  sections: (SectionLink & { summary: Text; count: number })[];
  /** Of the newest release; undefined until there is one. */
  release?: { number: number; name: string; at: Date };
  counts: { sessions: number; speakers: number; rooms: number };
  state: 'to_come' | 'on' | 'over';
  /** First start and last end of the released sessions. */
  starts?: Date;
  ends?: Date;
  /** What `nowAndNext` counts its rooms in. */
  rooms: { slug: string; title: Text; langs: string[] }[];
  nowAndNext: NowAndNext;
  may: { edit: boolean };
}

export interface EventListItem extends EventHead {
  summary: Text;
  state: 'to_come' | 'on' | 'over';
}

export interface SessionCard {
  id: string;
  title: string;
  /** Language of the title, for the HTML. */
  lang: string;
  subtitle?: Text;
  start: Date;
  end: Date;
  minutes: number;
  /** Number of its day in the programme: a session after midnight belongs to the day before. */
  day: number;
  /** Minutes of real time after the first hour of its day's timetable. */
  at: number;
  /** Index into `rooms`; -1 when it has none. */
  room: number;
  /** Slug of its section. */
  section?: string;
  /** 1 to 20; 0 without a section. */
  hue: number;
  people: string[];
  kind: SessionKind;
  /** Spoken languages. */
  langs: string[];
  /** Languages beside those in which it is to be heard, and read. */
  interpreted: string[];
  captioned: string[];
  state: 'past' | 'on' | 'next' | 'later';
  cancelled: boolean;
}

export interface NowAndNext {
  now: SessionCard[];
  next: SessionCard[];
}

export interface ProgrammeFilter {
  /** Without one: today during the event, otherwise the first day. */
  day?: number | 'all';
  /** Slug. */
  section?: string;
  language?: string;
  kind?: string;
  q?: string;
}

export interface ProgrammeView {
  event: EventHead;
  /** `count` is of sessions that pass the filter. */
  days: (Day & { count: number })[];
  /** The day shown. */
  day: number | 'all';
  filter: ProgrammeFilter;
  /** Rooms that have something in what is shown, in their order. */
  rooms: { slug: string; title: Text; langs: string[] }[];
  sections: (SectionLink & { count: number })[];
  /** What there is to choose from in the filters. */
  languages: string[];
  kinds: SessionKind[];
  /** Whole hours of the timetable of each day shown: `at` counts from the first, the last is an end. */
  hours: { day: number; hours: Date[] }[];
  sessions: SessionCard[];
  /** Of the whole event, with its own list of rooms. */
  nowAndNext: NowAndNext & { rooms: { slug: string; title: Text; langs: string[] }[] };
  release?: { number: number; name: string; at: Date };
}

export interface SessionNeighbour {
  id: string;
  title: Text;
  start: Date;
}

export interface SessionView {
  id: string;
  event: EventHead;
  title: Text;
  subtitle?: Text;
  abstract?: Html;
  description?: Html;
  kind: SessionKind;
  langs: string[];
  /** Languages beside those spoken in which it is to be heard, and read. */
  interpreted: string[];
  captioned: string[];
  speakers: { id: string; name: Text }[];
  section?: SectionLink;
  /** That of its section first. */
  themes: { slug: string; title: Text }[];
  room?: { slug: string; title: Text; note?: Text };
  start?: Date;
  end?: Date;
  minutes: number;
  day?: Day;
  /** By the clock: `soon` is half an hour before. The live module knows better while it runs. */
  state: 'announced' | 'soon' | 'live' | 'over';
  cancelled: boolean;
  record: boolean;
  links: { title: string; url: string }[];
  /** What its speakers give to everyone, when the moment of each has come; a file has its kind and size. */
  materials: { id: string; title: string; url?: string; kind?: string; size?: number }[];
  /** In the same room on the same day. */
  previous?: SessionNeighbour;
  next?: SessionNeighbour;
  may: { edit: boolean };
}

export interface SpeakerView {
  id: string;
  event: EventHead;
  name: Text;
  bio?: Html;
  /** Random name of a picture; without one there is the motif. */
  portrait?: string;
  links: { title: string; url: string }[];
  sessions: SessionCard[];
  rooms: ProgrammeView['rooms'];
  may: { edit: boolean };
}

export interface SectionView {
  id: string;
  slug: string;
  event: EventHead;
  title: Text;
  summary?: Html;
  hue: number;
  theme?: { slug: string; title: Text };
  sessions: SessionCard[];
  rooms: ProgrammeView['rooms'];
  may: { edit: boolean };
}

export interface PageView {
  event: EventHead;
  slug: string;
  title: Text;
  body: Html;
  pages: PageLink[];
  may: { edit: boolean };
}
