import * as congress from '#server/congress';
import { audit, inTransaction, pick, reads, refuse, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { z } from 'zod';
import { mayCorrect, mayRun, mustCorrect, mustRun, needSeen } from './access.ts';
import { takeFolder } from './folders.ts';
import { listChapters } from './publish/chapters.ts';
import { whoIsCut, hasCuts } from './publish/consents.ts';
import { addMake, tellPublished, toHour } from './publish/finish.ts';
import { toRecording } from './publish/pieces.ts';
import { rawLangs } from './publish/raw.ts';
import { listTopicOf, piecesOf, recordingChanged, topicOf, type RecordingRow } from './publish/rows.ts';
import { handOverRecording } from './publish/search.ts';
import { previewKey } from './publish/serve.ts';
import { listTranscripts } from './transcript/lines.ts';

export interface RecordingFile {
  name: string;
  kind: 'full' | 'small' | 'audio' | 'poster';
  /** `floor`, or the language of a booth; none: all of them are in it. */
  lang?: string;
  mime: string;
  bytes: number;
  sha256: string;
  seconds?: number;
  address: string;
}

export interface RecordingView {
  id: string;
  eventId: string;
  sessionId?: string;
  /** Of the page it is played on, without the language. */
  path: string;
  title: Text;
  /** Spoken language, when it is one. */
  lang?: string;
  speakers: string[];
  /** `2026-10-31` */
  heldOn?: string;
  state: 'held' | 'published' | 'withdrawn';
  made: 'raw' | 'polishing' | 'polished' | 'failed';
  /** Hundredths of the work in hand. */
  progress: number;
  fault?: string;
  version: number;
  seconds: number;
  hasPicture: boolean;
  poster: string;
  publishedAt?: Date;
  /** `floor` first. */
  langs: string[];
  files: RecordingFile[];
  /** What the listeners had, by language, until there are files. */
  raw: { lang: string; hls: string; mp3: string }[];
  chapters: { second: number; title: string; lang?: string }[];
  /** Where nothing was recorded: seconds of the recording, and how many are missing. */
  gaps: { second: number; missing: number }[];
  words: { lang: string; lines: number }[];
  may: { edit: boolean };
}

const shownKinds = ['full', 'small', 'audio', 'poster'];
const baseOf = (row: Pick<RecordingRow, 'id' | 'version'>): string => `/recording/${row.id}/v${row.version}`;

async function toView(ctx: Ctx, row: RecordingRow): Promise<RecordingView> {
  reads(ctx, topicOf(row.id));
  const found = await ctx.db
    .selectFrom('recordings.file')
    .select(['name', 'kind', 'lang', 'mime', 'bytes', 'sha256', 'seconds'])
    .where('recording_id', '=', row.id)
    .where('kind', 'in', shownKinds)
    .orderBy('name')
    .execute();
  const base = baseOf(row);
  const files = found.map((file) => ({
    name: file.name,
    kind: file.kind as RecordingFile['kind'],
    ...(file.lang ? { lang: file.lang } : {}),
    mime: file.mime,
    bytes: Number(file.bytes),
    sha256: file.sha256,
    ...(file.seconds === null ? {} : { seconds: file.seconds }),
    address: `${base}/${file.name}`,
  }));
  const isRaw = files.length === 0 && row.take_id !== null && row.version === 1;
  const heard = isRaw ? await rawLangs(takeFolder(ctx.config, row.take_id!)) : [];
  const langs = isRaw ? heard : [...new Set(files.flatMap((file) => file.lang ?? []))];
  const pieces = piecesOf(row);
  const chapters = await listChapters(ctx, row.id);
  return {
    id: row.id,
    eventId: row.event_id,
    ...(row.session_id ? { sessionId: row.session_id } : {}),
    path: row.session_id ? `/s/${row.session_id}` : `/r/${row.id}`,
    title: pick(row.title as Words, ctx.lang),
    ...(row.lang ? { lang: row.lang } : {}),
    speakers: row.speakers,
    ...(row.held_on ? { heldOn: String(row.held_on) } : {}),
    state: row.state as RecordingView['state'],
    made: row.made as RecordingView['made'],
    progress: row.progress,
    ...(row.fault ? { fault: row.fault } : {}),
    version: row.version,
    seconds: row.seconds,
    hasPicture: row.has_picture,
    poster: files.find((file) => file.kind === 'poster')?.address ?? `/motif/event/${row.event_id}.svg?d`,
    ...(row.published_at ? { publishedAt: row.published_at } : {}),
    langs: langs.toSorted((a, b) => Number(b === 'floor') - Number(a === 'floor') || a.localeCompare(b)),
    files,
    raw: heard.map((lang) => ({ lang, hls: `${base}/${lang}.m3u8`, mp3: `${base}/${lang}.mp3` })),
    chapters: chapters.flatMap(({ ms, title, lang }) => {
      const at = toRecording(pieces, ms);
      return at === undefined ? [] : [{ second: Math.floor(at / 1000), title, ...(lang ? { lang } : {}) }];
    }),
    gaps: (pieces ?? []).flatMap((piece, n) => {
      const before = pieces![n - 1];
      return before
        ? [{ second: Math.floor(piece.at / 1000), missing: Math.round((piece.from - before.to) / 1000) }]
        : [];
    }),
    words: await listTranscripts(ctx, row.id),
    may: { edit: await mayCorrect(ctx, row) },
  };
}

/** A recording for its own page. Refuses `not_found` one that is not published, except to whoever works on it. */
export const getRecording = async (ctx: Ctx, id: string): Promise<RecordingView> =>
  toView(ctx, await needSeen(ctx, id));

/**
 * A recording for whoever works on it, with an address at which they alone hear it before it is public. Refuses a guest,
 * `not_found` an unknown one, `forbidden` whoever neither runs nor captions it.
 */
export async function getRecordingDesk(
  ctx: Ctx,
  id: string,
): Promise<{ recording: RecordingView; preview?: string; isRun: boolean }> {
  const row = await mustCorrect(ctx, id);
  const recording = await toView(ctx, row);
  const sound = recording.files.find((file) => file.name === 'floor.mp3')?.address ?? recording.raw[0]?.mp3;
  return {
    recording,
    ...(sound ? { preview: `${sound}?key=${previewKey(ctx, row)}` } : {}),
    isRun: await mayRun(ctx, row),
  };
}

/** What everybody may know of a session's recording: where it is not published, only that there will be one. */
export type OfSession =
  | { state: 'held' | 'withdrawn' | 'coming' }
  | { state: 'published'; recording: RecordingView; others: { id: string; seconds: number }[] };

/** The recording of a session that the caller has seen to be public; of several runnings the longest, and the others beside it. */
export async function findRecordingOf(ctx: Ctx, sessionId: string): Promise<OfSession | undefined> {
  reads(ctx, `live:${sessionId}`);
  const rows = await ctx.db
    .selectFrom('recordings.recording')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('seconds', 'desc')
    .execute();
  const [row, ...others] = rows.filter((one) => one.state === 'published');
  if (!row && rows[0]) return { state: rows[0].state as 'held' | 'withdrawn' };
  if (!row) return findComing(ctx, sessionId);
  return {
    state: 'published',
    recording: await toView(ctx, row),
    others: others.map(({ id, seconds }) => ({ id, seconds })),
  };
}

/** How long after its end a session's page says that its recording is on its way. */
const comingMs = 10 * 60_000;

async function findComing(ctx: Ctx, sessionId: string): Promise<OfSession | undefined> {
  const take = await ctx.db
    .selectFrom('recordings.take')
    .select('ended_at')
    .where('session_id', '=', sessionId)
    .where('is_kept', '=', true)
    .where('state', '=', 'over')
    .where('ended_at', '>', new Date(ctx.now().getTime() - comingMs))
    .executeTakeFirst();
  if (!take?.ended_at) return undefined;
  reads(ctx, `live:${sessionId}`, new Date(take.ended_at.getTime() + comingMs));
  return { state: 'coming' };
}

/** All recordings of a session, for whoever runs it. Refuses a guest and whoever doesn't. */
export async function listRecordingsOf(ctx: Ctx, sessionId: string): Promise<RecordingView[]> {
  const rows = await ctx.db
    .selectFrom('recordings.recording')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('seconds', 'desc')
    .execute();
  const own = [];
  for (const row of rows) {
    await mustRun(ctx, row.id);
    own.push(await toView(ctx, row));
  }
  return own;
}

/**
 * Makes a recording public. Refuses whoever doesn't run it, `conflict` while somebody who is heard in it has not agreed: only
 * they can, and whoever refused is cut out before.
 */
export async function publishRecording(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await mustRun(inner, id);
    if (row.state === 'published') return;
    const cuts = row.session_id && row.take_id ? await whoIsCut(inner, row.session_id) : undefined;
    if (cuts && !cuts.isAgreed) throw refuse('conflict', 'recordings.not_agreed');
    await inner.db
      .updateTable('recordings.recording')
      .set({ is_wanted: true })
      .where('id', '=', id)
      .execute();
    await audit(inner, 'recordings.publish', `recording:${id}`);
    // What the listeners had holds everybody; without whom it has to be is made first, and publishes itself.
    if (cuts && hasCuts(cuts) && row.made !== 'polished') await addMake(inner, id);
    else await publishNow(inner, row);
  });
}

/** Not for the door; inside a transaction. */
export async function publishNow(ctx: Ctx, row: RecordingRow): Promise<void> {
  await ctx.db
    .updateTable('recordings.recording')
    .set({ state: 'published', published_at: row.published_at ?? toHour(ctx.now()) })
    .where('id', '=', row.id)
    .execute();
  await handOverRecording(ctx, row.id);
  await recordingChanged(ctx, row);
  await tellPublished(ctx, row.id, row.session_id);
}

/** Takes a recording from everybody; it stays for whoever runs it. Refuses whoever doesn't. */
export async function withdrawRecording(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await mustRun(inner, id);
    await inner.db
      .updateTable('recordings.recording')
      .set({ state: 'withdrawn', is_wanted: false })
      .where('id', '=', id)
      .execute();
    await audit(inner, 'recordings.withdraw', `recording:${id}`);
    await handOverRecording(inner, id);
    await recordingChanged(inner, row);
  });
}

const mark = z
  .string()
  .trim()
  .regex(/^(?:(?:(\d{1,2}):)?\d{1,3}:\d{2})?$/, 'recordings.mark_shape')
  .transform((text) =>
    text === '' ? null : text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000,
  );
export const marksInput = z.object({
  from: mark,
  to: mark,
  poster: z.enum(['motif', 'slide', 'picture']).default('motif'),
});

/**
 * Says where a recording begins and ends, in minutes and seconds of what the listeners had, and makes it anew. Refuses whoever
 * doesn't run it, `invalid` an end before the beginning, `gone` when what it is made from is not kept any more.
 */
export async function setMarks(
  ctx: Ctx,
  id: string,
  { from, to, poster }: z.output<typeof marksInput>,
): Promise<void> {
  if (from !== null && to !== null && to - from < 1000) throw refuse('invalid', 'recordings.marks_cross');
  await inTransaction(ctx, async (inner) => {
    const row = await mustRun(inner, id);
    await inner.db
      .updateTable('recordings.recording')
      .set({ from_ms: from, to_ms: to, poster })
      .where('id', '=', id)
      .execute();
    await audit(inner, 'recordings.marks', `recording:${id}`);
    await addMake(inner, id);
    await recordingChanged(inner, row);
  });
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
