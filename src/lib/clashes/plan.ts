/**
 * What the clash engine works on. Pure data, so that the same engine runs on the server, in the editor and in a bench.
 * Moments are whole minutes since 1970 in UTC; spans are half-open: one may begin at the minute another ends.
 */
export type Minute = number;
export type Span = readonly [from: Minute, to: Minute];

export type CrewRole = 'speaker' | 'chair' | 'moderator' | 'host' | 'interpreter' | 'captioner';

export interface ClashSession {
  id: string;
  /** Undefined as long as it is not placed in time. */
  from?: Minute;
  minutes: number;
  room?: string;
  /** Breaks never clash over people or languages. */
  isBreak?: boolean;
  /** Speakers and crew alike; `lang` for interpreters and captioners. */
  people: readonly { id: string; role: CrewRole; lang?: string }[];
  /** Spoken. */
  langs: readonly string[];
  /** Languages it is to be interpreted into. */
  interpreted: readonly string[];
  /** How many are expected. */
  expected?: number;
  /** Where it was released to begin: that this is over by now is no trouble. */
  settled?: Minute;
}

export interface ClashRoom {
  id: string;
  capacity?: number;
  /** Undefined: always open. */
  open?: readonly Span[];
  /** Minutes needed between two sessions. */
  turnover: number;
}

export interface ClashPerson {
  id: string;
  /** Undefined: always. */
  available?: readonly Span[];
  /** Busy in another event. */
  busy?: readonly Span[];
}

export type PlanningRule =
  | { id: string; kind: 'never_beside' | 'after'; session: string; other: string }
  | { id: string; kind: 'person_must_be_there'; session: string; person: string };

export const clashKinds = [
  'room_twice',
  'room_closed',
  'room_too_small',
  'turnover',
  'person_twice',
  'person_unavailable',
  'person_busy_elsewhere',
  'no_interpreter',
  'wanted_together',
  'never_beside',
  'not_after',
  'must_be_there',
  'in_the_past',
] as const;
export type ClashKind = (typeof clashKinds)[number];

/** `stop`: cannot be held so. `warn`: somebody will suffer. `note`: worth knowing. */
export type Severity = 'stop' | 'warn' | 'note';

export interface Clash {
  /** Stable as long as it is the same trouble between the same things: acceptances are kept by it. */
  key: string;
  kind: ClashKind;
  severity: Severity;
  /** The session it stands beside; two when it is between two, the earlier first. */
  sessions: readonly [string] | readonly [string, string];
  room?: string;
  person?: string;
  lang?: string;
  rule?: string;
  /** Minutes short, seats short, or how many want both (in tens). */
  amount?: number;
  /** Why the organisers accept it; absent when they don't. */
  accepted?: string;
}

export interface Plan {
  sessions: readonly ClashSession[];
  rooms: readonly ClashRoom[];
  people: readonly ClashPerson[];
  rules: readonly PlanningRule[];
  /** Pairs that at least ten private plans hold both of; nothing smaller ever gets here. */
  wanted: readonly { pair: readonly [string, string]; plans: number }[];
  /** Key of a clash → the reason for which it is accepted. */
  accepted: Readonly<Record<string, string>>;
  now: Minute;
}

/** Where a session stands: null takes it out of time or out of a room. */
export interface Spot {
  from: Minute | null;
  room: string | null;
  minutes: number;
}

export interface RankedSpot extends Spot {
  from: Minute;
  room: string;
  /** Lower is better; 0 breaks nothing. */
  cost: number;
  breaks: readonly Clash[];
}

export interface PlacesWithin {
  spans: readonly Span[];
  rooms?: readonly string[];
  step: number;
  most: number;
  /** Only the first of neighbouring places in a room that break the same. */
  apart?: boolean;
}

/** Keeps the clashes of a plan while it changes. Every change answers in time that grows with what it touches only. */
export interface ClashBook {
  all(): readonly Clash[];
  of(sessionId: string): readonly Clash[];
  /** Places a session (an unknown one is ignored) and tells which clashes went and which came. */
  place(sessionId: string, spot: Spot): { gone: readonly Clash[]; come: readonly Clash[] };
  /** Adds or replaces a session with all that is said of it. */
  put(session: ClashSession): { gone: readonly Clash[]; come: readonly Clash[] };
  remove(sessionId: string): { gone: readonly Clash[]; come: readonly Clash[] };
  /** The clashes that the session would have there; changes nothing. */
  preview(sessionId: string, spot: Spot): readonly Clash[];
  accept(key: string, reason: string | undefined): void;
  /** Free places for the session within `spans`, every `step` minutes in each of `rooms`, best first, at most `most`. */
  places(sessionId: string, within: PlacesWithin): readonly RankedSpot[];
}
