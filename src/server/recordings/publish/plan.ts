import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aboutOf, titleOf } from './about.ts';
import { drawCard, type CardWords, type PictureShape } from './card.ts';
import { lengthOf, toPieces, trimmed, wholeParts, type Piece } from './pieces.ts';
import { cardMs, makeCard, shapeOf } from './picture.ts';
import type { Stretch } from './segments.ts';
import { listOf, measure, type Measured } from './sound.ts';
import { once, type Work } from './work.ts';

/** How loud each language is, and where nothing is said. */
export async function listenTo({ folder, sources, progress }: Work): Promise<Map<string, Measured>> {
  const seconds = (sources.end - sources.begin) / 1000;
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
  return heard;
}

/** Of what parts a recording is made, and what stands before them. */
export interface Plan {
  title: CardWords;
  pieces: Piece[];
  /** Seconds. */
  length: number;
  /** Title and chapters, as ffmpeg reads them. */
  metadata: string;
  /** The longest stretch of the picture: the others are joined to it. */
  main: Stretch | undefined;
  shape: (PictureShape & { isCopied: boolean }) | undefined;
  card: string | undefined;
  silentMs: number;
}

/** Decides where it begins and ends, and draws its title where one can be joined. */
export async function planOf(work: Work, heard: ReadonlyMap<string, Measured>): Promise<Plan> {
  const { ctx, row, folder, sources } = work;
  const marks = {
    ...(row.from_ms === null ? {} : { from: row.from_ms }),
    ...(row.to_ms === null ? {} : { to: row.to_ms }),
  };
  const parts = wholeParts(sources.sound.get('floor')!);
  // Whoever handed a file in has cut it as they wanted it.
  const span = sources.original
    ? { from: sources.begin, to: sources.end }
    : trimmed(parts, heard.get('floor')!.silences, marks);
  const fragments = sources.picture.flatMap((one) => one.segments);
  const title = await titleOf(ctx, row);
  const main = sources.picture.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  const shape = await pictureShape(work, main);
  const card = main && shape ? await titleCard(work, title, main, shape) : undefined;
  const silentMs = card ? cardMs : 0;
  const pieces = toPieces(parts, span, fragments, silentMs);
  const metadata = join(folder, 'about.txt');
  await writeFile(metadata, await aboutOf(ctx, row, pieces, title.title));
  return { title, pieces, length: lengthOf(pieces) / 1000, metadata, main, shape, card, silentMs };
}

async function pictureShape({ folder, sources }: Work, main: Stretch | undefined): Promise<Plan['shape']> {
  if (main) return shapeOf((await listOf(main, folder, 'shape')).path);
  return sources.original && shapeOf(sources.original.path, sources.original.reader);
}

async function titleCard(
  { ctx, folder }: Work,
  title: CardWords,
  main: Stretch,
  shape: PictureShape,
): Promise<string | undefined> {
  const drawn = join(folder, 'card.png');
  await writeFile(drawn, await drawCard(title, shape.width, shape.height));
  const path = join(folder, 'card.mp4');
  if (await makeCard(main, shape, drawn, path)) return path;
  ctx.log.warn('a title could not be joined without encoding everything anew');
  return undefined;
}
