import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { avcSetup, encodeLike, type PictureShape } from './card.ts';
import { localInput, runFfmpeg } from './ffmpeg.ts';
import type { Piece } from './pieces.ts';
import type { Stretch } from './segments.ts';
import { listOf } from './sound.ts';

/** Size, rate and profile of a picture, as ffprobe tells them. */
export async function shapeOf(
  path: string,
  reader?: string,
): Promise<(PictureShape & { isCopied: boolean }) | undefined> {
  const fields =
    'stream=codec_name,pix_fmt,width,height,r_frame_rate,profile,level,time_base,sample_aspect_ratio';
  const hls = [
    ...(path.endsWith('.m3u8') ? ['-allowed_extensions', 'ALL'] : []),
    ...(reader ? ['-f', reader] : []),
  ];
  const said = await probe([...hls, '-select_streams', 'V:0', '-show_entries', fields, '-of', 'json', path]);
  const stream = (JSON.parse(said || '{}') as { streams?: Record<string, string | number>[] }).streams?.[0];
  if (!stream?.width || !stream.height) return undefined;
  const rate = String(stream.r_frame_rate);
  return {
    width: Number(stream.width),
    height: Number(stream.height),
    rate: /^[1-9]\d{0,2}\/[1-9]\d{0,3}$/.test(rate) ? rate : '25/1',
    profile: String(stream.profile ?? 'main'),
    level: Number(stream.level ?? 31),
    aspect: /^\d{1,5}:\d{1,5}$/.exec(String(stream.sample_aspect_ratio))?.[0].replace(':', '/') ?? '0/1',
    timescale: Number(String(stream.time_base ?? '1/90000').split('/')[1]),
    isCopied: stream.codec_name === 'h264' && stream.pix_fmt === 'yuv420p',
  };
}

/** Seconds of a file; NaN where it says none. */
export const lengthOfFile = async (path: string, reader: string): Promise<number> =>
  Number(await probe(['-f', reader, '-show_entries', 'format=duration', '-of', 'csv=p=0', path]));

async function probe(args: readonly string[]): Promise<string> {
  const start = ['-v', 'error', '-protocol_whitelist', 'file,crypto,data'];
  const child = spawn('nice', ['-n', '15', 'ffprobe', ...start, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH },
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text.slice(0, 100_000)));
  await new Promise((done) => {
    child.once('error', done);
    child.once('close', done);
  });
  return said;
}

/** How long a title stands. */
export const cardMs = 3000;

export interface Joined {
  /** List of files for ffmpeg's joining, all of one set-up. */
  list: string;
  /** Zero where no card could be joined without encoding everything anew. */
  cardMs: number;
  shape: PictureShape;
}

/** Fragments of a stretch within a piece, as a stretch of their own; nothing of them is copied. */
const within = (stretch: Stretch, piece: Pick<Piece, 'from' | 'to'>): Stretch | undefined => {
  const segments = stretch.segments.filter(
    (one) => one.from >= piece.from - 1 && one.from < piece.to - 1 && one.to > one.from,
  );
  return segments.length === 0
    ? undefined
    : { ...stretch, segments, from: segments[0]!.from, to: segments.at(-1)!.to };
};

/** Whether a card that can be joined is to be had: encoded, and set up as the picture is. */
export async function makeCard(
  main: Stretch,
  shape: PictureShape,
  drawn: string,
  out: string,
): Promise<boolean> {
  const still = ['-loop', '1', '-framerate', shape.rate, '-i', drawn];
  if (!(await encodeLike(main, shape, still, cardMs / 1000, out))) return false;
  return (await avcSetup(out)) === (await avcSetup(join(main.folder, 'init.mp4')));
}

/**
 * Writes the list that joins card and picture. What was encoded in another way (another size after a new beginning) is
 * encoded like the rest; where the picture begins late the card stands for it; a pause within holds the last picture.
 */
export async function joinPicture(
  stretches: readonly Stretch[],
  main: Stretch,
  shape: PictureShape,
  pieces: readonly Piece[],
  card: string | undefined,
  folder: string,
): Promise<Joined> {
  const lines: string[] = [];
  const add = (path: string, ms: number): void =>
    void lines.push(`file '${path}'`, `duration ${(ms / 1000).toFixed(6)}`);
  if (card) add(card, cardMs);
  for (const [n, piece] of pieces.entries()) {
    const runs = stretches.flatMap((one) => within(one, piece) ?? []);
    let now = piece.from;
    const fill = async (until: number): Promise<void> => {
      if (until - now < 40 || !card) return;
      const path = join(folder, `fill-${n}-${Math.round(now)}.mp4`);
      await encodeLike(main, shape, ['-stream_loop', '-1', '-i', card], (until - now) / 1000, path);
      if ((await avcSetup(path)) === (await avcSetup(join(main.folder, 'init.mp4')))) add(path, until - now);
    };
    for (const [m, run] of runs.entries()) {
      if (m === 0) await fill(run.from);
      // Until the next begins: the last picture is held.
      const until = runs[m + 1]?.from ?? piece.to;
      const source = await listOf(run, folder, `join-${n}-${m}`);
      const isOther =
        run.folder !== main.folder &&
        (await avcSetup(join(run.folder, 'init.mp4'))) !== (await avcSetup(join(main.folder, 'init.mp4')));
      if (isOther) {
        const path = join(folder, `like-${n}-${m}.mp4`);
        const input = ['-allowed_extensions', 'ALL', '-i', source.path];
        if (await encodeLike(main, shape, input, (run.to - run.from) / 1000, path))
          add(path, until - run.from);
      } else add(source.path, until - run.from);
      now = until;
    }
    if (runs.length === 0) await fill(piece.to);
  }
  const list = join(folder, 'picture.txt');
  await writeFile(list, `ffconcat version 1.0\n${lines.join('\n')}\n`);
  return { list, cardMs: card ? cardMs : 0, shape };
}

const concat = (list: string): string[] => [
  ...localInput,
  ...['-f', 'concat', '-safe', '0', '-auto_convert', '0', '-i', list],
];

/** A language's name in a file: ISO 639-2, as players know it. */
const threeLetters: Record<string, string> = {
  be: 'bel',
  ru: 'rus',
  en: 'eng',
  uk: 'ukr',
  pl: 'pol',
  lt: 'lit',
  lv: 'lav',
  de: 'deu',
  fr: 'fra',
  es: 'spa',
  it: 'ita',
  cs: 'ces',
};

/** Picture and every language in one file: nothing is encoded here. */
export async function makeFull(
  video: readonly string[],
  sounds: readonly { lang: string; spoken?: string | undefined; path: string }[],
  metadata: string,
  out: string,
  told?: (seconds: number) => void,
  how: readonly string[] = ['-c', 'copy'],
): Promise<void> {
  await runFfmpeg(
    [
      ...video,
      ...sounds.flatMap((one) => [...localInput, '-i', one.path]),
      ...['-f', 'ffmetadata', '-i', metadata, '-map', '0:V:0'],
      ...sounds.flatMap((_, n) => ['-map', `${n + 1}:a:0`]),
      ...['-map_metadata', String(sounds.length + 1), '-map_chapters', String(sounds.length + 1)],
      ...sounds.flatMap((one, n) => [
        `-metadata:s:a:${n}`,
        `language=${threeLetters[one.spoken ?? one.lang] ?? 'und'}`,
        `-disposition:a:${n}`,
        n === 0 ? 'default' : '0',
      ]),
      ...[...how, '-movflags', '+faststart', '-f', 'mp4', out],
    ],
    told,
  );
}

/** An old file whose picture browsers don't all play is encoded once; the sound is there already. */
export const encoded = [
  ...['-c', 'copy', '-threads', '1', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23'],
  ...['-vf', "scale='trunc(min(1280,iw)/2)*2':-2,format=yuv420p"],
];

export const fullPicture = ({ list }: Joined): string[] => concat(list);

/** The one picture that is encoded anew: for a narrow line, a telephone, and whoever pays by the megabyte. */
export async function makeSmall(
  video: readonly string[],
  shape: PictureShape,
  out: string,
  told?: (seconds: number) => void,
): Promise<void> {
  const height = Math.floor(Math.min(360, shape.height) / 2) * 2;
  await runFfmpeg(
    [
      ...[...video, '-map', '0:V:0'],
      ...[
        '-vf',
        `scale=-2:${height},fps=fps=min(source_fps\\,15)`,
        '-an',
        '-threads',
        '1',
        '-filter_threads',
        '1',
      ],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-crf', '30', '-maxrate', '240k'],
      ...['-bufsize', '960k', '-g', '150', '-pix_fmt', 'yuv420p', '-f', 'mp4', out],
    ],
    told,
  );
}

/** One picture of it, for whoever wants a face before it plays. */
export const grabFrame = (full: string, second: number, out: string): Promise<string> =>
  runFfmpeg([
    ...['-ss', String(second), ...localInput, '-i', full, '-map', '0:V:0', '-frames:v', '1'],
    ...['-vf', "scale='min(1280,iw)':-2", '-c:v', 'png', '-f', 'image2', '-update', '1', out],
  ]);
