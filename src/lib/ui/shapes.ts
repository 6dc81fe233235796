// What parts of a page are given to show: links, choices, steps of a trace.

/** A plain link. `current` marks the page or choice the reader is at. */
export interface Link {
  href: string;
  text: string;
  current?: boolean;
  /** BCP 47 tag of `text`, when it differs from the page's. */
  lang?: string;
  /** A second, smaller line: a date, a count. */
  note?: string;
}

/** One choice of a select, radio or checkbox group. */
export interface Option {
  value: string;
  text: string;
  note?: string;
}

/** An item of the lists that end a public page: what kind, the thing, one sentence of proof. */
export interface TraceItem {
  kind: string;
  title: string;
  href?: string;
  note?: string;
  lang?: string;
}

/** A knot on the thread: done, the page we are on, under way, or still ahead. */
export interface TraceStep extends TraceItem {
  state: 'past' | 'here' | 'going' | 'next';
}

export type State = 'wait' | 'half' | 'full' | 'stop' | 'late';
export type MotifKind = 'person' | 'group' | 'theme' | 'event';
export type MotifSize = 24 | 36 | 48 | 60 | 72 | 96 | 144 | 240;
