import { sql } from 'kysely';
import { refuse, type Ctx, type Words } from '#server/kernel';
import type { Answer, ApiEvent, ApiSession, queries } from './export-api-shapes.ts';
import type { z } from 'zod';
import { zoneClock } from './formats/times.ts';
import type { Released } from './released.ts';
import type { EventKind } from './shapes.ts';
import type { ReleasedSession, SessionDetails, Skeleton, SpeakerDetails } from './skeleton.ts';

/** Absolute addresses of pages. */
export type UrlOf = (path: string) => string;
type Paging = z.output<typeof queries.list>;

const clean = (words: Words): Record<string, string> =>
  Object.fromEntries(Object.entries(words).filter((pair): pair is [string, string] => Boolean(pair[1])));

/** A page of a list. A cursor is of one release: half of one programme and half of another would be neither. */
function page<Item>(
  list: readonly Item[],
  { limit, cursor }: Paging,
  release: number,
): { items: Item[]; next: string | null } {
  let from = 0;
  if (cursor !== undefined) {
    const [, number, at] =
      /^(\d{1,9})\.(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
    if (number === undefined) throw refuse('invalid', 'exchange.api.bad_cursor');
    if (Number(number) !== release) throw refuse('conflict', 'exchange.api.stale_cursor');
    from = Number(at);
  }
  const to = from + limit;
  return {
    items: list.slice(from, to),
    next: to < list.length ? Buffer.from(`${release}.${to}`).toString('base64url') : null,
  };
}

const releaseOf = ({ release }: Released): ApiEvent['release'] =>
  release ? { number: release.number, name: release.name, released_at: release.at.toISOString() } : null;

export function toApiEvent(event: Released, urlOf: UrlOf): ApiEvent {
  const { programme } = event;
  return {
    id: event.id,
    slug: event.slug,
    kind: event.kind,
    title: clean(event.title),
    summary: clean(event.summary),
    languages: event.langs,
    zone: programme.zone,
    starts_on: programme.startsOn,
    days: programme.days,
    release: releaseOf(event),
    url: urlOf(`/e/${event.slug}`),
  };
}

/** All public events, the newest first; days and zone as they were last released. */
export async function readEvents(ctx: Ctx, paging: Paging, urlOf: UrlOf): Promise<Answer<'events'>> {
  const { rows } = await sql<{
    id: string;
    slug: string;
    kind: EventKind;
    title: Words;
    summary: Words;
    langs: string[];
    zone: string;
    starts_on: string;
    days: number;
    number: number | null;
    name: string | null;
    released_at: Date | null;
  }>`select event.id, event.slug, event.kind, event.title, event.summary, event.langs,
      coalesce(release.programme->>'zone', event.zone) as zone,
      coalesce(release.programme->>'startsOn', event.starts_on::text) as starts_on,
      coalesce((release.programme->>'days')::integer, event.days) as days,
      release.number, release.name, release.released_at
    from congress.event
    left join lateral (select number, name, released_at, programme from congress.release
      where event_id = event.id order by number desc limit 1) as release on true
    where event.status = 'published'
    order by starts_on desc, event.slug limit 2000`.execute(ctx.db);
  const all = rows.map((row): ApiEvent => ({
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    title: clean(row.title),
    summary: clean(row.summary),
    languages: row.langs,
    zone: row.zone,
    starts_on: row.starts_on,
    days: row.days,
    release:
      row.number === null || row.released_at === null
        ? null
        : { number: row.number, name: row.name ?? '', released_at: row.released_at.toISOString() },
    url: urlOf(`/e/${row.slug}`),
  }));
  return page(all, paging, 0);
}

/** Long texts of the sessions asked for, as released. */
async function readDetails(ctx: Ctx, eventId: string, ids: string[]): Promise<Map<string, SessionDetails>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('congress.released_session')
    .select(['session_id', 'details'])
    .where('event_id', '=', eventId)
    .where('session_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.session_id, row.details as SessionDetails]));
}

async function toApiSessions(
  ctx: Ctx,
  { id: eventId, programme }: Released,
  sessions: readonly ReleasedSession[],
  urlOf: UrlOf,
): Promise<ApiSession[]> {
  const details = await readDetails(
    ctx,
    eventId,
    sessions.map((session) => session.id),
  );
  const clock = zoneClock(programme.zone);
  return sessions.map((session) => {
    const long = details.get(session.id) ?? {};
    return {
      id: session.id,
      kind: session.kind,
      title: clean(session.title),
      ...(session.subtitle && { subtitle: clean(session.subtitle) }),
      ...(long.abstract && { abstract: clean(long.abstract) }),
      ...(long.description && { description: clean(long.description) }),
      start: session.start === undefined ? null : clock.localStamp(session.start),
      end: session.start === undefined ? null : clock.localStamp(session.start + session.minutes * 60_000),
      minutes: session.minutes,
      day: session.day ?? null,
      room: session.room === undefined ? null : programme.rooms[session.room]!.slug,
      section: session.section === undefined ? null : programme.sections[session.section]!.slug,
      languages: session.langs,
      interpreted: session.interpreted ?? [],
      captioned: session.captioned ?? [],
      speakers: session.speakers.map((index) => {
        const { id, name } = programme.speakers[index]!;
        return { id, name: clean(name) };
      }),
      themes: session.themes ?? [],
      cancelled: session.cancelled ?? false,
      may_be_recorded: session.record !== false,
      links: (long.links ?? []).map(({ title, url }) => ({ title, url })),
      revision: session.revision,
      url: urlOf(`/s/${session.id}`),
    };
  });
}

/** Sessions that fulfil all that is asked, in the order of the programme. Refuses an unknown place, person or release with `not_found`. */
export async function readSessions(
  ctx: Ctx,
  event: Released,
  query: z.output<typeof queries.sessions>,
  urlOf: UrlOf,
): Promise<Answer<'sessions'>> {
  const { programme, release } = event;
  if (!release) throw refuse('not_found', 'congress.nothing_released');
  const find = (
    list: { slug?: string; id: string }[],
    field: 'slug' | 'id',
    value: string | undefined,
    code: string,
  ) => {
    if (value === undefined) return undefined;
    const at = list.findIndex((one) => one[field] === value);
    if (at < 0) throw refuse('not_found', code);
    return at;
  };
  const section = find(programme.sections, 'slug', query.section, 'congress.no_such_section');
  const room = find(programme.rooms, 'slug', query.room, 'congress.no_such_room');
  const speaker = find(programme.speakers, 'id', query.speaker, 'congress.no_such_speaker');
  const before = query.since === undefined ? undefined : await readRevisions(ctx, event.id, query.since);
  const found = programme.sessions.filter(
    (one) =>
      (query.day === undefined || one.day === query.day) &&
      (section === undefined || one.section === section) &&
      (room === undefined || one.room === room) &&
      (speaker === undefined || one.speakers.includes(speaker)) &&
      (query.language === undefined || one.langs.includes(query.language)) &&
      (query.kind === undefined || one.kind === query.kind) &&
      (!before || before.get(one.id) !== one.revision),
  );
  const { items, next } = page(found, query, release.number);
  const now = new Set(programme.sessions.map((one) => one.id));
  return {
    items: await toApiSessions(ctx, event, items, urlOf),
    next,
    release: release.number,
    ...(before && { gone: [...before.keys()].filter((id) => !now.has(id)) }),
  };
}

/** What an older release held: id → revision. Refuses one that never was with `not_found`. */
async function readRevisions(ctx: Ctx, eventId: string, number: number): Promise<Map<string, number>> {
  const row = await ctx.db
    .selectFrom('congress.release')
    .select('programme')
    .where('event_id', '=', eventId)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) throw refuse('not_found', 'exchange.api.no_such_release');
  return new Map((row.programme as unknown as Skeleton).sessions.map(({ id, revision }) => [id, revision]));
}

export async function readSession(ctx: Ctx, event: Released, id: string, urlOf: UrlOf): Promise<ApiSession> {
  const session = event.programme.sessions.find((one) => one.id === id);
  if (!session) throw refuse('not_found', 'congress.no_such_session');
  return (await toApiSessions(ctx, event, [session], urlOf))[0]!;
}

export async function readSpeakers(
  ctx: Ctx,
  event: Released,
  paging: Paging,
  urlOf: UrlOf,
): Promise<Answer<'speakers'>> {
  const { programme } = event;
  const speaking = new Map<number, string[]>();
  for (const session of programme.sessions)
    for (const index of session.speakers) speaking.set(index, [...(speaking.get(index) ?? []), session.id]);
  const { items, next } = page([...programme.speakers.entries()], paging, event.release?.number ?? 0);
  const ids = items.map(([, { id }]) => id);
  const rows = ids.length
    ? await ctx.db
        .selectFrom('congress.released_speaker')
        .select(['speaker_id', 'details'])
        .where('event_id', '=', event.id)
        .where('speaker_id', 'in', ids)
        .execute()
    : [];
  const details = new Map(rows.map((row) => [row.speaker_id, row.details as SpeakerDetails]));
  return {
    items: items.map(([index, { id, name }]) => {
      const { bio, links } = details.get(id) ?? {};
      return {
        id,
        name: clean(name),
        ...(bio && { biography: clean(bio) }),
        links: (links ?? []).map(({ title, url }) => ({ title, url })),
        sessions: speaking.get(index) ?? [],
        url: urlOf(`/p/${id}`),
      };
    }),
    next,
  };
}

export const readRooms = ({ programme, release }: Released, paging: Paging): Answer<'rooms'> =>
  page(
    programme.rooms.map(({ slug, title, note, langs }) => ({
      slug,
      title: clean(title),
      note: clean(note),
      languages: langs,
    })),
    paging,
    release?.number ?? 0,
  );

export const readSections = (
  { slug: event, programme, release }: Released,
  paging: Paging,
  urlOf: UrlOf,
): Answer<'sections'> =>
  page(
    programme.sections.map(({ slug, title, summary, hue, theme }) => ({
      slug,
      title: clean(title),
      summary: clean(summary),
      hue,
      theme: theme ?? null,
      url: urlOf(`/e/${event}/sections/${slug}`),
    })),
    paging,
    release?.number ?? 0,
  );

/** The newest first. */
export async function readReleases(ctx: Ctx, event: Released, paging: Paging): Promise<Answer<'releases'>> {
  const rows = await ctx.db
    .selectFrom('congress.release')
    .select(['number', 'name', 'released_at'])
    .where('event_id', '=', event.id)
    .orderBy('number', 'desc')
    .execute();
  return page(
    rows.map(({ number, name, released_at }) => ({ number, name, released_at: released_at.toISOString() })),
    paging,
    event.release?.number ?? 0,
  );
}
