// What the editor works on: the whole of an event's drafts in one small document. Moments are minutes since 1970.

export interface GridSession {
  id: string;
  /** Goes up with every change; a change says which one it saw. */
  version: number;
  title: string;
  /** Of the title, when it is not the reader's own. */
  lang?: string;
  kind: string;
  status: 'draft' | 'confirmed' | 'cancelled';
  section?: string;
  room?: string;
  from?: number;
  minutes: number;
  /** Ids of speakers. */
  people: string[];
  langs: string[];
  /** The break that it is a copy of. */
  copyOf?: string;
}

/** A day of the programme: where it begins and ends. A night with a shifted clock has its own length. */
export interface GridDay {
  number: number;
  date: string;
  /** "Sat 31 October", in the reader's language: browsers don't know them all. */
  title: string;
  from: number;
  to: number;
}

export interface GridRoom {
  id: string;
  title: string;
  lang?: string;
  capacity?: number;
}

/** What changes seldom: places, days and names. */
export interface GridFrame {
  zone: string;
  /** Minutes after midnight at which a day of the programme begins. */
  dayStartsAt: number;
  days: GridDay[];
  rooms: GridRoom[];
  sections: { id: string; title: string; lang?: string; hue: number }[];
  /** Id of a speaker or of somebody of the crew → name. */
  people: Record<string, string>;
}

export interface Grid {
  seq: number;
  frame: GridFrame;
  sessions: GridSession[];
}

export interface GridChanges {
  seq: number;
  /** Too much was missed: take the whole grid again. */
  reset?: true;
  sessions: GridSession[];
  removed: string[];
  /** Present when rooms, sections, speakers or days changed. */
  frame?: GridFrame;
  /** Rules, crew, hours or people changed: what clashes may be otherwise now. */
  replan?: true;
}

export interface GridResult {
  seq: number;
  sessions: GridSession[];
  removed: string[];
}
