import { findClashes, maxClashes } from './find.ts';
import { findPlaces } from './places.ts';
import type { Clash, ClashBook, ClashSession, Plan } from './plan.ts';
import { enter, hold, leave, makeWorld, type Held } from './world.ts';

/**
 * The clashes of a plan, kept while it changes. Key of a clash: its kind, the ids of its sessions (sorted; for rules that
 * point one way, in their order) and what it is about (room, person or language), with colons between.
 * At most `maxClashes` are kept: beyond that a plan is not looked at one by one.
 */
export function makeClashBook(plan: Plan): ClashBook {
  const world = makeWorld(plan);
  const accepted = new Map(Object.entries(plan.accepted));
  const byKey = new Map<string, Clash>();
  const bySession = new Map<string, Map<string, Clash>>();
  let listed: readonly Clash[] | undefined;

  const marked = (clash: Clash): Clash => {
    const reason = accepted.get(clash.key);
    return reason === undefined ? clash : { ...clash, accepted: reason };
  };
  const keep = (clash: Clash): void => {
    byKey.set(clash.key, clash);
    for (const id of clash.sessions) {
      const own = bySession.get(id);
      if (own) own.set(clash.key, clash);
      else bySession.set(id, new Map([[clash.key, clash]]));
    }
    listed = undefined;
  };
  const drop = (clash: Clash): void => {
    byKey.delete(clash.key);
    for (const id of clash.sessions) bySession.get(id)?.delete(clash.key);
    listed = undefined;
  };
  const found = (held: Held, most: number): Map<string, Clash> => {
    const clashes = new Map<string, Clash>();
    findClashes(world, held, (clash) => {
      if (!clashes.has(clash.key)) clashes.set(clash.key, marked(clash));
      return clashes.size < most;
    });
    return clashes;
  };
  const sorted = (clashes: Iterable<Clash>): Clash[] => sortClashes(clashes, (id) => world.held.get(id));

  /** Puts in the session as it is now, undefined takes it out; only what it finds itself can have changed. */
  const change = (id: string, now: Held | undefined) => {
    const old = world.held.get(id);
    const before = bySession.get(id) ?? new Map<string, Clash>();
    if (old) leave(world, old);
    if (now) enter(world, now);
    const after = now
      ? found(now, Math.max(0, maxClashes - byKey.size + before.size))
      : new Map<string, Clash>();
    const gone = [...before.values()].filter((clash) => !isSame(clash, after.get(clash.key)));
    const come = [...after.values()].filter((clash) => !isSame(clash, before.get(clash.key)));
    for (const clash of gone) drop(clash);
    for (const clash of come) keep(clash);
    if (!now) bySession.delete(id);
    // The same clashes may stand in another order now.
    if (before.size > 0 || after.size > 0) listed = undefined;
    return { gone: sorted(gone), come: sorted(come) };
  };
  const put = (session: ClashSession) =>
    change(
      session.id,
      hold(world, session, { from: session.from, minutes: session.minutes, room: session.room }),
    );

  for (const session of plan.sessions) {
    const held = hold(world, session, {
      from: session.from,
      minutes: session.minutes,
      room: session.room,
    });
    const old = world.held.get(session.id);
    if (old) leave(world, old);
    enter(world, held);
    if (old) put(session);
    else if (byKey.size < maxClashes)
      findClashes(world, held, (clash) => {
        if (!byKey.has(clash.key)) keep(marked(clash));
        return byKey.size < maxClashes;
      });
  }

  return {
    all: () => (listed ??= sorted(byKey.values())),
    of: (id) => sorted(bySession.get(id)?.values() ?? []),
    place: (id, spot) => {
      const session = world.held.get(id)?.session;
      return session ? change(id, hold(world, session, spot)) : { gone: [], come: [] };
    },
    put,
    remove: (id) => change(id, undefined),
    preview: (id, spot) => {
      const session = world.held.get(id)?.session;
      if (!session) return [];
      const held = hold(world, session, spot);
      return sortClashes(found(held, maxClashes).values(), (other) =>
        other === id ? held : world.held.get(other),
      );
    },
    accept: (key, reason) => {
      if (reason === undefined) accepted.delete(key);
      else accepted.set(key, reason);
      const clash = byKey.get(key);
      if (!clash) return;
      const { accepted: _, ...open } = clash;
      keep(marked(open));
    },
    places: (id, within) => findPlaces(world, id, within, marked),
  };
}

const isSame = (a: Clash, b: Clash | undefined): boolean =>
  b !== undefined && a.amount === b.amount && a.rule === b.rule && a.sessions[0] === b.sessions[0];

/** By the start of the first session, then by key: the same whatever the order of the changes was. */
function sortClashes(clashes: Iterable<Clash>, heldOf: (id: string) => Held | undefined): Clash[] {
  const start = (clash: Clash) => heldOf(clash.sessions[0])?.from ?? 0;
  return [...clashes]
    .map((clash) => ({ clash, at: start(clash) }))
    .sort((a, b) => a.at - b.at || (a.clash.key < b.clash.key ? -1 : 1))
    .map(({ clash }) => clash);
}
