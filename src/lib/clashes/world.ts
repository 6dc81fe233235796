import { Intervals, type Lasting } from './intervals.ts';
import { mergeSpans } from './spans.ts';
import type { ClashRoom, ClashSession, Minute, Plan, PlanningRule, Span } from './plan.ts';

/** A session as it stands. Replaced, never changed: indexes hold it. */
export interface Held extends Lasting {
  readonly session: ClashSession;
  readonly minutes: number;
  readonly room: string | undefined;
  /** Without doubles; empty for breaks. */
  readonly people: readonly string[];
  /** Whom a rule wants there although they are not in it; empty for breaks. */
  readonly wanted: readonly string[];
}

export interface HeldRoom {
  readonly capacity: number | undefined;
  readonly open: readonly Span[] | undefined;
  readonly turnover: number;
}

export interface HeldPerson {
  readonly available: readonly Span[] | undefined;
  readonly busy: readonly Span[] | undefined;
}

/** A plan, and where to look for what a session could clash with. */
export interface World {
  readonly now: Minute;
  readonly held: Map<string, Held>;
  readonly rooms: ReadonlyMap<string, HeldRoom>;
  readonly people: ReadonlyMap<string, HeldPerson>;
  readonly rules: ReadonlyMap<string, readonly PlanningRule[]>;
  readonly wanted: ReadonlyMap<string, readonly { other: string; plans: number }[]>;
  readonly inRoom: Map<string, Intervals<Held>>;
  readonly ofPerson: Map<string, Intervals<Held>>;
  /** By whom a rule wants there. */
  readonly wanting: Map<string, Intervals<Held>>;
}

/** The fewest private plans that a pair is spoken of for. Smaller numbers would tell of persons. */
export const fewestPlans = 10;

export function makeWorld(plan: Plan): World {
  const rules = new Map<string, PlanningRule[]>();
  for (const rule of plan.rules) {
    if (rule.kind === 'person_must_be_there') listed(rules, rule.session).push(rule);
    else if (rule.session !== rule.other) {
      listed(rules, rule.session).push(rule);
      listed(rules, rule.other).push(rule);
    }
  }
  const wanted = new Map<string, { other: string; plans: number }[]>();
  for (const { pair, plans } of plan.wanted) {
    if (plans < fewestPlans || pair[0] === pair[1]) continue;
    listed(wanted, pair[0]).push({ other: pair[1], plans });
    listed(wanted, pair[1]).push({ other: pair[0], plans });
  }
  return {
    now: plan.now,
    held: new Map(),
    rooms: new Map(plan.rooms.map((room) => [room.id, holdRoom(room)])),
    people: new Map(
      plan.people.map(({ id, available, busy }) => [
        id,
        { available: available && mergeSpans(available), busy: busy && mergeSpans(busy) },
      ]),
    ),
    rules,
    wanted,
    inRoom: new Map(),
    ofPerson: new Map(),
    wanting: new Map(),
  };
}

const holdRoom = ({ capacity, open, turnover }: ClashRoom): HeldRoom => ({
  capacity,
  open: open && mergeSpans(open),
  turnover: Math.max(0, turnover),
});

/** What is held of a session there, whether or not it is in the plan. */
export function hold(
  world: World,
  session: ClashSession,
  spot: { from: Minute | null | undefined; minutes: number; room: string | null | undefined },
): Held {
  const from = spot.from ?? Number.NaN;
  const people = session.isBreak ? [] : [...new Set(session.people.map((person) => person.id))];
  const wanted = session.isBreak
    ? []
    : (world.rules.get(session.id) ?? []).flatMap((rule) =>
        rule.kind === 'person_must_be_there' && !people.includes(rule.person) ? [rule.person] : [],
      );
  return {
    id: session.id,
    session,
    from,
    minutes: spot.minutes,
    to: from + spot.minutes,
    room: spot.room ?? undefined,
    people,
    wanted: wanted.length > 1 ? [...new Set(wanted)] : wanted,
  };
}

/** Without a time or a length nothing can clash. */
export const isPlaced = (held: Held): boolean => held.to > held.from;

export function enter(world: World, held: Held): void {
  world.held.set(held.id, held);
  if (!isPlaced(held)) return;
  if (held.room !== undefined) indexed(world.inRoom, held.room).add(held);
  for (const person of held.people) indexed(world.ofPerson, person).add(held);
  for (const person of held.wanted) indexed(world.wanting, person).add(held);
}

export function leave(world: World, held: Held): void {
  world.held.delete(held.id);
  if (!isPlaced(held)) return;
  if (held.room !== undefined) world.inRoom.get(held.room)?.remove(held);
  for (const person of held.people) world.ofPerson.get(person)?.remove(held);
  for (const person of held.wanted) world.wanting.get(person)?.remove(held);
}

function listed<T>(map: Map<string, T[]>, key: string): T[] {
  let list = map.get(key);
  if (!list) map.set(key, (list = []));
  return list;
}

function indexed(map: Map<string, Intervals<Held>>, key: string): Intervals<Held> {
  let index = map.get(key);
  if (!index) map.set(key, (index = new Intervals()));
  return index;
}
