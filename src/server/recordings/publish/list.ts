import * as congress from '#server/congress';
import { pick, reads, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { listTopicOf } from './rows.ts';

export interface RecordingFilter {
  /** Slug. */
  section?: string;
  lang?: string;
  speaker?: string;
  text?: string;
  page?: number;
}
export interface RecordingItem {
  id: string;
  path: string;
  title: Text;
  seconds: number;
  hasPicture: boolean;
  heldOn?: string;
  langs: string[];
  words: string[];
  people: string[];
  section?: { slug: string; title: string; hue: number };
  publishedAt?: Date;
}
export interface RecordingList {
  total: number;
  page: number;
  pages: number;
  items: RecordingItem[];
  /** What there is to choose from. */
  sections: { slug: string; title: string }[];
  langs: string[];
  speakers: string[];
}

export const recordingsAtOnce = 20;

/**
 * The published recordings of an event, by its address, newest first. Names are those of the programme; of a session that
 * somebody was cut out of none are named. Refuses `not_found` an event that is not public.
 */
export async function listRecordings(
  ctx: Ctx,
  eventSlug: string,
  filter: RecordingFilter = {},
): Promise<RecordingList & { event: congress.EventHead }> {
  const { event, sessions, sections } = await congress.getProgramme(ctx, eventSlug, { day: 'all' });
  reads(ctx, listTopicOf(event.id));
  const rows = await ctx.db
    .selectFrom('recordings.recording as r')
    .selectAll('r')
    .select((eb) => [
      eb
        .selectFrom('recordings.file as f')
        .select((sub) => sub.fn.agg<string[] | null>('array_agg', ['f.lang']).distinct().as('langs'))
        .whereRef('f.recording_id', '=', 'r.id')
        .where('f.lang', 'is not', null)
        .as('heard'),
      eb
        .selectFrom('recordings.line as l')
        .select((sub) => sub.fn.agg<string[] | null>('array_agg', ['l.lang']).distinct().as('langs'))
        .whereRef('l.recording_id', '=', 'r.id')
        .as('written'),
      eb
        .exists(
          eb
            .selectFrom('recordings.consent as c')
            .select('c.identity')
            .whereRef('c.session_id', '=', 'r.session_id')
            .where('c.is_revoked', '=', true),
        )
        .as('is_cut'),
    ])
    .where('r.event_id', '=', event.id)
    .where('r.state', '=', 'published')
    .$if(Boolean(filter.text?.trim()), (query) =>
      query.where((eb) => {
        const like = `%${filter
          .text!.trim()
          .slice(0, 200)
          .replace(/[\\%_]/g, '\\$&')}%`;
        return eb.or([
          eb(eb.cast<string>('r.title', 'text'), 'ilike', like),
          eb.exists(
            eb
              .selectFrom('recordings.line as l')
              .select('l.position')
              .whereRef('l.recording_id', '=', 'r.id')
              .where('l.text', 'ilike', like),
          ),
        ]);
      }),
    )
    .orderBy('r.held_on', (order) => order.desc().nullsLast())
    .orderBy('r.id')
    .execute();
  const cards = new Map(sessions.map((card) => [card.id, card]));
  const items = rows.flatMap((row): RecordingItem[] => {
    const card = row.session_id ? cards.get(row.session_id) : undefined;
    if (row.session_id && !card) return [];
    const slug = card?.section ?? sections.find((one) => one.id === row.section_id)?.slug;
    const section = sections.find((one) => one.slug === slug);
    const spoken = row.lang ? [row.lang] : (card?.langs ?? []);
    return [
      {
        id: row.id,
        path: row.session_id ? `/s/${row.session_id}` : `/r/${row.id}`,
        title: pick(row.title as Words, ctx.lang),
        seconds: row.seconds,
        hasPicture: row.has_picture,
        ...(row.held_on ? { heldOn: String(row.held_on) } : {}),
        langs: [...new Set([...spoken, ...(row.heard ?? []).filter((one) => one !== 'floor')])],
        words: row.written ?? [],
        people: row.is_cut ? [] : (card?.people ?? row.speakers),
        ...(section ? { section: { slug: section.slug, title: section.title.text, hue: section.hue } } : {}),
        ...(row.published_at ? { publishedAt: row.published_at } : {}),
      },
    ];
  });
  const found = items.filter(
    (one) =>
      (!filter.section || one.section?.slug === filter.section) &&
      (!filter.lang || one.langs.includes(filter.lang)) &&
      (!filter.speaker || one.people.includes(filter.speaker)),
  );
  const pages = Math.max(1, Math.ceil(found.length / recordingsAtOnce));
  const page = Math.min(pages, Math.max(1, Math.trunc(filter.page ?? 1) || 1));
  const sorted = (values: (string | undefined)[]): string[] =>
    [...new Set(values.filter((one) => one !== undefined))].sort((a, b) => a.localeCompare(b));
  return {
    event,
    total: found.length,
    page,
    pages,
    items: found.slice((page - 1) * recordingsAtOnce, page * recordingsAtOnce),
    sections: sections
      .filter((section) => items.some((one) => one.section?.slug === section.slug))
      .map(({ slug, title }) => ({ slug, title: title.text })),
    langs: sorted(items.flatMap((one) => one.langs)),
    speakers: sorted(items.flatMap((one) => one.people)),
  };
}

/** How many recordings of an event everybody may hear; of an event that the caller has seen to be public. */
export async function countRecordings(ctx: Ctx, eventId: string): Promise<number> {
  reads(ctx, listTopicOf(eventId));
  const { count } = await ctx.db
    .selectFrom('recordings.recording')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('event_id', '=', eventId)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow();
  return Number(count);
}
