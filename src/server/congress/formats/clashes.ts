import { Intervals, type Lasting } from '#lib/clashes/intervals.ts';
import { instantOf } from './times.ts';

/** Anything with a place in time: the sessions of a document. */
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

interface Span extends Lasting {
  readonly order: number;
}

/**
 * Pairs of sessions that overlap (half-open: one may begin when the other ends) in one room, or sharing a person.
 * A pair that shares two people is one pair. Earlier session first. At most `maxPairs` of each kind.
 */
export function listClashes(sessions: readonly Placed[]): Clashes {
  const spans = sessions.flatMap(({ key, start, minutes, room, people }, order) => {
    const from = start ? instantOf(start) : Number.NaN;
    if (Number.isNaN(from) || minutes <= 0) return [];
    const groups = [...new Set(people.map((person) => person.key))];
    return [{ span: { id: key, from, to: from + minutes * 60_000, order }, room, groups }];
  });
  spans.sort((a, b) => a.span.from - b.span.from || a.span.order - b.span.order);
  return {
    room: pairsIn(spans, ({ room }) => (room ? [room] : [])),
    speaker: pairsIn(spans, ({ groups }) => groups),
  };
}

export function countClashes(sessions: readonly Placed[]): { room: number; speaker: number } {
  const { room, speaker } = listClashes(sessions);
  return { room: room.length, speaker: speaker.length };
}

/** Each in order of start meets those before it: what is answered in time n log n plus the pairs themselves. */
function pairsIn<T extends { span: Span }>(
  sessions: readonly T[],
  groupsOf: (one: T) => readonly string[],
): [string, string][] {
  const met = new Map<string, Intervals<Span>>();
  const pairs = new Map<string, { a: Span; b: Span }>();
  for (const one of sessions) {
    const { span } = one;
    for (const group of groupsOf(one)) {
      let earlier = met.get(group);
      if (!earlier) met.set(group, (earlier = new Intervals()));
      earlier.overlapping(span.from, span.to, (other) => {
        pairs.set(`${other.order} ${span.order}`, { a: other, b: span });
        return pairs.size < maxPairs;
      });
      earlier.add(span);
    }
    if (pairs.size >= maxPairs) break;
  }
  return [...pairs.values()]
    .sort((x, y) => x.a.from - y.a.from || x.a.order - y.a.order || x.b.order - y.b.order)
    .map(({ a, b }) => [a.id, b.id]);
}
