import type { Words } from '#server/kernel';

export interface DocumentKey {
  kind: string;
  id: string;
}

/** `public`, or who works on an event: `staff:<event id>`. */
export type SearchAudience = 'public' | `staff:${string}`;

/** What a module hands over of a thing. Plain text, no markup. */
export interface SearchDocument extends DocumentKey {
  audience: SearchAudience;
  /** Slug of the event it belongs to. */
  event?: string;
  /** Without the language: `/s/4f7k2m`. */
  path: string;
  title: Words;
  people?: Words[];
  /** Section: shown beside it. */
  about?: Words[];
  /** Other names and themes: it is found by them, they are not shown. */
  keywords?: Words[];
  texts?: Words[];
  startsAt?: Date;
}

/** A text for the screen in parts; what was searched for is marked. Never HTML. */
export type Pieces = { text: string; found?: true }[];

export interface Excerpt {
  pieces: Pieces;
  lang: string;
}

export interface Hit extends DocumentKey {
  path: string;
  event?: string;
  title: Excerpt;
  people: Excerpt[];
  about: { text: string; lang: string }[];
  /** A part of its text, when the words stand there. */
  excerpt?: Excerpt;
  startsAt?: Date;
  rank: number;
}

export interface SearchQuery {
  q: string;
  /** Slug. */
  event?: string;
  kind?: string;
  /** Audiences beside `public` that the caller has made sure of: search knows no roles. */
  also?: SearchAudience[];
  /** How many of each kind; with `kind`, how many in all. */
  most?: number;
  offset?: number;
}

export interface SearchResult {
  total: number;
  /** Best first. Without `kind` each holds its first few. */
  groups: { kind: string; count: number; hits: Hit[] }[];
  /** How many of each kind there are, whatever kind was asked for. */
  kinds: { kind: string; count: number }[];
  /** Events that hold something of it, whatever event was asked for. */
  events: { event: string; count: number }[];
  /** Words that were taken for others. */
  mended: { from: string; to: string }[];
  /** Words that stand nowhere; the rest was searched for. */
  missing: string[];
  /** True: no document has all words, these have some. */
  isLoose: boolean;
}
