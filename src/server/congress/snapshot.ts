import { createHash } from 'node:crypto';
import type { Words } from '#server/kernel';
import type { DraftRows, SessionRow } from './drafts.ts';
import type { SessionKind } from './shapes.ts';
import type { ReleasedSession, SessionDetails, Skeleton, SpeakerDetails } from './skeleton.ts';
import { dayNumber, type Calendar } from './times.ts';

export interface Snapshot {
  skeleton: Skeleton;
  /** By id; the hash covers all that is public of a session. */
  sessions: Map<string, { hash: string; details: SessionDetails }>;
  speakers: Map<string, SpeakerDetails>;
}

const some = (words: Words): Words | undefined => (Object.values(words).some(Boolean) ? words : undefined);

/** What drafts would be as a release: without what is still a draft, and without speakers whom no session names. */
export function takeSnapshot(drafts: DraftRows): Snapshot {
  const { calendar, rooms, sections } = drafts;
  const chosen = drafts.sessions.filter((session) => session.status !== 'draft');
  const named = new Set(chosen.flatMap((session) => session.speakers));
  const speakers = drafts.speakers.filter((speaker) => named.has(speaker.id));
  const places = {
    room: new Map(rooms.map((room, index) => [room.id, index])),
    section: new Map(sections.map((section, index) => [section.id, index])),
    speaker: new Map(speakers.map((speaker, index) => [speaker.id, index])),
  };
  const details = new Map<string, { hash: string; details: SessionDetails }>();
  const released = chosen.map((session) => {
    const long = {
      ...(some(session.abstract) && { abstract: session.abstract }),
      ...(some(session.description) && { description: session.description }),
      ...(session.links.length > 0 && { links: session.links }),
      ...(Object.keys(session.source).length > 0 && { source: session.source }),
      ...(session.materials.length > 0 && { materials: session.materials }),
    };
    details.set(session.id, { hash: '', details: long });
    return toReleased(session, calendar, places);
  });
  released.sort(byPlace);
  const snapshot: Snapshot = {
    skeleton: {
      ...calendar,
      rooms: rooms.map(({ id, slug, title, note, langs }) => ({ id, slug, title, note, langs })),
      sections: sections.map(({ id, slug, title, summary, hue, theme }) => ({
        id,
        slug,
        title,
        summary,
        hue,
        ...(theme && { theme }),
      })),
      speakers: speakers.map(({ id, name }) => ({ id, name })),
      sessions: released,
    },
    sessions: details,
    speakers: new Map(
      speakers.map(({ id, bio, links, portrait }) => [
        id,
        { ...(some(bio) && { bio }), ...(links.length > 0 && { links }), ...(portrait && { portrait }) },
      ]),
    ),
  };
  for (const session of released) {
    const one = snapshot.sessions.get(session.id)!;
    one.hash = publicHash(snapshot.skeleton, session, one.details);
  }
  return snapshot;
}

/** The order of a programme: by start, then by room; those without a time last. No two stand level. */
export const byPlace = (a: ReleasedSession, b: ReleasedSession): number =>
  startOf(a) - startOf(b) || (a.room ?? -1) - (b.room ?? -1) || (a.id < b.id ? -1 : 1);

const startOf = ({ start }: ReleasedSession): number => start ?? Number.MAX_SAFE_INTEGER;

/** Over all that is public of a session, whatever order its rooms or the keys of its words stand in. */
export function publicHash(skeleton: Skeleton, session: ReleasedSession, details: SessionDetails): string {
  const { revision: _revision, day: _day, section, room, speakers, ...plain } = session;
  return hashOf({
    ...plain,
    section: section === undefined ? null : skeleton.sections[section]!.id,
    room: room === undefined ? null : skeleton.rooms[room]!.id,
    speakers: speakers.map((index) => skeleton.speakers[index]!.id),
    details,
  });
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url').slice(0, 22);

/** The database gives objects back with their keys in another order. */
const sortKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

type Places = Record<'room' | 'section' | 'speaker', Map<string, number>>;

function toReleased(session: SessionRow, calendar: Calendar, places: Places): ReleasedSession {
  const section = session.section_id === null ? undefined : places.section.get(session.section_id);
  const room = session.room_id === null ? undefined : places.room.get(session.room_id);
  const start = session.starts_at?.getTime();
  return {
    id: session.id,
    kind: session.kind as SessionKind,
    title: session.title,
    ...(some(session.subtitle) && { subtitle: session.subtitle }),
    ...(section !== undefined && { section }),
    ...(room !== undefined && { room }),
    ...(start !== undefined && { start, day: within(calendar.days, dayNumber(calendar, start)) }),
    minutes: session.minutes,
    langs: session.langs,
    ...(session.interpreted.length > 0 && { interpreted: session.interpreted }),
    ...(session.captioned.length > 0 && { captioned: session.captioned }),
    speakers: session.speakers.flatMap((id) => places.speaker.get(id) ?? []),
    ...(session.themes.length > 0 && { themes: session.themes }),
    ...(session.status === 'cancelled' && { cancelled: true as const }),
    ...(!session.record && { record: false as const }),
    revision: session.revision,
  };
}

/** A session outside the event's days stands on the nearest one: it must not be lost. */
const within = (days: number, number: number): number => Math.min(Math.max(number, 1), days);
