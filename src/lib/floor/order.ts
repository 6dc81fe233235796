import { addTurn, allowance, groupOf, historyOf, leastTurnMs, type History } from './history.ts';
import {
  pointCategories,
  type FloorRule,
  type FloorTerms,
  type Placed,
  type Reason,
  type Spoken,
  type Waiting,
} from './kinds.ts';

/** What a rule says of somebody: the smaller goes first. */
const keyOf: Record<FloorRule, (entry: Waiting, history: History, terms: FloorTerms) => number> = {
  first_time: (entry, { byPerson }) => (byPerson.has(entry.who) ? 1 : 0),
  alternate_sides: (entry, { lastSide }) => (lastSide !== undefined && entry.kind === lastSide ? 1 : 0),
  alternate_groups: (entry, { lastTurn }) => lastTurn.get(groupOf(entry)) ?? 0,
  least_airtime: (entry, { byPerson }) => byPerson.get(entry.who) ?? 0,
  budget: (entry, history, terms) => (allowance(entry, history, terms).ms < leastTurnMs ? 1 : 0),
};

/** Said of who goes first by a rule, and of who therefore waits. */
function ahead(rule: FloorRule, entry: Waiting, history: History): Reason {
  switch (rule) {
    case 'first_time':
      return { code: 'first_time' };
    case 'alternate_sides':
      return {
        code: entry.kind === 'for' || entry.kind === 'against' ? `other_side_${entry.kind}` : 'no_side',
      };
    case 'alternate_groups':
      return entry.group
        ? { code: history.lastTurn.has(groupOf(entry)) ? 'group_waited' : 'group_new', name: entry.group }
        : { code: 'no_group' };
    case 'least_airtime':
      return { code: 'least_airtime', ms: history.byPerson.get(entry.who) ?? 0 };
    case 'budget':
      return { code: 'budget_left' };
  }
}

const topicKinds = ['contribution', 'for', 'against'];

/** The speech that replies go to: the newest that is not itself a reply, a question or a point of order. */
export const topicOf = (spoken: readonly Spoken[]): Spoken | undefined =>
  spoken.findLast((one) => topicKinds.includes(one.kind));

/**
 * The order of those waiting, each with the public reason for the place. Points of order come first, by rank; then replies
 * to what was just said; then all others as the rules decide, each counting those before as if they had spoken; at last who
 * asked earlier. Whom a chair moved stands where the chair said. The same input gives the same order, however it is sorted.
 */
export function orderFloor<W extends Waiting>(
  waiting: readonly W[],
  spoken: readonly Spoken[],
  terms: FloorTerms,
): Placed<W>[] {
  const asked = [...waiting].sort((a, b) => a.seq - b.seq);
  const free = asked.filter((one) => one.pinnedAt === undefined);
  const topic = topicOf(spoken);
  const points = free
    .filter((one) => one.kind === 'point')
    .sort((a, b) => rank(a) - rank(b) || a.seq - b.seq);
  const isReply = (one: W): boolean =>
    one.kind === 'reply' && topic !== undefined && one.replyTo === topic.id;
  const replies = free.filter(isReply);
  const history = historyOf(spoken);
  for (const one of replies) addTurn(history, planned(one, terms));
  const placed: Placed<W>[] = [
    ...points.map((entry, index) => ({
      entry,
      reasons: [{ code: 'point', name: entry.category ?? '' }, ...beforeNext(entry, points[index + 1])],
    })),
    ...replies.map((entry, index) => ({
      entry,
      reasons: [{ code: 'reply', name: topic!.name }, ...beforeNext(entry, replies[index + 1])],
    })),
    ...byRules(
      free.filter((one) => one.kind !== 'point' && !isReply(one)),
      history,
      terms,
    ),
  ];
  const pinned = asked.filter((one) => one.pinnedAt !== undefined);
  pinned.sort((a, b) => a.pinnedAt! - b.pinnedAt! || a.seq - b.seq);
  for (const entry of pinned)
    placed.splice(Math.min(entry.pinnedAt! - 1, placed.length), 0, {
      entry,
      reasons: [{ code: 'moved', name: entry.pinReason ?? '' }],
    });
  return placed;
}

const rank = (one: Waiting): number => pointCategories.findIndex((name) => name === one.category);

/** Of two points or replies side by side: only said where the order of asking decided. */
const beforeNext = (entry: Waiting, next: Waiting | undefined): Reason[] =>
  next && next.category === entry.category ? [{ code: 'asked_before', name: next.name }] : [];

const planned = (one: Waiting, terms: FloorTerms) => ({
  who: one.who,
  kind: one.kind,
  ...(one.group ? { group: one.group } : {}),
  ms: one.kind === 'reply' || one.kind === 'question' ? terms.shortMs : terms.speechMs,
});

function byRules<W extends Waiting>(entries: W[], history: History, terms: FloorTerms): Placed<W>[] {
  const left = [...entries];
  const placed: Placed<W>[] = [];
  /** Who was placed last, and what the rules said of everybody then. */
  let before: { entry: W; keys: Map<string, number[]> } | undefined;
  while (left.length > 0) {
    const keys = new Map(
      left.map((one) => [one.id, terms.rules.map((rule) => keyOf[rule](one, history, terms))]),
    );
    const first = (all: W[]): W => all.reduce((best, one) => (compare(one, best, keys) < 0 ? one : best));
    const entry = first(left);
    left.splice(left.indexOf(entry), 1);
    const own = keys.get(entry.id)!;
    const reasons = terms.rules
      .filter((_, index) => left.some((one) => keys.get(one.id)![index]! > own[index]!))
      .map((rule) => ahead(rule, entry, history));
    const next = left.length > 0 ? first(left) : undefined;
    const isTie = next && keys.get(next.id)!.every((key, index) => key === own[index]);
    if (isTie) reasons.push({ code: 'asked_before', name: next.name });
    // Nothing speaks for them, or they asked earlier than who went before: then it is said who went before, and why.
    if (before && (reasons.length === 0 || before.entry.seq > entry.seq))
      reasons.unshift(whyAfter(before.entry, before.keys, entry, terms.rules));
    if (reasons.length === 0) reasons.push({ code: 'only' });
    placed.push({ entry, reasons: reasons.slice(0, 3) });
    before = { entry, keys };
    addTurn(history, planned(entry, terms));
  }
  return placed;
}

function compare(a: Waiting, b: Waiting, keys: Map<string, number[]>): number {
  const [left, right] = [keys.get(a.id)!, keys.get(b.id)!];
  const decides = left.findIndex((key, index) => key !== right[index]);
  return decides < 0 ? a.seq - b.seq : left[decides]! - right[decides]!;
}

/** What put `first` before `then` when both could be next. */
function whyAfter(
  first: Waiting,
  keys: Map<string, number[]>,
  then: Waiting,
  rules: readonly FloorRule[],
): Reason {
  const decides = keys.get(first.id)!.findIndex((key, index) => key !== keys.get(then.id)![index]);
  return { code: decides < 0 ? 'asked_after' : `after_${rules[decides]}`, name: first.name };
}
