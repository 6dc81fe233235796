import type { Ctx, Words } from '#server/kernel';
import { roomsOf, sectionsOf, speakingOf } from './draft-parts.ts';
import { readCalendar } from './event-calendar.ts';
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
  const calendar = await readCalendar(ctx, eventId);
  const rooms = await roomsOf(ctx, eventId)
    .select(['id', 'slug', 'title', 'note', 'langs', 'capacity', 'turnover', 'position'])
    .execute();
  const sections = await sectionsOf(ctx, eventId)
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
  const speaking = Map.groupBy(await speakingOf(ctx, eventId).execute(), (pair) => pair.session_id);
  const given = await readGiven(ctx, eventId);
  return {
    calendar,
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
