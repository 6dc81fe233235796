import { severityOf } from './severity.ts';
import { coveredMinutes } from './spans.ts';
import type { Clash, ClashKind } from './plan.ts';
import { isPlaced, type Held, type World } from './world.ts';

// Every clash is of one session, or of two of which each finds the same. So a change of one session changes only what
// that session finds, before and after.

/** A hostile file puts everything into one room at one time: its pairs would fill the memory, and nobody could read them. */
export const maxClashes = 20_000;

type Add = (clash: Clash) => boolean;

/** All the clashes that a session has where it is held. The same key may come twice; the first counts. */
export function findClashes(world: World, held: Held, add: Add): void {
  if (!isPlaced(held)) return;
  findInRoom(world, held, add);
  findInTime(world, held, add);
}

/** Those that depend on the room. */
export function findInRoom(world: World, held: Held, add: Add): void {
  if (!isPlaced(held) || held.room === undefined) return;
  const { room, from, to } = held;
  const { open, capacity, turnover } = world.rooms.get(room) ?? { turnover: 0 };
  if (!held.session.isBreak) {
    const outside = open ? held.minutes - coveredMinutes(open, from, to) : 0;
    if (outside > 0) add(one('room_closed', held, room, { room, amount: outside }));
    const short = capacity === undefined ? 0 : (held.session.expected ?? 0) - capacity;
    if (short > 0) add(one('room_too_small', held, room, { room, amount: short }));
  }
  world.inRoom.get(room)?.overlapping(from - turnover, to + turnover, (other) => {
    if (other.id === held.id) return true;
    if (overlap(held, other)) return add(two('room_twice', held, other, room, { room }));
    // The room is turned over during a break.
    if (held.session.isBreak || other.session.isBreak) return true;
    const gap = Math.max(from, other.from) - Math.min(to, other.to);
    return add(two('turnover', held, other, room, { room, amount: turnover - gap }));
  });
}

/** Those that don't. */
export function findInTime(world: World, held: Held, add: Add): void {
  if (!isPlaced(held)) return;
  const { session, from, to } = held;
  if (from < world.now && session.settled !== from) add(one('in_the_past', held, '', {}));
  findOfRules(world, held, add);
  for (const { other, plans } of world.wanted.get(held.id) ?? []) {
    const met = world.held.get(other);
    if (met && overlap(held, met))
      add(two('wanted_together', held, met, '', { amount: Math.floor(plans / 10) * 10 }));
  }
  if (session.isBreak) return;
  for (const lang of new Set(session.interpreted)) {
    if (session.langs.includes(lang)) continue;
    if (!session.people.some((person) => person.role === 'interpreter' && person.lang === lang))
      add(one('no_interpreter', held, lang, { lang }));
  }
  for (const person of held.people) {
    const { available, busy } = world.people.get(person) ?? {};
    const away = available ? held.minutes - coveredMinutes(available, from, to) : 0;
    if (away > 0) add(one('person_unavailable', held, person, { person, amount: away }));
    const taken = busy ? coveredMinutes(busy, from, to) : 0;
    if (taken > 0) add(one('person_busy_elsewhere', held, person, { person, amount: taken }));
    world.ofPerson
      .get(person)
      ?.overlapping(from, to, (other) =>
        other.id === held.id ? true : add(two('person_twice', held, other, person, { person })),
      );
  }
}

function findOfRules(world: World, held: Held, add: Add): void {
  for (const rule of world.rules.get(held.id) ?? []) {
    if (rule.kind === 'person_must_be_there') continue;
    const met = world.held.get(rule.session === held.id ? rule.other : rule.session);
    if (!met || !isPlaced(met)) continue;
    if (rule.kind === 'never_beside') {
      if (overlap(held, met)) add(two('never_beside', held, met, '', { rule: rule.id }));
      continue;
    }
    const [later, earlier] = rule.session === held.id ? [held, met] : [met, held];
    if (later.from < earlier.to)
      add({
        ...two('not_after', held, met, '', { rule: rule.id, amount: earlier.to - later.from }),
        key: `not_after:${later.id}:${earlier.id}`,
      });
  }
  findOfThoseWanted(world, held, add);
}

/** Whom a rule wants at a session can't be away, nor in another that overlaps, nor wanted at one. */
function findOfThoseWanted(world: World, held: Held, add: Add): void {
  const { from, to } = held;
  const clash = (at: Held, person: string, other: Held | undefined, amount?: number): boolean => {
    const rule = (world.rules.get(at.id) ?? []).find(
      (one) => one.kind === 'person_must_be_there' && one.person === person,
    );
    const more = { person, ...(rule && { rule: rule.id }), ...(amount !== undefined && { amount }) };
    const key = `must_be_there:${at.id}:${person}:${other?.id ?? ''}`;
    return add({
      ...(other ? two('must_be_there', at, other, '', more) : one('must_be_there', at, '', more)),
      key,
    });
  };
  for (const person of held.wanted) {
    const { available, busy } = world.people.get(person) ?? {};
    const away = available ? held.minutes - coveredMinutes(available, from, to) : 0;
    const taken = busy ? coveredMinutes(busy, from, to) : 0;
    if (away + taken > 0) clash(held, person, undefined, Math.min(held.minutes, away + taken));
    world.ofPerson
      .get(person)
      ?.overlapping(from, to, (other) => (other.id === held.id ? true : clash(held, person, other)));
    world.wanting.get(person)?.overlapping(from, to, (other) => {
      if (other.id === held.id) return true;
      return clash(held, person, other) && clash(other, person, held);
    });
  }
  for (const person of held.people)
    world.wanting
      .get(person)
      ?.overlapping(from, to, (other) => (other.id === held.id ? true : clash(other, person, held)));
}

const overlap = (a: Held, b: Held): boolean => a.from < b.to && b.from < a.to && isPlaced(b);

type More = Partial<Pick<Clash, 'room' | 'person' | 'lang' | 'rule' | 'amount'>>;

const one = (kind: ClashKind, held: Held, of: string, more: More): Clash => ({
  key: `${kind}:${held.id}:${of}`,
  kind,
  severity: severityOf[kind],
  sessions: [held.id],
  ...more,
});

/** The key doesn't depend on which is the earlier: they may change places and it is still the same trouble. */
function two(kind: ClashKind, a: Held, b: Held, of: string, more: More): Clash {
  const isFirst = a.from < b.from || (a.from === b.from && a.id < b.id);
  return {
    key: a.id < b.id ? `${kind}:${a.id}:${b.id}:${of}` : `${kind}:${b.id}:${a.id}:${of}`,
    kind,
    severity: severityOf[kind],
    sessions: isFirst ? [a.id, b.id] : [b.id, a.id],
    ...more,
  };
}
