/** What one asks the floor for. */
export const floorKinds = ['contribution', 'for', 'against', 'reply', 'question', 'point'] as const;
export type FloorKind = (typeof floorKinds)[number];

/** Points of order by rank: what is the matter first if it harms somebody, then if it keeps others from taking part. */
export const pointCategories = ['safety', 'technical', 'rules', 'procedure', 'facts'] as const;
export type PointCategory = (typeof pointCategories)[number];

/** Rules of order beside the order of asking, which is always the last to decide. */
export const floorRules = [
  'first_time',
  'alternate_sides',
  'alternate_groups',
  'least_airtime',
  'budget',
] as const;
export type FloorRule = (typeof floorRules)[number];

/** Short ones have a length of their own. */
export const isShort = (kind: FloorKind): boolean =>
  kind === 'reply' || kind === 'question' || kind === 'point';

/** Somebody who waits. */
export interface Waiting {
  id: string;
  name: string;
  /** Whoever they are to the sums of time; never shown. */
  who: string;
  kind: FloorKind;
  category?: PointCategory;
  group?: string;
  /** Order of asking; unique. */
  seq: number;
  /** The speech a reply answers. */
  replyTo?: string;
  /** The place a chair gave, from 1. */
  pinnedAt?: number;
  pinReason?: string;
}

/** A speech that was given, or is being given: `ms` so far. */
export interface Spoken {
  id: string;
  name: string;
  who: string;
  kind: FloorKind;
  group?: string;
  ms: number;
}

export interface FloorTerms {
  /** The first one decides first. */
  rules: readonly FloorRule[];
  speechMs: number;
  shortMs: number;
  personMs?: number;
  groupMs?: number;
}

/** Why somebody has their place, for words in any language: the key of `floor.reason.<code>`, with what it speaks of. */
export interface Reason {
  code: string;
  /** A name, a group, a category or a chair's words, as the code says. */
  name?: string;
  /** Of time. */
  ms?: number;
}

export interface Placed<W extends Waiting = Waiting> {
  entry: W;
  reasons: Reason[];
}
