import { copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawCard, avcSetup, encodeLike, type CardWords } from '../publish/card.ts';
import { FfmpegFault, localInput, runFfmpeg } from '../publish/ffmpeg.ts';
import { shapeOf } from '../publish/picture.ts';
import { listOf } from '../publish/sound.ts';
import { readStretches, type Segment, type Stretch } from '../publish/segments.ts';
import { readJournal, spans, type Span } from '../journal.ts';
import { readFragment, writeFragment } from './fragment.ts';
import { joined } from './spoken.ts';

/** The picture is on its way through encoders: around a change both may be in it, whatever the journal says. */
const [beforeMs, afterMs] = [500, 1500];

export interface PictureWanted {
  /** Of the take. */
  folder: string;
  /** Who is not to be seen. */
  without: ReadonlySet<string>;
  /** A folder of its own; gets `e<epoch>/hls/<name>` as in the take. */
  out: string;
  /** What stands on the card in their place. */
  card: CardWords;
}

export interface PictureCut {
  /** Segments with the card in them. */
  replaced: number;
  /** Segments that are as they were. */
  kept: number;
  /** Left out, because no card could be encoded like them: the picture before stands still. */
  missing: number;
}

/** When one of `people` was seen, by what the bot wrote down. */
export async function shownSpans(folder: string, people: ReadonlySet<string>): Promise<Span[]> {
  const { pictures } = spans(await readJournal(folder, { isOver: true }));
  return joined(
    pictures.filter((one) => one.identity !== null && people.has(one.identity)),
    beforeMs,
    afterMs,
  );
}

/**
 * Writes the picture of a take without certain people: a card stands in the segments in which they are seen, encoded like the
 * rest and with the same times; all others are the same bytes. Reads the take and writes into `out` only. What is whole
 * there already is not made again, so that it goes on after a kill. `told` hears the share done, 0 to 1.
 */
export async function cutPicture(
  { folder, without, out, card }: PictureWanted,
  told: (share: number) => void = () => undefined,
): Promise<PictureCut> {
  const cut = await shownSpans(folder, without);
  const stretches = await readStretches(folder, 'picture');
  const all = stretches.reduce((sum, stretch) => sum + stretch.segments.length, 0);
  const result: PictureCut = { replaced: 0, kept: 0, missing: 0 };
  for (const stretch of stretches) {
    const to = join(out, `e${stretch.epoch}`, 'hls', stretch.name);
    await mkdir(to, { recursive: true });
    await sameFile(join(stretch.folder, 'init.mp4'), join(to, 'init.mp4'));
    const cards = makeCards(stretch, to, card);
    const left: Segment[] = [];
    for (const segment of stretch.segments) {
      const [source, target] = [join(stretch.folder, segment.file), join(to, segment.file)];
      const isCut = cut.some((span) => span.from < segment.to && span.to > segment.from);
      if (!isCut) await sameFile(source, target);
      const isDone = isCut ? (await isThere(target)) || (await replace(source, target, cards)) : true;
      if (isDone) left.push(segment);
      result[!isDone ? 'missing' : isCut ? 'replaced' : 'kept'] += 1;
      told((result.kept + result.replaced + result.missing) / Math.max(1, all));
    }
    await writeFile(join(to, 'index.m3u8'), listOfAll(left));
    for (const name of ['card.png', 'card.mp4', 'card.m4s']) await rm(join(to, name), { force: true });
  }
  return result;
}

type Cards = (samples: number) => Promise<ReturnType<typeof readFragment>>;

/** A card as so many pictures, encoded like a stretch; undefined when it can't be. Each length is encoded once. */
function makeCards(stretch: Stretch, folder: string, words: CardWords): Cards {
  const made = new Map<number, Promise<ReturnType<typeof readFragment>>>();
  const make = async (samples: number): Promise<ReturnType<typeof readFragment>> => {
    const init = join(stretch.folder, 'init.mp4');
    // Rate and level are told by pictures, not by the head alone.
    const few = await listOf({ ...stretch, segments: stretch.segments.slice(0, 3) }, folder, 'card');
    const shape = await shapeOf(few.path).finally(() => rm(few.path, { force: true }));
    if (!shape) return undefined;
    const [png, mp4, m4s] = ['card.png', 'card.mp4', 'card.m4s'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(png, await drawCard(words, shape.width, shape.height));
    const [rate, per] = shape.rate.split('/').map(Number) as [number, number];
    const input = ['-loop', '1', '-framerate', shape.rate, '-i', png];
    // A picture more than is needed: rounding must not leave one out.
    if (!(await encodeLike(stretch, shape, input, ((samples + 1) * per) / rate, mp4))) return undefined;
    if ((await avcSetup(mp4)) !== (await avcSetup(init))) return undefined;
    const one = ['-movflags', 'empty_moov+default_base_moof', '-frag_duration', '2000000000'];
    await runFfmpeg([...localInput, '-i', mp4, '-c', 'copy', ...one, '-f', 'mp4', m4s]);
    const fragment = readFragment(await readFile(m4s));
    if (!fragment || fragment.samples.length < samples) return undefined;
    fragment.samples.length = samples;
    const size = fragment.samples.reduce((sum, sample) => sum + sample.size, 0);
    return { ...fragment, data: fragment.data.subarray(0, size) };
  };
  return (samples) => {
    const known = made.get(samples) ?? make(samples).catch(noCard);
    made.set(samples, known);
    return known;
  };
}

const noCard = (error: unknown): undefined => {
  if (!(error instanceof FfmpegFault)) throw error;
};

/** Puts the card where somebody was seen: same number, same times. False when there is no card for it. */
async function replace(source: string, target: string, cards: Cards): Promise<boolean> {
  const own = readFragment(await readFile(source));
  const card = own && (await cards(own.samples.length));
  if (!card) return false;
  const samples = card.samples.map((sample, n) => ({ ...sample, duration: own.samples[n]!.duration }));
  await writeFile(`${target}.part`, writeFragment({ ...own, samples, data: card.data }));
  await rename(`${target}.part`, target);
  return true;
}

/** The same bytes, without writing them again where the disk can. */
async function sameFile(from: string, to: string): Promise<void> {
  if (await isThere(to)) return;
  await link(from, to).catch(async () => {
    await copyFile(from, `${to}.part`);
    await rename(`${to}.part`, to);
  });
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function listOfAll(segments: readonly Segment[]): string {
  const longest = Math.max(1, ...segments.map((one) => one.to - one.from));
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.ceil(longest / 1000)}`],
    ...['#EXT-X-MEDIA-SEQUENCE:1', '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS'],
    '#EXT-X-MAP:URI="init.mp4"',
    ...segments.flatMap(({ file, from, to }) => [`#EXTINF:${((to - from) / 1000).toFixed(5)},`, file]),
    ...['#EXT-X-ENDLIST', ''],
  ].join('\n');
}
