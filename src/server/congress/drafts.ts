import type { Ctx, Words } from '#server/kernel';
import type { MaterialLink } from './skeleton.ts';
import { portraitsOf, readGiven } from './speaking/given.ts';
import type { Calendar } from './times.ts';

export interface DraftRows {
  calendar: Calendar;
  rooms: {
    id: string;
    slug: string;
    title: Words;
    note: Words;
    langs: string[];
    capacity: number | null;
    turnover: number;
    position: number;
  }[];
  sections: {
    id: string;
    slug: string;
    title: Words;
    summary: Words;
    hue: number;
    position: number;
    theme: string | null;
  }[];
  /** `portrait` is the random name of a picture. */
  speakers: { id: string; name: Words; bio: Words; links: WebLink[]; tied: boolean; portrait?: string }[];
  sessions: SessionRow[];
}
type WebLink = { title: string; url: string };

export interface SessionRow {
  id: string;
  kind: string;
  status: string;
  title: Words;
  subtitle: Words;
  abstract: Words;
  description: Words;
  section_id: string | null;
  room_id: string | null;
  starts_at: Date | null;
  minutes: number;
  expected: number | null;
  langs: string[];
  themes: string[];
  links: WebLink[];
  source: Record<string, unknown>;
  record: boolean;
  revision: number;
  /** Goes up with every change of the draft. */
  version: number;
  speakers: string[];
  /** Languages beside those spoken. */
  interpreted: string[];
  captioned: string[];
  /** What its speakers give to everyone. */
  materials: MaterialLink[];
}

/** Everything of an event as it is worked on, in the order of the programme, without what was removed. Not for the door. */
export async function readDrafts(ctx: Ctx, eventId: string): Promise<DraftRows> {
  const event = await ctx.db
    .selectFrom('congress.event')
    .select(['zone', 'starts_on', 'days', 'day_starts_at'])
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow();
  const rooms = await ctx.db
    .selectFrom('congress.room')
    .select(['id', 'slug', 'title', 'note', 'langs', 'capacity', 'turnover', 'position'])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .orderBy('position')
    .orderBy('slug')
    .execute();
  const sections = await ctx.db
    .selectFrom('congress.section as section')
    .leftJoin('themes.concept as concept', 'concept.id', 'section.concept_id')
    .select([
      'section.id',
      'section.slug',
      'section.title',
      'section.summary',
      'section.hue',
      'section.position',
      'concept.slug as theme',
    ])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .orderBy('section.position')
    .orderBy('section.slug')
    .execute();
  const speakers = await ctx.db
    .selectFrom('congress.speaker')
    .select((select) => ['id', 'name', 'bio', 'links', select('owner', 'is not', null).as('tied')])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .orderBy('id')
    .execute();
  const portraits = new Map((await portraitsOf(ctx, eventId)).map((row) => [row.speaker_id, row.name]));
  const sessions = await ctx.db
    .selectFrom('congress.session')
    .select([
      'id',
      'kind',
      'status',
      'title',
      'subtitle',
      'abstract',
      'description',
      'section_id',
      'room_id',
      'starts_at',
      'minutes',
      'expected',
      'langs',
      'themes',
      'links',
      'record',
      'revision',
      'version',
      'source',
    ])
    .where('event_id', '=', eventId)
    .where('status', '<>', 'deleted')
    .orderBy('starts_at', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();
  const speaking = Map.groupBy(
    await ctx.db
      .selectFrom('congress.session_speaker as pair')
      .innerJoin('congress.speaker as speaker', 'speaker.id', 'pair.speaker_id')
      .select(['pair.session_id', 'pair.speaker_id'])
      .where('speaker.event_id', '=', eventId)
      .where('speaker.removed', '=', false)
      .orderBy('pair.position')
      .execute(),
    (pair) => pair.session_id,
  );
  const given = await readGiven(ctx, eventId);
  return {
    calendar: {
      zone: event.zone,
      startsOn: event.starts_on,
      days: event.days,
      dayStartsAt: event.day_starts_at,
    },
    rooms: rooms as unknown as DraftRows['rooms'],
    sections: sections as unknown as DraftRows['sections'],
    speakers: speakers.map((one) => ({
      ...one,
      tied: Boolean(one.tied),
      ...(portraits.has(one.id) && { portrait: portraits.get(one.id)! }),
    })) as unknown as DraftRows['speakers'],
    sessions: sessions.map((session) => ({
      ...session,
      speakers: (speaking.get(session.id) ?? []).map((pair) => pair.speaker_id),
      ...given(session.id),
    })) as unknown as SessionRow[],
  };
}
