import { pick, reads, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { mayCorrect, mayRun, mustCorrect, needSeen } from './access.ts';
import { takeFolder } from './folders.ts';
import { listChapters } from './publish/chapters.ts';
import { toRecording } from './publish/pieces.ts';
import { rawLangs } from './publish/raw.ts';
import { findRow, piecesOf, topicOf, type RecordingRow } from './publish/rows.ts';
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

/** Of all runnings of a session, the longest first. */
const rowsOf = (ctx: Ctx, sessionId: string): Promise<RecordingRow[]> =>
  ctx.db
    .selectFrom('recordings.recording')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('seconds', 'desc')
    .execute();

/** Whether the asking person may open the page where a recording is worked on. Refuses nobody. */
export async function mayWorkOn(ctx: Ctx, id: string): Promise<boolean> {
  const row = await findRow(ctx, id);
  return row !== undefined && (await mayCorrect(ctx, row));
}

/** What everybody may know of a session's recording: where it is not published, only that there will be one. */
export type OfSession =
  | { state: 'held' | 'withdrawn' | 'coming' }
  | { state: 'published'; recording: RecordingView; others: { id: string; seconds: number }[] };

/** The recording of a session that the caller has seen to be public; of several runnings the longest, and the others beside it. */
export async function findRecordingOf(ctx: Ctx, sessionId: string): Promise<OfSession | undefined> {
  reads(ctx, `live:${sessionId}`);
  const rows = await rowsOf(ctx, sessionId);
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

/** All recordings of a session, for whoever works on them. Refuses a guest and whoever doesn't. */
export async function listRecordingsOf(ctx: Ctx, sessionId: string): Promise<RecordingView[]> {
  const rows = await rowsOf(ctx, sessionId);
  const own = [];
  for (const row of rows) {
    await mustCorrect(ctx, row.id);
    own.push(await toView(ctx, row));
  }
  return own;
}
