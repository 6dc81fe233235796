import type { Ctx } from '#server/kernel';
import type { Link, ProgrammeDocument, ProgrammeSession, Texts } from './formats/document.ts';
import { zoneClock } from './formats/times.ts';
import type { Released } from './released.ts';
import type { FileLink, ReleasedSession, SessionDetails, Skeleton, SpeakerDetails } from './skeleton.ts';
import { daysOf, startOfDay } from './times.ts';

/** What a file once said, given back as it was, so that other programmes recognise their own things. */
interface Source {
  guid?: string;
  code?: string;
  id?: string;
  type?: string;
  license?: string;
  logo?: string;
  slug?: string;
  feedbackUrl?: string;
  originUrl?: string;
}

/** The newest release as a document that every format is written from. Times are wall-clock with their offset. */
export async function toDocument(ctx: Ctx, event: Released): Promise<ProgrammeDocument> {
  const { programme, release } = event;
  const sessions = await ctx.db
    .selectFrom('congress.released_session as released')
    .innerJoin('congress.session as session', 'session.id', 'released.session_id')
    .select(['session.id', 'session.source_key', 'released.details'])
    .where('released.event_id', '=', event.id)
    .execute();
  const speakers = await ctx.db
    .selectFrom('congress.released_speaker as released')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'released.speaker_id')
    .select(['speaker.id', 'speaker.source', 'released.details'])
    .where('released.event_id', '=', event.id)
    .execute();
  const rooms = await ctx.db
    .selectFrom('congress.room')
    .select(['id', 'source'])
    .where('event_id', '=', event.id)
    .execute();
  // The name a file has for a room: it says nothing of it, and stays the same.
  const guidOf = new Map(rooms.map(({ id, source }) => [id, (source as Source).guid]));
  const sessionOf = new Map(sessions.map((row) => [row.id, row]));
  const speakerOf = new Map(speakers.map((row) => [row.id, row]));
  const stamp = zoneClock(programme.zone).localStamp;
  const days = daysOf(programme);
  return {
    event: {
      title: texts(event.title),
      acronym: event.slug,
      zone: programme.zone,
      zoneSource: 'file',
      start: days[0]?.date ?? '',
      end: days.at(-1)?.date ?? '',
      days: programme.days,
      version: release ? `${release.number} ${release.name}` : '0',
    },
    days: days.map(({ number, date }) => ({
      index: number,
      date,
      start: stamp(startOfDay(programme, number)),
      end: stamp(startOfDay(programme, number + 1)),
    })),
    rooms: programme.rooms.map(({ id, slug, title, note }) => ({
      key: id,
      name: texts(title),
      slug,
      description: texts(note),
      ...(guidOf.get(id) && { guid: guidOf.get(id)! }),
    })),
    tracks: programme.sections.map(({ id, slug, title }) => ({ key: id, name: texts(title), slug })),
    people: programme.speakers.map(({ id, name }) => {
      const row = speakerOf.get(id);
      const source = (row?.source ?? {}) as Source;
      const details = (row?.details ?? {}) as SpeakerDetails;
      return {
        key: id,
        name: first(texts(name), ctx.lang),
        ...pickSource(source),
        ...(details.bio && { biography: texts(details.bio) }),
        ...(details.links?.[0] && { url: details.links[0].url }),
      };
    }),
    sessions: programme.sessions.map((session) => {
      const row = sessionOf.get(session.id);
      const details = (row?.details ?? {}) as SessionDetails;
      return toSession(ctx, programme, session, {
        key: row?.source_key ?? session.id,
        source: details.source ?? {},
        details,
        ...(session.start !== undefined && { start: stamp(session.start) }),
      });
    }),
  };
}

interface Rest {
  key: string;
  source: Source;
  details: SessionDetails;
  start?: string;
}

function toSession(
  ctx: Ctx,
  programme: Skeleton,
  session: ReleasedSession,
  { key, source, details, start }: Rest,
): ProgrammeSession {
  return {
    key,
    title: texts(session.title),
    ...(session.subtitle && { subtitle: texts(session.subtitle) }),
    ...(details.abstract && { abstract: texts(details.abstract) }),
    ...(details.description && { description: texts(details.description) }),
    ...(start && { start }),
    minutes: session.minutes,
    ...(session.day !== undefined && { day: session.day }),
    ...(session.room !== undefined && { room: programme.rooms[session.room]!.id }),
    ...(session.section !== undefined && { track: programme.sections[session.section]!.id }),
    people: session.speakers.map((index) => {
      const { id, name } = programme.speakers[index]!;
      return { key: id, name: first(texts(name), ctx.lang) };
    }),
    languages: session.langs,
    ...(session.interpreted && { interpreted: session.interpreted }),
    ...(session.captioned && { captioned: session.captioned }),
    kind: session.kind,
    type: source.type ?? session.kind,
    links: (details.links ?? []).filter((link) => !link.attachment).map(toLink),
    attachments: (details.links ?? []).filter((link) => link.attachment).map(toLink),
    doNotRecord: session.record === false,
    ...(source.license && { license: source.license }),
    ...(source.logo && { logo: source.logo }),
    ...(source.slug && { slug: source.slug }),
    ...(source.feedbackUrl && { feedbackUrl: source.feedbackUrl }),
    ...(source.originUrl && { originUrl: source.originUrl }),
    ...(session.cancelled && { cancelled: true }),
    source: pickSource(source),
  };
}

const toLink = ({ title, url, type, service }: FileLink): Link => ({
  url,
  ...(title && { title }),
  ...(type && { type }),
  ...(service && { service }),
});

const pickSource = ({ guid, code, id }: Source) => ({
  ...(guid && { guid }),
  ...(code && { code }),
  ...(id && { id }),
});

const texts = (words: Partial<Record<string, string>>): Texts =>
  Object.fromEntries(Object.entries(words).filter((pair): pair is [string, string] => Boolean(pair[1])));

const first = (all: Texts, lang: string): string => all[lang] ?? all.und ?? Object.values(all)[0] ?? '';
