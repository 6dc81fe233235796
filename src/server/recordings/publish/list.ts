import * as congress from '#server/congress';
import { pick, reads, type Ctx, type Words } from '#server/kernel';
import * as search from '#server/search';
import type { Text } from '#server/themes';
import { listTopicOf } from './rows.ts';
import { recordingOf } from './search.ts';

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
 * The published recordings of an event, by its address, newest first. Names are those of the programme without who wanted
 * nothing of themselves recorded; of a session that somebody was cut out of afterwards none are named. Refuses `not_found` an event that is not public.
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
      eb
        .selectFrom('recordings.consent as c')
        .select((sub) => sub.fn.agg<string[] | null>('array_agg', ['c.shown_as']).as('names'))
        .whereRef('c.session_id', '=', 'r.session_id')
        .where('c.choice', '=', 'none')
        .as('unrecorded'),
    ])
    .where('r.event_id', '=', event.id)
    .where('r.state', '=', 'published')
    .orderBy('r.held_on', (order) => order.desc().nullsLast())
    .orderBy('r.id')
    .execute();
  const hits = filter.text?.trim() ? await findInText(ctx, eventSlug, filter.text) : undefined;
  const cards = new Map(sessions.map((card) => [card.id, card]));
  const items = rows.flatMap((row): RecordingItem[] => {
    const card = row.session_id ? cards.get(row.session_id) : undefined;
    if (row.session_id && !card) return [];
    if (hits && !hits.has(row.id) && !(row.session_id && hits.has(row.session_id))) return [];
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
        people: row.is_cut
          ? []
          : (card?.people ?? row.speakers).filter((name) => !row.unrecorded?.includes(name)),
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

/** Ids of recordings, and of sessions, in which all these words stand in any form: in what was said, or in what it is about. */
async function findInText(ctx: Ctx, event: string, text: string): Promise<Set<string>> {
  const q = text.trim().slice(0, 200);
  const found = new Set<string>();
  for (const kind of ['session', 'recording', 'said'])
    for (const id of await search.findIds(ctx, { q, event, kind }))
      found.add(kind === 'said' ? recordingOf(id) : id);
  return found;
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
