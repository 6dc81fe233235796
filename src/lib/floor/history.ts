import { isShort, type FloorTerms, type Spoken, type Waiting } from './kinds.ts';

/** Sums over what was said, to which those placed already are added as if they spoke their full time. */
export interface History {
  /** Milliseconds by person; whoever is in here has spoken. */
  byPerson: Map<string, number>;
  byGroup: Map<string, number>;
  /** Turn of the newest speech of a group; whoever names no group stands for themselves. */
  lastTurn: Map<string, number>;
  turn: number;
  /** The newest of for and against. */
  lastSide?: 'for' | 'against';
}

type Turn = Pick<Spoken, 'who' | 'kind' | 'group' | 'ms'>;

/** A group's time is counted together; somebody without one alternates as one of their own. */
export const groupOf = (one: Pick<Turn, 'who' | 'group'>): string => (one.group ? `g ${one.group}` : one.who);

export function historyOf(spoken: readonly Turn[]): History {
  const history: History = { byPerson: new Map(), byGroup: new Map(), lastTurn: new Map(), turn: 0 };
  for (const one of spoken) addTurn(history, one);
  return history;
}

export function addTurn(history: History, one: Turn): void {
  // Points of order take nobody's time and nobody's turn.
  if (one.kind === 'point') return;
  history.turn += 1;
  history.byPerson.set(one.who, (history.byPerson.get(one.who) ?? 0) + one.ms);
  if (one.group) history.byGroup.set(one.group, (history.byGroup.get(one.group) ?? 0) + one.ms);
  history.lastTurn.set(groupOf(one), history.turn);
  if (one.kind === 'for' || one.kind === 'against') history.lastSide = one.kind;
}

/** The time somebody would get now, and whose budget it comes from when that is the shorter one. */
export function allowance(
  entry: Pick<Waiting, 'who' | 'group' | 'kind'>,
  history: History,
  terms: FloorTerms,
): { ms: number; budget?: 'person' | 'group' } {
  const usual = isShort(entry.kind) ? terms.shortMs : terms.speechMs;
  if (entry.kind === 'point') return { ms: usual };
  const person = (terms.personMs ?? Infinity) - (history.byPerson.get(entry.who) ?? 0);
  const group = entry.group
    ? (terms.groupMs ?? Infinity) - (history.byGroup.get(entry.group) ?? 0)
    : Infinity;
  const left = Math.max(0, Math.min(person, group));
  if (left >= usual) return { ms: usual };
  return { ms: left, budget: person <= group ? 'person' : 'group' };
}

/** A budget that leaves less than this is used up: nobody says a sentence in it. */
export const leastTurnMs = 10_000;
