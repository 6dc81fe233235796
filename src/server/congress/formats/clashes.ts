import { instantOf } from './times.ts';

/** Anything with a place in time: the sessions of a document, or rows of the database. */
export type Placed = {
  key: string;
  start?: string;
  minutes: number;
  room?: string;
  people: readonly { key: string }[];
};
export type Clashes = { room: [string, string][]; speaker: [string, string][] };

/** A hostile file puts everything into one room at one time: its pairs would fill the memory. */
export const maxPairs = 100_000;

type Span = { key: string; from: number; to: number; order: number };

/**
 * Pairs of sessions that overlap (half-open: one may begin when the other ends) in one room, or sharing a person.
 * A pair that shares two people is one pair. Earlier session first. At most `maxPairs` of each kind.
 */
export function listClashes(sessions: readonly Placed[]): Clashes {
  const byRoom = new Map<string, Span[]>();
  const byPerson = new Map<string, Span[]>();
  const put = (map: Map<string, Span[]>, key: string, span: Span) => {
    const spans = map.get(key);
    if (spans) spans.push(span);
    else map.set(key, [span]);
  };
  sessions.forEach((session, order) => {
    if (!session.start || session.minutes <= 0) return;
    const from = instantOf(session.start);
    if (Number.isNaN(from)) return;
    const span = { key: session.key, from, to: from + session.minutes * 60_000, order };
    if (session.room) put(byRoom, session.room, span);
    for (const key of new Set(session.people.map((person) => person.key))) put(byPerson, key, span);
  });
  return { room: sweep(byRoom), speaker: sweep(byPerson) };
}

export function countClashes(sessions: readonly Placed[]): { room: number; speaker: number } {
  const { room, speaker } = listClashes(sessions);
  return { room: room.length, speaker: speaker.length };
}

/** Sorted by start, each span meets only those that are still open: n log n plus the pairs themselves. */
function sweep(groups: Map<string, Span[]>): [string, string][] {
  const pairs = new Map<string, { a: Span; b: Span }>();
  for (const spans of groups.values()) {
    spans.sort((a, b) => a.from - b.from || a.order - b.order);
    let open: Span[] = [];
    for (const span of spans) {
      open = open.filter((earlier) => earlier.to > span.from);
      for (const earlier of open) pairs.set(`${earlier.order} ${span.order}`, { a: earlier, b: span });
      open.push(span);
      if (pairs.size >= maxPairs) return listed(pairs).slice(0, maxPairs);
    }
  }
  return listed(pairs);
}

function listed(pairs: Map<string, { a: Span; b: Span }>): [string, string][] {
  return [...pairs.values()]
    .sort((x, y) => x.a.from - y.a.from || x.a.order - y.a.order || x.b.order - y.b.order)
    .map(({ a, b }) => [a.key, b.key]);
}
