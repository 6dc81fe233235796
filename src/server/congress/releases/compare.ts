import { compareProgrammes, type Comparable } from '../formats/compare.ts';
import type { ReleasedSession, Skeleton } from '../skeleton.ts';
import type { ChangeKind, ChangeSide, Difference, SessionChange } from './shapes.ts';

/** A release as the comparison of programme files reads it: one logic tells the differences of both. */
const toComparable = ({ rooms, speakers, sessions }: Skeleton): Comparable => ({
  rooms: rooms.map(({ id, title }) => ({ key: id, name: title })),
  sessions: sessions.map((session) => ({
    key: session.id,
    title: session.title,
    minutes: session.minutes,
    people: session.speakers.map((index) => ({ key: speakers[index]!.id })),
    ...(session.start !== undefined && { start: new Date(session.start).toISOString() }),
    ...(session.room !== undefined && { room: rooms[session.room]!.id }),
  })),
});

export function toSide({ rooms, speakers }: Skeleton, session: ReleasedSession): ChangeSide {
  const room = session.room === undefined ? undefined : rooms[session.room];
  return {
    title: session.title,
    ...(session.start !== undefined && { start: session.start }),
    minutes: session.minutes,
    ...(room && { room: { id: room.id, title: room.title } }),
    langs: session.langs,
    ...(session.interpreted && { interpreted: session.interpreted }),
    ...(session.captioned && { captioned: session.captioned }),
    speakers: session.speakers.map((index) => ({ id: speakers[index]!.id, name: speakers[index]!.name })),
    ...(session.cancelled && { cancelled: true as const }),
  };
}

const langsOf = ({ langs, interpreted = [], captioned = [] }: ReleasedSession): string =>
  [langs, interpreted, captioned].map((list) => [...list].sort().join(' ')).join('|');

/** How one version differs from an earlier one. `edited`: sessions known to differ somewhere, if only in their texts. */
export function compareReleases(
  before: Skeleton,
  after: Skeleton,
  edited: ReadonlySet<string> = new Set(),
): Difference {
  const found = compareProgrammes(toComparable(before), toComparable(after));
  const kinds = new Map<string, ChangeKind[]>();
  const put = (id: string, kind: ChangeKind): void => {
    const list = kinds.get(id);
    if (list) list.push(kind);
    else kinds.set(id, [kind]);
  };
  const old = new Map(before.sessions.map((session) => [session.id, session]));
  for (const id of found.added) put(id, 'added');
  for (const session of after.sessions) {
    const was = old.get(session.id);
    if (was && !was.cancelled && session.cancelled) put(session.id, 'cancelled');
    if (was?.cancelled && !session.cancelled) put(session.id, 'restored');
  }
  for (const id of found.moved_time) put(id, 'moved_time');
  for (const id of found.duration_changed) put(id, 'duration_changed');
  for (const id of found.moved_room) put(id, 'moved_room');
  for (const id of found.retitled) put(id, 'retitled');
  for (const id of found.speakers_changed) put(id, 'speakers_changed');
  for (const session of after.sessions) {
    const was = old.get(session.id);
    if (was && langsOf(was) !== langsOf(session)) put(session.id, 'languages_changed');
    if (was && edited.has(session.id) && !kinds.has(session.id)) put(session.id, 'details_changed');
  }
  for (const id of found.removed) put(id, 'removed');

  const changes: SessionChange[] = [];
  for (const session of after.sessions) {
    const own = kinds.get(session.id);
    const was = old.get(session.id);
    if (own)
      changes.push({
        id: session.id,
        kinds: own,
        ...(was && { was: toSide(before, was) }),
        now: toSide(after, session),
      });
  }
  for (const id of found.removed) changes.push({ id, kinds: ['removed'], was: toSide(before, old.get(id)!) });
  return { changes, counts: { ...countKinds(changes), unchanged_slot: found.unchanged_slot.length } };
}

export function countKinds(changes: readonly SessionChange[]): Difference['counts'] {
  const counts: Difference['counts'] = {};
  for (const { kinds } of changes) for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
