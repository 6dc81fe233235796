import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localInput, runFfmpeg } from './ffmpeg.ts';
import type { Piece, Timed } from './pieces.ts';
import type { Stretch } from './segments.ts';

/** Something ffmpeg can read, and when its first sample was heard. */
export interface Source extends Timed {
  path: string;
  /** Of a file that somebody handed in: how it is to be read, and in no other way. */
  reader?: string;
}

/** A list of a stretch's fragments on this disk, whole and closed, as ffmpeg reads it. */
export async function listOf(stretch: Stretch, folder: string, name: string): Promise<Source> {
  const path = join(folder, `${name}-${stretch.epoch}-${stretch.name}.m3u8`);
  const longest = Math.max(...stretch.segments.map((one) => one.to - one.from));
  const lines = stretch.segments.flatMap((one) => [
    `#EXTINF:${((one.to - one.from) / 1000).toFixed(6)},`,
    join(stretch.folder, one.file),
  ]);
  const head = ['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.ceil(longest / 1000)}`];
  const map = `#EXT-X-MAP:URI="${join(stretch.folder, 'init.mp4')}"`;
  await writeFile(
    path,
    [...head, '#EXT-X-PLAYLIST-TYPE:VOD', map, ...lines, '#EXT-X-ENDLIST', ''].join('\n'),
  );
  return { path, from: stretch.from, to: stretch.to };
}

/** EBU R128: what speech is brought to, and how near its peaks come to full. */
export const loudnessGoal = -16;
const peak = 0.84;
/** A whole recording of whispers is not made a roar. */
const mostGain = 24;

/** What ffmpeg is told of a file to read: our own lists, or a file whose reader is known by its first bytes. */
export const inputOf = (path: string, reader?: string): string[] => [
  ...localInput,
  ...(path.endsWith('.m3u8') ? ['-allowed_extensions', 'ALL'] : []),
  ...(reader ? ['-f', reader] : []),
  ...['-i', path],
];

interface Graph {
  inputs: string[];
  filter: string;
}

/** Sound from `pieces` as one stream [sound]; where a rendition has nothing the floor is heard, otherwise silence. */
export function joinSound(
  own: readonly Source[],
  floor: readonly Source[],
  pieces: readonly Pick<Piece, 'from' | 'to'>[],
  silentMs: number,
): Graph {
  const inputs: string[] = [];
  const filters: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = ({ path, reader }: Source): number => {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    inputs.push(...inputOf(path, reader));
    numbers.set(path, numbers.size);
    return numbers.size - 1;
  };
  const add = (chain: string): void => void filters.push(`${chain}[p${filters.length}]`);
  const silence = (ms: number): void => {
    if (ms >= 1) add(`anullsrc=r=48000:cl=mono,atrim=end=${(ms / 1000).toFixed(6)}`);
  };
  const heard = (from: number, to: number, ways: (readonly Source[])[]): void => {
    const [sources, ...further] = ways;
    if (!sources) return silence(to - from);
    let now = from;
    for (const one of sources.filter((source) => source.to > from && source.from < to)) {
      const begins = Math.max(now, one.from);
      const ends = Math.min(to, one.to);
      if (ends - begins < 1) continue;
      if (begins > now) heard(now, begins, further);
      const times = `start=${((begins - one.from) / 1000).toFixed(6)}:end=${((ends - one.from) / 1000).toFixed(6)}`;
      // Missing fragments within it become silence: nothing moves.
      const chain = 'aresample=48000:async=1000,aformat=sample_fmts=fltp:channel_layouts=mono';
      add(`[${numberOf(one)}:a]${chain},atrim=${times},asetpts=PTS-STARTPTS`);
      now = ends;
    }
    if (now < to) heard(now, to, further);
  };
  silence(silentMs);
  for (const { from, to } of pieces) heard(from, to, own === floor ? [floor] : [own, floor]);
  const labels = filters.map((_, n) => `[p${n}]`).join('');
  return { inputs, filter: `${filters.join(';')};${labels}concat=n=${filters.length}:v=0:a=1` };
}

export interface Measured {
  /** LUFS; undefined where nothing was to be heard. */
  loudness?: number;
  /** Milliseconds of the take. */
  silences: Timed[];
}

/** Hears a rendition through once: how loud it is, and where nobody speaks. */
export async function measure(
  own: readonly Source[],
  floor: readonly Source[],
  span: Timed,
  told?: (seconds: number) => void,
): Promise<Measured> {
  const { inputs, filter } = joinSound(own, floor, [span], 0);
  const heard = `${filter},silencedetect=noise=-45dB:d=1.5,ebur128=framelog=verbose`;
  const said = await runFfmpeg([...inputs, '-filter_complex', heard, '-f', 'null', '-'], told);
  const silences: Timed[] = [];
  for (const [, word, value] of said.matchAll(/silence_(start|end): (-?[\d.]+)/g)) {
    const at = span.from + Math.max(0, Number(value) * 1000);
    if (word === 'start') silences.push({ from: at, to: span.to });
    else silences.at(-1)!.to = at;
  }
  // The last one: filters that were tried out and thrown away report, too.
  const summaries = [...said.matchAll(/Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS/g)];
  const loudness = Number(summaries.at(-1)?.[1] ?? NaN);
  return { silences, ...(loudness > -70 ? { loudness } : {}) };
}

export interface SoundWanted {
  own: readonly Source[];
  floor: readonly Source[];
  pieces: readonly Piece[];
  /** Silence under the title card. */
  silentMs: number;
  loudness?: number;
  /** Chapters and words about it, as ffmpeg reads them. */
  metadata: string;
  /** Without its ending. */
  out: string;
}

/** The three sounds everybody can play, from one decoding, evened to the same loudness. */
export async function makeSound(wanted: SoundWanted, told?: (seconds: number) => void): Promise<void> {
  const { inputs, filter } = joinSound(wanted.own, wanted.floor, wanted.pieces, wanted.silentMs);
  const gain = Math.min(mostGain, loudnessGoal - (wanted.loudness ?? loudnessGoal));
  const even = `volume=${gain.toFixed(2)}dB,alimiter=limit=${peak}:level=false,aresample=48000`;
  const texts = inputs.filter((word) => word === '-i').length;
  const about = ['-map_metadata', String(texts), '-map_chapters', String(texts), '-threads', '1'];
  await runFfmpeg(
    [
      ...[...inputs, '-f', 'ffmetadata', '-i', wanted.metadata],
      ...['-filter_complex_threads', '1', '-filter_complex', `${filter},${even},asplit=3[a][b][c]`],
      ...['-map', '[a]', ...about, '-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart'],
      ...['-f', 'mp4', `${wanted.out}.m4a`],
      ...['-map', '[b]', ...about, '-c:a', 'libmp3lame', '-b:a', '64k', '-id3v2_version', '3'],
      ...['-f', 'mp3', `${wanted.out}.mp3`],
      ...['-map', '[c]', ...about, '-c:a', 'libopus', '-b:a', '32k', '-application', 'voip'],
      ...['-f', 'ogg', `${wanted.out}.opus`],
    ],
    told,
  );
}
