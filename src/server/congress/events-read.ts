import { pick, reads, type Ctx, type Words } from '#server/kernel';
import { mayEdit } from './access.ts';
import {
  boundaries,
  endOf,
  isTimed,
  roomsOf,
  toHead,
  toNowAndNext,
  toRooms,
  toSectionLink,
} from './cards.ts';
import { calendarColumns, toCalendar } from './event-calendar.ts';
import { getReleased, readsEvent, readsUntil, type Released } from './released.ts';
import type { EventKind, EventListItem, EventView, PageLink } from './shapes.ts';
import { toHtml } from './text.ts';
import { daysOf, startOfDay } from './times.ts';

/** A published event for its own page. Refuses an unknown one, a draft and a deleted one with `not_found`. */
export async function getEvent(ctx: Ctx, slug: string): Promise<EventView> {
  return toEvent(ctx, await getReleased(ctx, { slug }));
}

/** The event that runs now, else the next one, else the last one that was; undefined on an empty site. */
export async function findPrimaryEvent(ctx: Ctx): Promise<EventView | undefined> {
  const found = await findPrimary(ctx);
  return found && toEvent(ctx, await getReleased(ctx, { id: found.id }));
}

/** Its name and address only: every page has them in its frame, and no release of a programme changes them. */
export async function findPrimaryEventLink(
  ctx: Ctx,
): Promise<Pick<EventView, 'id' | 'slug' | 'title'> | undefined> {
  const found = await findPrimary(ctx);
  return found && { id: found.id, slug: found.slug, title: pick(found.title as Words, ctx.lang) };
}

async function findPrimary(ctx: Ctx) {
  const rows = await readCalendars(ctx);
  const now = ctx.now().getTime();
  const running = rows.find((row) => row.from <= now && row.to > now);
  const coming = rows.filter((row) => row.from > now).at(0);
  readsUntil(
    ctx,
    'events',
    rows.flatMap((row) => [row.from, row.to]),
  );
  return running ?? coming ?? rows.at(-1);
}

/** All published events, the newest first. */
export async function listEvents(ctx: Ctx): Promise<EventListItem[]> {
  const rows = await readCalendars(ctx);
  const now = ctx.now().getTime();
  readsUntil(
    ctx,
    'events',
    rows.flatMap((row) => [row.from, row.to]),
  );
  return rows.toReversed().map((row) => {
    reads(ctx, `event:${row.id}`);
    return {
      id: row.id,
      slug: row.slug,
      kind: row.kind as EventKind,
      title: pick(row.title as Words, ctx.lang),
      summary: pick(row.summary as Words, ctx.lang),
      zone: row.zone,
      days: daysOf(row.calendar),
      langs: row.langs,
      state: stateOf(row.from, row.to, now),
    };
  });
}

const stateOf = (from: number, to: number, now: number): EventView['state'] =>
  now < from ? 'to_come' : now < to ? 'on' : 'over';

async function readCalendars(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('congress.event')
    .select(['id', 'slug', 'kind', 'title', 'summary', 'langs', ...calendarColumns])
    .where('status', '=', 'published')
    .execute();
  return rows
    .map((row) => {
      const calendar = toCalendar(row);
      return { ...row, calendar, from: startOfDay(calendar, 1), to: startOfDay(calendar, row.days + 1) };
    })
    .sort((a, b) => a.from - b.from || a.slug.localeCompare(b.slug));
}

export async function listPageLinks(ctx: Ctx, eventId: string): Promise<PageLink[]> {
  const rows = await ctx.db
    .selectFrom('congress.page')
    .select(['slug', 'title'])
    .where('event_id', '=', eventId)
    .where('status', '=', 'published')
    .orderBy('position')
    .orderBy('slug')
    .execute();
  return rows.map((row) => ({ slug: row.slug, title: pick(row.title as Words, ctx.lang) }));
}

async function toEvent(ctx: Ctx, event: Released): Promise<EventView> {
  const { programme, release } = event;
  readsEvent(ctx, event.id, boundaries(programme));
  const timed = programme.sessions.filter(isTimed);
  const counts = new Map<number, number>();
  for (const { section } of programme.sessions)
    if (section !== undefined) counts.set(section, (counts.get(section) ?? 0) + 1);
  const rooms = roomsOf(programme.sessions);
  const starts = timed[0]?.start;
  const ends = timed.reduce((latest, session) => Math.max(latest, endOf(session)), 0);
  return {
    ...toHead(ctx, event),
    summary: pick(event.summary, ctx.lang),
    welcome: toHtml(ctx, event.welcome) ?? { html: '', lang: ctx.lang },
    pages: await listPageLinks(ctx, event.id),
    sections: programme.sections.map((section, index) => ({
      ...toSectionLink(ctx, section),
      summary: pick(section.summary, ctx.lang),
      count: counts.get(index) ?? 0,
    })),
    ...(release && { release: { number: release.number, name: release.name, at: release.at } }),
    counts: { sessions: programme.sessions.length, speakers: programme.speakers.length, rooms: rooms.length },
    state: stateOf(startOfDay(programme, 1), startOfDay(programme, programme.days + 1), ctx.now().getTime()),
    ...(starts !== undefined && { starts: new Date(starts), ends: new Date(ends) }),
    rooms: toRooms(
      ctx,
      rooms.map((room) => programme.rooms[room]!),
    ),
    nowAndNext: toNowAndNext(ctx, programme, rooms),
    may: { edit: await mayEdit(ctx, event.id) },
  };
}
