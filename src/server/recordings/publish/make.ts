import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as congress from '#server/congress';
import { addJob, inTransaction, pick, Refusal, traceOf, type Ctx, type Words } from '#server/kernel';
import { mediaFolder, takeFolder } from '../folders.ts';
import { findFfmpeg, getSlideFile, keptSlides } from '#server/live';
import { forgetWords } from '../consent/words.ts';
import { destroyOf } from '../cut/destroy.ts';
import { pictureIn } from '../cut/sources.ts';
import { recordingsPart } from '../part.ts';
import {
  makeCard,
  joinPicture,
  cardMs,
  encoded,
  fullPicture,
  grabFrame,
  makeFull,
  makeSmall,
  shapeOf,
} from './picture.ts';
import { drawCard } from './card.ts';
import { listChapters } from './chapters.ts';
import { hasCuts, whoIsCut, type Cuts } from './consents.ts';
import { FfmpegFault } from './ffmpeg.ts';
import { addMake, tellPublished, toHour } from './finish.ts';
import { lengthOf, toPieces, toRecording, trimmed, wholeParts, type Piece } from './pieces.ts';
import { findRow, prefixOf, recordingChanged, type RecordingRow } from './rows.ts';
import { handOverRecording } from './search.ts';
import { readSources, type Sources } from './sources.ts';
import { inputOf, listOf, makeSound, measure, type Measured } from './sound.ts';

/** Another is worked on: it is asked for again after so long. */
const turnMs = 15_000;

/** What is being written of a recording; goes when it is whole. */
const workFolder = (ctx: Ctx, id: string): string => join(mediaFolder(ctx.config), 'work', id);

/** One file that came out, on its way into storage. */
interface Made {
  name: string;
  kind: 'full' | 'small' | 'audio' | 'poster';
  lang: string | null;
  mime: string;
  path: string;
  height?: number;
  width?: number;
}

/**
 * A job: makes the files of a recording from its take, or from its original. Killed in the middle it goes on with the file
 * it was at; the old version stays until the new one is whole. Of those who are not to be heard or seen nothing goes into it.
 */
export async function makeRecording(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const row = await findRow(ctx, String(payload.recordingId ?? ''));
  if (!row) return;
  const part = recordingsPart(ctx)!;
  if (part.isMaking) return addMake(ctx, row.id, new Date(Date.now() + turnMs));
  part.isMaking = true;
  try {
    await make(ctx, row);
  } catch (error) {
    const word =
      error instanceof FfmpegFault
        ? error.word
        : error instanceof Refusal && error.code.startsWith('storage.')
          ? 'storage'
          : undefined;
    await setState(ctx, row, { made: 'failed', fault: word ?? 'failed' });
    ctx.log.warn('a recording was not made', traceOf(error));
    throw error;
  } finally {
    part.isMaking = false;
  }
}

async function setState(
  ctx: Ctx,
  row: RecordingRow,
  change: Partial<Pick<RecordingRow, 'made' | 'fault' | 'progress'>>,
): Promise<void> {
  await ctx.db.updateTable('recordings.recording').set(change).where('id', '=', row.id).execute();
  await recordingChanged(ctx, row);
}

/** How far it is, told at most every three seconds. */
function progressOf(ctx: Ctx, row: RecordingRow, total: number) {
  let [done, told, at] = [0, 0, 0];
  const tell = (share: number): void => {
    const percent = Math.min(99, Math.floor((share / total) * 100));
    if (percent <= told || Date.now() - at < 3000) return;
    [told, at] = [percent, Date.now()];
    void setState(ctx, row, { progress: percent }).catch(() => undefined);
  };
  return {
    /** Of one step that weighs so much and lasts so many seconds. */
    step: (weight: number, seconds: number) => {
      const before = done;
      done += weight;
      return (now: number): void => tell(before + weight * Math.min(1, now / Math.max(1, seconds)));
    },
  };
}

async function make(ctx: Ctx, row: RecordingRow): Promise<void> {
  const cuts: Cuts = row.session_id ? await whoIsCut(ctx, row.session_id) : noCuts;
  // Every other way of making it begins from nothing: a mark, a title, somebody who is taken out.
  const way = {
    version: row.version,
    from: row.from_ms,
    to: row.to_ms,
    title: row.title,
    poster: row.poster,
  };
  const people = [[...cuts.sound].sort(), [...cuts.picture].sort()];
  const hash = createHash('sha256')
    .update(JSON.stringify([way, people]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(workFolder(ctx, row.id), hash);
  for (const old of await readdir(workFolder(ctx, row.id)).catch(() => []))
    if (old !== hash) await rm(join(workFolder(ctx, row.id), old), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await setState(ctx, row, { made: 'polishing', fault: null, progress: 0 });
  if (row.take_id) await forgetWords(ctx, row.take_id, findFfmpeg() ?? 'ffmpeg', cuts.words);
  const sources = await readSources(ctx, row, cuts, folder);
  const seconds = (sources.end - sources.begin) / 1000;
  const weigh = sources.langs.length * 3 + (sources.picture.length > 0 || sources.original ? 10 : 0) + 2;
  const progress = progressOf(ctx, row, weigh);
  const heard = new Map<string, Measured>();
  for (const lang of sources.langs) {
    const told = progress.step(1, seconds);
    const span = { from: sources.begin, to: sources.end };
    const known = await once(folder, `heard-${lang}.json`, async (path) => {
      const found = await measure(sources.sound.get(lang)!, sources.sound.get('floor')!, span, told);
      await writeFile(path, JSON.stringify(found));
    });
    heard.set(lang, JSON.parse(await readFile(known, 'utf8')) as Measured);
  }
  const marks = {
    ...(row.from_ms === null ? {} : { from: row.from_ms }),
    ...(row.to_ms === null ? {} : { to: row.to_ms }),
  };
  const parts = wholeParts(sources.sound.get('floor')!);
  const { original } = sources;
  // Whoever handed a file in has cut it as they wanted it.
  const span = original
    ? { from: sources.begin, to: sources.end }
    : trimmed(parts, heard.get('floor')!.silences, marks);
  const fragments = sources.picture.flatMap((one) => one.segments);
  const title = await titleOf(ctx, row);
  const main = sources.picture.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  const shape = main
    ? await shapeOf((await listOf(main, folder, 'shape')).path)
    : original && (await shapeOf(original.path, original.reader));
  let card: string | undefined;
  if (main && shape) {
    const drawn = join(folder, 'card.png');
    await writeFile(drawn, await drawCard(title, shape.width, shape.height));
    const path = join(folder, 'card.mp4');
    if (await makeCard(main, shape, drawn, path)) card = path;
    else ctx.log.warn('a title could not be joined without encoding everything anew');
  }
  const silentMs = card ? cardMs : 0;
  const pieces = toPieces(parts, span, fragments, silentMs);
  const metadata = join(folder, 'about.txt');
  await writeFile(metadata, await aboutOf(ctx, row, pieces, title.title));
  const made: Made[] = [];
  const length = lengthOf(pieces) / 1000;
  for (const lang of sources.langs) {
    const told = progress.step(2, length);
    const loudness = heard.get(lang)!.loudness;
    const base = join(folder, lang);
    await once(folder, `${lang}.done`, async (path) => {
      await makeSound(
        {
          own: sources.sound.get(lang)!,
          floor: sources.sound.get('floor')!,
          ...{ pieces, silentMs, metadata, out: base },
          ...(loudness === undefined ? {} : { loudness }),
        },
        told,
      );
      await writeFile(path, '');
    });
    for (const [end, mime] of soundMimes)
      made.push({ name: `${lang}.${end}`, kind: 'audio', lang, mime, path: `${base}.${end}` });
  }
  if (shape) {
    const video = main
      ? fullPicture(await joinPicture(sources.picture, main, shape, pieces, card, folder))
      : inputOf(original!.path, original!.reader);
    const sounds = sources.langs.map((lang) => ({
      lang,
      spoken: lang === 'floor' ? (row.lang ?? undefined) : lang,
      path: join(folder, `${lang}.m4a`),
    }));
    const full = await once(folder, 'full.mp4', (path) =>
      makeFull(video, sounds, metadata, path, progress.step(1, length), shape.isCopied ? undefined : encoded),
    );
    made.push({
      name: 'full.mp4',
      kind: 'full',
      lang: null,
      mime: 'video/mp4',
      path: full,
      ...sizeOf(shape),
    });
    const small = await once(folder, 'small.mp4', (path) =>
      makeSmall(video, shape, path, progress.step(8, length)),
    );
    for (const sound of sounds) {
      const path = await once(folder, `small.${sound.lang}.mp4`, (out) =>
        makeFull(['-i', small], [sound], metadata, out),
      );
      const height = Math.min(360, shape.height);
      const width = Math.round((shape.width * height) / shape.height / 2) * 2;
      made.push({
        ...{ name: `small.${sound.lang}.mp4`, kind: 'small', lang: sound.lang, mime: 'video/mp4' },
        ...{ path, height, width },
      });
    }
    const slide = row.poster === 'slide' ? await firstSlide(ctx, row) : undefined;
    const poster = join(folder, slide ? 'poster.webp' : 'poster.png');
    if (slide) await writeFile(poster, slide);
    else if (row.poster === 'picture') await grabFrame(full, length / 4, poster);
    else await writeFile(poster, await drawCard(title, 1280, 720));
    const mime = slide ? 'image/webp' : 'image/png';
    made.push({ name: slide ? 'poster.webp' : 'poster.png', kind: 'poster', lang: null, mime, path: poster });
  }
  const { loudness } = heard.get('floor')!;
  await keep(ctx, row, cuts, made, { pieces, length, sources, folder, loudness });
  await rm(workFolder(ctx, row.id), { recursive: true, force: true });
}

const noCuts: Cuts = { isAgreed: true, sound: new Set(), picture: new Set(), words: new Set() };
export const soundMimes = [
  ['m4a', 'audio/mp4'],
  ['mp3', 'audio/mpeg'],
  ['opus', 'audio/ogg'],
] as const;
const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height });

/** A file that is made once: what was whole before a kill is not made again. */
async function once(folder: string, name: string, make: (path: string) => Promise<unknown>): Promise<string> {
  const path = join(folder, name);
  if (await stat(path).catch(() => undefined)) return path;
  const coming = join(folder, `coming-${name}`);
  await make(coming);
  await rename(coming, path);
  return path;
}

async function titleOf(ctx: Ctx, row: RecordingRow) {
  const { text } = pick(row.title as Words, ctx.lang);
  const session = row.session_id
    ? await congress.getSession(ctx, row.session_id).catch(() => undefined)
    : undefined;
  return {
    title: text,
    lines: [session?.event.title.text ?? '', row.held_on ?? ''].filter(Boolean),
    motif: row.event_id,
  };
}

/** The first slide that everybody may still see; undefined: the woven sign stands for it. */
async function firstSlide(ctx: Ctx, row: RecordingRow): Promise<Buffer | undefined> {
  const [first] = row.session_id ? await keptSlides(ctx, row.session_id) : [];
  const file =
    first &&
    (await getSlideFile({ ...ctx, actor: { kind: 'guest' } }, `${first.name}.webp`).catch(() => undefined));
  return file && Buffer.from(file.bytes);
}

const escapeMeta = (text: string): string => text.replace(/[=;#\\\n]/g, (sign) => `\\${sign}`);

/** Title and chapters as ffmpeg reads them: https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
async function aboutOf(
  ctx: Ctx,
  row: RecordingRow,
  pieces: readonly Piece[],
  title: string,
): Promise<string> {
  const end = Math.round(lengthOf(pieces));
  const chapters = (await listChapters(ctx, row.id)).flatMap((one) => {
    const at = toRecording(pieces, one.ms);
    return at === undefined ? [] : [{ at, title: one.title }];
  });
  // Players let the first chapter begin at nought, whatever it says.
  if ((chapters[0]?.at ?? 0) > 0) chapters.unshift({ at: 0, title });
  const marks = chapters.flatMap((one, n) => [
    '[CHAPTER]',
    'TIMEBASE=1/1000',
    `START=${one.at}`,
    `END=${chapters[n + 1]?.at ?? end}`,
    `title=${escapeMeta(one.title)}`,
  ]);
  return [';FFMETADATA1', `title=${escapeMeta(title)}`, ...marks, ''].join('\n');
}

interface Outcome {
  pieces: Piece[];
  /** Seconds. */
  length: number;
  sources: Sources;
  loudness: number | undefined;
  /** Of the work. */
  folder: string;
}

/** Puts the files into storage and, when all are there, makes them the recording; then the old ones are destroyed. */
async function keep(ctx: Ctx, row: RecordingRow, cuts: Cuts, made: Made[], outcome: Outcome): Promise<void> {
  const { storage } = recordingsPart(ctx)!;
  const hadFiles = await ctx.db
    .selectFrom('recordings.file')
    .select(['name', 'storage_key'])
    .where('recording_id', '=', row.id)
    .where('kind', 'in', ['full', 'small', 'audio', 'poster', 'hls'])
    .execute();
  // Addresses never change their bytes: whatever was public under a version is never something else under it.
  const version = hadFiles.length > 0 || row.take_id ? row.version + 1 : row.version;
  const puts: (Made & { key: string; bytes: number; sha256: string })[] = [];
  for (const one of made) {
    const key = `${prefixOf(row.id, version)}${one.name}`;
    puts.push({ ...one, key, ...(await storage.put(key, one.path, { mime: one.mime })) });
  }
  const isWhole = await inTransaction(ctx, async (inner) => {
    const now = await inner.db
      .selectFrom('recordings.recording')
      .selectAll()
      .where('id', '=', row.id)
      .forUpdate()
      .executeTakeFirst();
    if (!now) return false;
    const after = now.session_id ? await whoIsCut(inner, now.session_id) : noCuts;
    // Somebody left while it was made: this version is nobody's to hear.
    if (!sameCuts(cuts, after)) return false;
    await inner.db
      .deleteFrom('recordings.file')
      .where('recording_id', '=', row.id)
      .where('kind', 'in', ['full', 'small', 'audio', 'poster', 'hls'])
      .execute();
    for (const one of puts)
      await inner.db
        .insertInto('recordings.file')
        .values({
          recording_id: row.id,
          name: one.name,
          kind: one.kind,
          lang: one.lang,
          version,
          mime: one.mime,
          bytes: one.bytes,
          sha256: one.sha256,
          seconds: Math.round(outcome.length),
          width: one.width ?? null,
          height: one.height ?? null,
          storage_key: one.key,
        })
        .execute();
    const publishes = now.state === 'held' && now.is_wanted && after.isAgreed;
    await inner.db
      .updateTable('recordings.recording')
      .set({
        ...{ made: 'polished', fault: null, progress: 100, version },
        pieces: row.take_id ? JSON.stringify(outcome.pieces) : null,
        seconds: Math.round(outcome.length),
        has_picture: made.some((one) => one.kind === 'full'),
        loudness: outcome.loudness ?? null,
        ...(publishes ? { state: 'published', published_at: toHour(inner.now()) } : {}),
      })
      .where('id', '=', row.id)
      .execute();
    await handOverRecording(inner, row.id);
    await recordingChanged(inner, now);
    if (publishes) await tellPublished(inner, row.id, now.session_id);
    return true;
  });
  if (!isWhole) {
    for (const one of puts)
      if (!hadFiles.some((old) => old.storage_key === one.key)) await storage.remove(one.key);
    await addJob(ctx, 'recordings:make', { recordingId: row.id }, { key: `make ${row.id}` });
    return;
  }
  for (const old of hadFiles)
    if (!puts.some((one) => one.key === old.storage_key)) await storage.remove(old.storage_key);
  // What the listeners had holds everybody: now that a version without somebody is whole it is destroyed, with their tracks.
  if (hasCuts(cuts) && row.take_id)
    await destroyOf(
      findFfmpeg() ?? 'ffmpeg',
      takeFolder(ctx.config, row.take_id),
      cuts,
      pictureIn(outcome.folder),
    );
}

const sameCuts = (a: Cuts, b: Cuts): boolean =>
  JSON.stringify([[...a.sound].sort(), [...a.picture].sort()]) ===
  JSON.stringify([[...b.sound].sort(), [...b.picture].sort()]);
