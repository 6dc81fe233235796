import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, traceOf, type Ctx } from '#server/kernel';
import { findFfmpeg } from '#server/live';
import { forgetWords } from '../consent/words.ts';
import { mediaFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import { aboutOf, firstSlide, titleOf } from './about.ts';
import { drawCard } from './card.ts';
import { noCuts, whoIsCut, type Cuts } from './consents.ts';
import { FfmpegFault } from './ffmpeg.ts';
import { addMake } from './finish.ts';
import { keepMade, type Made } from './keep.ts';
import { lengthOf, toPieces, trimmed, wholeParts } from './pieces.ts';
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
import { findRow, recordingChanged, type RecordingRow } from './rows.ts';
import { readSources } from './sources.ts';
import { inputOf, listOf, makeSound, measure, type Measured } from './sound.ts';

/** Another is worked on: it is asked for again after so long. */
const turnMs = 15_000;

/** What is being written of a recording; goes when it is whole. */
const workFolder = (ctx: Ctx, id: string): string => join(mediaFolder(ctx.config), 'work', id);

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
  await keepMade(ctx, row, cuts, made, { pieces, length, sources, folder, loudness });
  await rm(workFolder(ctx, row.id), { recursive: true, force: true });
}

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
