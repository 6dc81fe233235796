import { instantOf } from './times.ts';

export type Compared = {
  /** Keys, in the order of the newer document (removed: of the older). A session may stand in several lists. */
  added: string[];
  removed: string[];
  moved_time: string[];
  moved_room: string[];
  retitled: string[];
  duration_changed: string[];
  speakers_changed: string[];
  /** Same time and same room. */
  unchanged_slot: string[];
  /** How many of each; sessions that share one id of the file are counted once, by the first of them. */
  counts: Record<ChangeKind, number>;
};

export const changeKinds = [
  'added',
  'removed',
  'moved_time',
  'moved_room',
  'retitled',
  'duration_changed',
  'speakers_changed',
  'unchanged_slot',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

type Said = Partial<Record<string, string>>;

/** The part of a document that a comparison reads: a release kept in the database serves as well. */
export interface Comparable {
  rooms: readonly { key: string; name: Said }[];
  sessions: readonly {
    key: string;
    title: Said;
    start?: string;
    minutes: number;
    /** Key of its room. */
    room?: string;
    people: readonly { key: string }[];
    source?: { repeats?: string };
  }[];
}

// Words count, not the language they are filed under.
const words = (texts: Said | undefined) =>
  Object.values(texts ?? {})
    .sort()
    .join('\n');
const speakers = (session: Comparable['sessions'][number]) =>
  [...new Set(session.people.map(({ key }) => key))].sort().join('\n');
const instant = (start: string | undefined) => (start ? instantOf(start) : undefined);

/** What changed from one version of a programme to the next. */
export function compareProgrammes(before: Comparable, after: Comparable): Compared {
  const found: Record<ChangeKind, string[]> = {
    added: [],
    removed: [],
    moved_time: [],
    moved_room: [],
    retitled: [],
    duration_changed: [],
    speakers_changed: [],
    unchanged_slot: [],
  };
  const counts = { ...found } as unknown as Record<ChangeKind, number>;
  for (const kind of changeKinds) counts[kind] = 0;
  const put = (kind: ChangeKind, session: Comparable['sessions'][number]) => {
    found[kind].push(session.key);
    if (!session.source?.repeats) counts[kind] += 1;
  };
  const names = (document: Comparable) => new Map(document.rooms.map((room) => [room.key, words(room.name)]));
  const namesBefore = names(before);
  const namesAfter = names(after);
  const sameRoom = (a: string | undefined, b: string | undefined) =>
    a === b || (a !== undefined && b !== undefined && namesBefore.get(a) === namesAfter.get(b));

  const old = new Map(before.sessions.map((session) => [session.key, session]));
  const kept = new Set<string>();
  for (const session of after.sessions) {
    const was = old.get(session.key);
    if (!was) {
      put('added', session);
      continue;
    }
    kept.add(session.key);
    const time = instant(was.start) === instant(session.start);
    const place = sameRoom(was.room, session.room);
    if (!time) put('moved_time', session);
    if (!place) put('moved_room', session);
    if (time && place) put('unchanged_slot', session);
    if (words(was.title) !== words(session.title)) put('retitled', session);
    if (was.minutes !== session.minutes) put('duration_changed', session);
    if (speakers(was) !== speakers(session)) put('speakers_changed', session);
  }
  for (const session of before.sessions) if (!kept.has(session.key)) put('removed', session);
  return { ...found, counts };
}
