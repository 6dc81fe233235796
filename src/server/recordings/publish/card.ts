import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { motifSvg } from '#lib/motif/index.ts';
import { FfmpegFault, localInput, runFfmpeg } from './ffmpeg.ts';
import type { Stretch } from './segments.ts';

export interface CardWords {
  title: string;
  /** Who speaks, where, when: a line each. */
  lines: string[];
  motif: string;
}

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\u0000-\u001f]/g, ' ');

/** Words of a title in lines of so many signs, three at most. */
export function inLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.slice(0, most));
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]}…`] : lines;
}

/** The picture of a recording without a face: what it is called, and the woven sign. */
export async function drawCard(words: CardWords, width: number, height: number): Promise<Buffer> {
  const size = Math.round(height / 13);
  const title = inLines(words.title, Math.floor((width * 0.62) / (size * 0.56)));
  const texts = [
    ...title.map((text, n) => ({ text, y: height * 0.36 + n * size * 1.25, size, fill: '#f4efe6' })),
    ...words.lines.slice(0, 3).map((text, n) => ({
      text: text.slice(0, 90),
      y: height * 0.36 + title.length * size * 1.25 + size * (0.4 + n * 0.85),
      size: size * 0.55,
      fill: '#b9b1a3',
    })),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#171512"/>${texts
    .map(
      (one) =>
        `<text x="${width * 0.33}" y="${one.y}" font-family="DejaVu Sans, Noto Sans, sans-serif" font-size="${one.size}" fill="${one.fill}">${escape(one.text)}</text>`,
    )
    .join('')}</svg>`;
  const side = Math.round(height * 0.36);
  const motif = await sharp(Buffer.from(motifSvg('event', words.motif, { dark: true })), { density: 300 })
    .resize(side, side, { kernel: 'nearest' })
    .png()
    .toBuffer();
  return sharp(Buffer.from(svg))
    .composite([{ input: motif, left: Math.round(width * 0.07), top: Math.round((height - side) / 2) }])
    .removeAlpha()
    .png()
    .toBuffer();
}

/** What the encoder of a stretch wrote about itself into its first picture, as x264 does. */
async function readEncoder(stretch: Stretch): Promise<Record<string, string> | undefined> {
  const file = await open(join(stretch.folder, stretch.segments[0]!.file), 'r');
  try {
    const head = Buffer.alloc(16_384);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const said = /x264 - core.*?options: ([\x20-\x7e]+)/s.exec(head.toString('latin1', 0, bytesRead))?.[1];
    return said === undefined
      ? undefined
      : Object.fromEntries(said.split(' ').map((one) => one.split('=') as [string, string]));
  } finally {
    await file.close();
  }
}

/** Settings that stand in the parameter sets, and so have to be the same for two encodings to be joined. */
const shared = [
  'cabac',
  'ref',
  '8x8dct',
  'bframes',
  'weightp',
  'b_pyramid',
  'interlaced',
  'constrained_intra',
];
const names: Record<string, string> = {
  b_pyramid: 'b-pyramid',
  constrained_intra: 'constrained-intra',
};

export interface PictureShape {
  width: number;
  height: number;
  /** `25/1` */
  rate: string;
  profile: string;
  level: number;
  timescale: number;
  /** Of a pixel: `1/1`; `0/1` where it doesn't say. */
  aspect: string;
}

/**
 * Encodes `input` as a stretch was encoded, so that both can be joined without touching the stretch. The caller has to look
 * at the set-up of what comes out: false when it could not even be tried.
 */
export async function encodeLike(
  stretch: Stretch,
  shape: PictureShape,
  input: readonly string[],
  seconds: number,
  out: string,
): Promise<boolean> {
  const encoder = await readEncoder(stretch);
  if (!encoder) return false;
  const own = shared.flatMap((name) =>
    encoder[name] === undefined || (name === 'interlaced' && encoder[name] === '0')
      ? []
      : [`${names[name] ?? name}=${encoder[name]}`],
  );
  const profile = shape.profile.toLowerCase().replace('constrained ', '');
  const params = [...own, 'scenecut=0', `keyint=${encoder.keyint ?? 50}`, 'stitchable=1'];
  if (encoder.stitchable === undefined) params.pop();
  const size = `scale=${shape.width}:${shape.height},setsar=${shape.aspect},fps=${shape.rate},format=yuv420p`;
  // The quality begun with stands in the parameter sets, too.
  const crf = /^\d{1,2}(?:\.\d{1,2})?$/.exec(encoder.crf ?? '')?.[0];
  const quality =
    encoder.rc === 'crf' ? ['-crf', crf ?? '23'] : ['-b:v', '900k', '-maxrate', '1200k', '-bufsize', '2400k'];
  const setup = await avcSetup(join(stretch.folder, 'init.mp4'));
  // Whether its rate is even is told by the parameter sets alone; the bot's is.
  for (const rate of ['force-cfr=1', 'force-cfr=0']) {
    try {
      await runFfmpeg([
        ...[...localInput, ...input, '-t', String(seconds), '-vf', size, '-an', '-threads', '1'],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', profile],
        ...['-level:v', (shape.level / 10).toFixed(1), '-x264-params', [...params, rate].join(':')],
        ...[...quality, '-video_track_timescale', String(shape.timescale), '-f', 'mp4', out],
      ]);
    } catch (error) {
      if (error instanceof FfmpegFault) return false;
      throw error;
    }
    if ((await avcSetup(out)) === setup) break;
  }
  return true;
}

/** The bytes a decoder is set up with, of a file or a fragment's head. */
export async function avcSetup(path: string): Promise<string | undefined> {
  const bytes = await readFile(path);
  const at = bytes.indexOf('avcC', 0, 'latin1');
  if (at < 4) return undefined;
  return bytes.toString('base64', at + 4, at - 4 + bytes.readUInt32BE(at - 4));
}

export async function writeCard(words: CardWords, shape: PictureShape, path: string): Promise<void> {
  await writeFile(path, await drawCard(words, shape.width, shape.height));
}
