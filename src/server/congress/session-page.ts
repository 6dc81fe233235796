import { pick, refuse, type Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { mayEdit } from './access.ts';
import { isAddress } from './address.ts';
import { endOf, isTimed, toHead, toSectionLink, type Timed } from './cards.ts';
import { getReleased, readsEvent } from './released.ts';
import type { SessionNeighbour, SessionView } from './shapes.ts';
import type { MaterialLink, ReleasedSession, SessionDetails, Skeleton } from './skeleton.ts';
import { isOut } from './speaking/moments.ts';
import { nameOf } from './programme.ts';
import { toHtml } from './text.ts';
import { dateOfDay } from './times.ts';

const soon = 30 * 60_000;

/** A session as released. Refuses one that is unknown, unreleased, deleted, or of an event that isn't public: `not_found`. */
export async function getSession(ctx: Ctx, id: string): Promise<SessionView> {
  if (!isAddress(id)) throw refuse('not_found', 'congress.no_such_session');
  const row = await ctx.db
    .selectFrom('congress.released_session')
    .select(['event_id', 'details'])
    .where('session_id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('not_found', 'congress.no_such_session');
  const event = await getReleased(ctx, { id: row.event_id });
  const { programme } = event;
  const session = programme.sessions.find((one) => one.id === id);
  if (!session) throw refuse('not_found', 'congress.no_such_session');
  readsEvent(ctx, event.id, isTimed(session) ? [session.start - soon, session.start, endOf(session)] : []);
  const details = row.details as SessionDetails;
  const section = session.section === undefined ? undefined : programme.sections[session.section]!;
  const room = session.room === undefined ? undefined : programme.rooms[session.room]!;
  const note = room && pick(room.note, ctx.lang);
  const abstract = toHtml(ctx, details.abstract);
  const description = toHtml(ctx, details.description);
  return {
    id,
    event: toHead(ctx, event),
    title: pick(session.title, ctx.lang),
    ...(session.subtitle && { subtitle: pick(session.subtitle, ctx.lang) }),
    ...(abstract && { abstract }),
    ...(description && { description }),
    kind: session.kind,
    langs: session.langs,
    interpreted: session.interpreted ?? [],
    captioned: session.captioned ?? [],
    speakers: session.speakers.map((index) => ({
      id: programme.speakers[index]!.id,
      name: nameOf(ctx, programme, index),
    })),
    ...(section && { section: toSectionLink(ctx, section) }),
    themes: await findThemes(ctx, [section?.theme, ...(session.themes ?? [])]),
    ...(room && {
      room: { slug: room.slug, title: pick(room.title, ctx.lang), ...(note?.text && { note }) },
    }),
    ...(isTimed(session) && {
      start: new Date(session.start),
      end: new Date(endOf(session)),
      day: { number: session.day, date: dateOfDay(programme, session.day) },
      ...neighbours(ctx, programme, session),
    }),
    minutes: session.minutes,
    state: stateOf(session, ctx.now().getTime()),
    cancelled: session.cancelled === true,
    record: session.record !== false,
    links: details.links ?? [],
    materials: await materialsNow(ctx, session, details.materials ?? []),
    may: { edit: await mayEdit(ctx, event.id) },
  };
}

function stateOf(session: ReleasedSession, now: number): SessionView['state'] {
  if (!isTimed(session) || session.start - soon > now) return 'announced';
  return session.start > now ? 'soon' : endOf(session) > now ? 'live' : 'over';
}

/** Those whose moment has come, and which their speaker has not taken away since the release. */
async function materialsNow(
  ctx: Ctx,
  session: ReleasedSession,
  given: MaterialLink[],
): Promise<SessionView['materials']> {
  const times = isTimed(session) ? { start: session.start, end: endOf(session) } : {};
  const out = given.filter((one) => isOut(one.since, times, ctx.now().getTime()));
  if (out.length === 0) return [];
  const there = await ctx.db
    .selectFrom('congress.material')
    .select('id')
    .where(
      'id',
      'in',
      out.map((one) => one.id),
    )
    .execute();
  const ids = new Set(there.map((row) => row.id));
  return out.filter((one) => ids.has(one.id)).map(({ since: _since, ...one }) => one);
}

/** The ones before and after it in the same room on the same day. */
function neighbours(
  ctx: Ctx,
  programme: Skeleton,
  session: Timed,
): { previous?: SessionNeighbour; next?: SessionNeighbour } {
  if (session.room === undefined) return {};
  const around = programme.sessions
    .filter(isTimed)
    .filter((one) => one.room === session.room && one.day === session.day);
  const place = around.indexOf(session);
  const show = (one: Timed) => ({ id: one.id, title: pick(one.title, ctx.lang), start: new Date(one.start) });
  const [previous, next] = [around[place - 1], around[place + 1]];
  return { ...(previous && { previous: show(previous) }), ...(next && { next: show(next) }) };
}

export async function findThemes(ctx: Ctx, slugs: (string | undefined)[]): Promise<SessionView['themes']> {
  const wanted = [...new Set(slugs.filter((slug) => slug !== undefined))];
  if (wanted.length === 0) return [];
  const known = new Map((await themes.listThemeLinks(ctx)).map((theme) => [theme.slug, theme]));
  return wanted.flatMap((slug) => known.get(slug) ?? []).map(({ slug, title }) => ({ slug, title }));
}

export interface SessionPlaces {
  eventId: string;
  sectionId?: string;
  /** From the inmost outwards, as roles are asked. */
  places: { kind: 'session' | 'section' | 'event'; id: string }[];
  /** Ids of its speakers' profiles. */
  speakers: string[];
  released: boolean;
  start?: Date;
  minutes: number;
}

/**
 * Where a session stands, drafts included: for modules that ask roles or run it. It shows nobody anything.
 * Undefined for one that is unknown or deleted.
 */
export async function findSessionPlaces(ctx: Ctx, id: string): Promise<SessionPlaces | undefined> {
  if (!isAddress(id)) return undefined;
  const row = await ctx.db
    .selectFrom('congress.session as session')
    .innerJoin('congress.event as event', 'event.id', 'session.event_id')
    .leftJoin('congress.released_session as released', 'released.session_id', 'session.id')
    .select([
      'session.event_id',
      'session.section_id',
      'session.starts_at',
      'session.minutes',
      'released.session_id as public',
    ])
    .where('session.id', '=', id)
    .where('session.status', '<>', 'deleted')
    .where('event.status', '<>', 'deleted')
    .executeTakeFirst();
  if (!row) return undefined;
  const speakers = await ctx.db
    .selectFrom('congress.session_speaker')
    .select('speaker_id')
    .where('session_id', '=', id)
    .orderBy('position')
    .execute();
  return {
    eventId: row.event_id,
    ...(row.section_id && { sectionId: row.section_id }),
    places: [
      { kind: 'session', id },
      ...(row.section_id ? [{ kind: 'section' as const, id: row.section_id }] : []),
      { kind: 'event', id: row.event_id },
    ],
    speakers: speakers.map((one) => one.speaker_id),
    released: row.public !== null,
    ...(row.starts_at && { start: row.starts_at }),
    minutes: row.minutes,
  };
}
