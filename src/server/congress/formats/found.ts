/*
 * What the reader of a format has found, not yet cleaned: strings of any content, and `unknown` where a map of
 * languages or a number may stand as well.
 */
export type FoundEvent = {
  title?: unknown;
  acronym?: string;
  zone?: string;
  start?: string;
  end?: string;
  days?: number;
  url?: string;
  baseUrl?: string;
  version?: string;
  description?: unknown;
  slot?: unknown;
};
export type FoundRoom = {
  name?: unknown;
  guid?: string;
  slug?: string;
  id?: string;
  capacity?: unknown;
  description?: unknown;
};
export type FoundTrack = { name?: unknown; slug?: string; id?: string; color?: string };
export type FoundPerson = {
  name?: string;
  guid?: string;
  code?: string;
  id?: string;
  biography?: unknown;
  url?: string;
  role?: string;
};
export type FoundLink = { url?: string; title?: string; type?: string; service?: string };
export type FoundSession = {
  guid?: string;
  /** A name of any shape, the same in every version of the file. */
  uid?: string;
  code?: string;
  id?: string;
  title?: unknown;
  subtitle?: unknown;
  abstract?: unknown;
  description?: unknown;
  /** Full stamp, when there is one. */
  date?: string;
  /** Wall clock, when the day is known from the grid only. */
  clock?: string;
  end?: string;
  duration?: unknown;
  day?: FoundDay;
  room?: FoundRoom;
  track?: FoundTrack;
  people: FoundPerson[];
  language?: string;
  type?: string;
  kind?: 'break';
  links: FoundLink[];
  attachments: FoundLink[];
  doNotRecord?: boolean;
  license?: string;
  url?: string;
  feedbackUrl?: string;
  originUrl?: string;
  logo?: string;
  slug?: string;
  cancelled?: boolean;
};
export type FoundDay = { index: number; date?: string; start?: string; end?: string; change?: string };
