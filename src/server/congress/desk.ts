import { refuse, type Ctx, type Words } from '#server/kernel';
import { mayEdit, needReader } from './access.ts';
import { isAddress } from './address.ts';
import { clashesOf } from './clashes.ts';
import { countOpen } from '#lib/clashes/severity.ts';
import { eventOf } from './parts.ts';
import { readHours } from './planning/hours.ts';
import { calendarColumns, toCalendar } from './event-calendar.ts';
import { readDrafts, type DraftRows, type SessionRow } from './drafts.ts';
import { compareWithReleased } from './release.ts';
import type { EventKind, SessionKind } from './shapes.ts';
import type {
  EventDesk,
  EventDraft,
  PageDraft,
  RoomDraft,
  SectionDraft,
  SessionDraft,
  SpeakerDraft,
} from './desk-shapes.ts';
import { takeSnapshot } from './snapshot.ts';
import { toWallClock } from './times.ts';

const columns = [
  'id',
  'slug',
  'kind',
  'status',
  'title',
  'summary',
  'welcome',
  ...calendarColumns,
  'walk',
  'langs',
] as const;

/** The events one works on, drafts included, the newest first. Empty for whoever works on none. */
export async function listDeskEvents(ctx: Ctx): Promise<EventDraft[]> {
  if (ctx.actor.kind === 'guest') return [];
  const rows = await ctx.db
    .selectFrom('congress.event')
    .select(columns)
    .where('status', '<>', 'deleted')
    .orderBy('starts_on', 'desc')
    .execute();
  const own: EventDraft[] = [];
  for (const row of rows) if (await mayEdit(ctx, row.id)) own.push(toEventDraft(row));
  return own;
}

/** All of an event as staff work on it. Refuses an unknown event, and whoever may not edit it, with `not_found`. */
export async function getDesk(ctx: Ctx, slug: string): Promise<EventDesk> {
  const event = await findEvent(ctx, slug);
  const drafts = await readDrafts(ctx, event.id);
  const clashes = await clashesOf(ctx, event.id);
  const hours = await readHours(ctx, event.id, event.zone);
  const diff = await compareWithReleased(ctx, event.id, takeSnapshot(drafts));
  const releases = await ctx.db
    .selectFrom('congress.release')
    .select(['number', 'name', 'released_at', 'sessions'])
    .where('event_id', '=', event.id)
    .orderBy('number', 'desc')
    .limit(50)
    .execute();
  return {
    event,
    sections: drafts.sections.map(toSectionDraft),
    rooms: drafts.rooms.map((room) => toRoomDraft(room, hours)),
    speakers: drafts.speakers,
    sessions: drafts.sessions.map((session) => toSessionDraft(session, drafts)),
    pages: await listPages(ctx, event.id),
    clashes,
    openClashes: countOpen(clashes),
    releases: releases.map(({ number, name, released_at, sessions }) => ({
      number,
      name,
      at: released_at,
      sessions,
    })),
    unreleased: { added: diff.added.length, changed: diff.changed.length, removed: diff.removed.length },
  };
}

/** Refuses like `getDesk`, and an unknown section. */
export async function getSectionDraft(ctx: Ctx, event: string, id: string): Promise<SectionDraft> {
  return toSectionDraft(one((await draftsOf(ctx, event)).sections, id, 'section'));
}

/** Refuses like `getDesk`, and an unknown room. */
export async function getRoomDraft(ctx: Ctx, event: string, id: string): Promise<RoomDraft> {
  const drafts = await draftsOf(ctx, event);
  const room = one(drafts.rooms, id, 'room');
  return toRoomDraft(room, await readHours(ctx, await eventOf(ctx, 'room', id), drafts.calendar.zone));
}

/** Refuses like `getDesk`, and an unknown speaker. */
export async function getSpeakerDraft(ctx: Ctx, event: string, id: string): Promise<SpeakerDraft> {
  return one((await draftsOf(ctx, event)).speakers, id, 'speaker');
}

/** Refuses like `getDesk`, and an unknown session. */
export async function getSessionDraft(ctx: Ctx, event: string, id: string): Promise<SessionDraft> {
  const drafts = await draftsOf(ctx, event);
  return toSessionDraft(one(drafts.sessions, id, 'session'), drafts);
}

/** Refuses like `getDesk`, and an unknown page. */
export async function getPageDraft(ctx: Ctx, event: string, slug: string): Promise<PageDraft> {
  const page = (await listPages(ctx, (await findEvent(ctx, event)).id)).find((row) => row.slug === slug);
  if (!page) throw refuse('not_found', 'congress.no_such_page');
  return page;
}

async function findEvent(ctx: Ctx, slug: string): Promise<EventDraft> {
  if (!isAddress(slug)) throw refuse('not_found', 'congress.no_such_event');
  const row = await ctx.db
    .selectFrom('congress.event')
    .select(columns)
    .where('slug', '=', slug)
    .where('status', '<>', 'deleted')
    .executeTakeFirst();
  if (!row) throw refuse('not_found', 'congress.no_such_event');
  await needReader(ctx, row.id, 'congress.no_such_event');
  return toEventDraft(row);
}

const draftsOf = async (ctx: Ctx, slug: string): Promise<DraftRows> =>
  readDrafts(ctx, (await findEvent(ctx, slug)).id);

function one<T extends { id: string }>(rows: T[], id: string, part: string): T {
  const found = rows.find((row) => row.id === id);
  if (!found) throw refuse('not_found', `congress.no_such_${part}`);
  return found;
}

async function listPages(ctx: Ctx, eventId: string): Promise<PageDraft[]> {
  const rows = await ctx.db
    .selectFrom('congress.page')
    .select(['slug', 'title', 'body', 'position', 'status'])
    .where('event_id', '=', eventId)
    .orderBy('position')
    .orderBy('slug')
    .execute();
  return rows as unknown as PageDraft[];
}

interface EventRow {
  id: string;
  slug: string;
  kind: string;
  status: string;
  title: unknown;
  summary: unknown;
  welcome: unknown;
  zone: string;
  starts_on: string;
  days: number;
  day_starts_at: number;
  walk: number;
  langs: string[];
}

const toEventDraft = (row: EventRow): EventDraft => ({
  id: row.id,
  slug: row.slug,
  kind: row.kind as EventKind,
  status: row.status as EventDraft['status'],
  title: row.title as Words,
  summary: row.summary as Words,
  welcome: row.welcome as Words,
  ...toCalendar(row),
  walk: row.walk,
  langs: row.langs,
});

const toSectionDraft = ({ theme, ...row }: DraftRows['sections'][number]): SectionDraft => ({
  ...row,
  ...(theme && { theme }),
});

const toRoomDraft = (
  { capacity, ...row }: DraftRows['rooms'][number],
  hours: ReadonlyMap<string, RoomDraft['hours']>,
): RoomDraft => ({
  ...row,
  hours: hours.get(row.id) ?? [],
  ...(capacity !== null && { capacity }),
});

function toSessionDraft(row: SessionRow, drafts: DraftRows): SessionDraft {
  // Rooms and sections that were removed still stand in the row.
  const section = drafts.sections.find((one) => one.id === row.section_id)?.id;
  const room = drafts.rooms.find((one) => one.id === row.room_id)?.id;
  return {
    id: row.id,
    version: row.version,
    kind: row.kind as SessionKind,
    status: row.status as SessionDraft['status'],
    title: row.title,
    subtitle: row.subtitle,
    abstract: row.abstract,
    description: row.description,
    ...(section && { section }),
    ...(room && { room }),
    speakers: row.speakers,
    ...(row.starts_at && {
      start: row.starts_at,
      startsAt: toWallClock(row.starts_at, drafts.calendar.zone),
    }),
    minutes: row.minutes,
    ...(row.expected !== null && { expected: row.expected }),
    langs: row.langs,
    themes: row.themes,
    links: row.links,
    record: row.record,
  };
}
