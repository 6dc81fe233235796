import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startLimited } from '#server/kernel';
import { recordingSize } from '../bot/recording-shape.ts';

/** Why a recording could not be taken; each has its sentence `live.statement.fault.<name>`. */
export type Fault = 'odd' | 'long' | 'slow';

export interface ConvertLimits {
  /** Seconds a statement may last. */
  seconds: number;
  /** Of the converting process: seconds, and bytes of memory. */
  processSeconds: number;
  processBytes: number;
}
export const convertLimits: ConvertLimits = {
  seconds: 600,
  processSeconds: 300,
  processBytes: 1536 * 1024 * 1024,
};

export interface Recording {
  /** WebM: Opus, and VP8 when there is a picture. */
  bytes: Buffer;
  seconds: number;
  hasPicture: boolean;
}

/** The program that makes recordings anew; undefined where the system has none, and then none are taken. */
export function findFfmpeg(path = process.env.PATH ?? ''): string | undefined {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, 'ffmpeg');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next folder.
    }
  }
  return undefined;
}

/** The reader for a recording, by its first bytes and never by its name: formats that name other files are not among them. */
export function readerOf(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 16).toString('latin1');
  if (head.startsWith('\x1aE\xdf\xa3')) return 'matroska';
  if (head.slice(4, 8) === 'ftyp') return 'mov';
  if (head.startsWith('OggS')) return 'ogg';
  if (head.startsWith('fLaC')) return 'flac';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE') return 'wav';
  if (head.startsWith('ID3') || (bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2)) return 'mp3';
  return undefined;
}

/**
 * Makes a recording anew: the sound, and a small picture if there is one, without a word about who made it, where and
 * with what. In a process of its own that reads this one file and is ended at its limits. Never throws because of a file.
 */
export async function convert(
  source: Buffer,
  ffmpeg: string,
  given: Partial<ConvertLimits> = {},
): Promise<Recording | Fault> {
  const limits = { ...convertLimits, ...given };
  const reader = readerOf(source);
  if (!reader) return 'odd';
  const folder = await mkdtemp(join(tmpdir(), 'veche-statement-'));
  try {
    const [from, to] = [join(folder, 'in'), join(folder, 'out')];
    await writeFile(from, source, { mode: 0o600 });
    const { width, height, rate } = recordingSize;
    const args = [
      ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-progress', 'pipe:1'],
      ...[
        '-protocol_whitelist',
        'file,pipe',
        '-max_pixels',
        '20000000',
        '-threads',
        '1',
        '-f',
        reader,
        '-i',
        from,
      ],
      // V: a picture that moves, not the cover of a record.
      ...['-map', '0:a:0', '-map', '0:V:0?', '-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'],
      ...['-t', String(limits.seconds + 1), '-threads', '1'],
      ...['-c:a', 'libopus', '-b:a', '48k', '-ac', '1', '-ar', '48000'],
      ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '350k', '-g', '60'],
      '-vf',
      `scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:-1:-1,fps=${rate},format=yuv420p`,
      ...['-fflags', '+bitexact', '-flags', '+bitexact', '-fs', '60000000', '-f', 'webm', '-y', to],
    ];
    const said = await run(ffmpeg, args, limits);
    if (said === undefined) return 'slow';
    const last = (name: string): number =>
      Number([...said.matchAll(new RegExp(`^${name}=\\s*(\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0);
    const seconds = last('out_time_us') / 1_000_000;
    if (!said.includes('progress=end') || seconds < 0.5) return 'odd';
    if (seconds > limits.seconds + 0.5) return 'long';
    return {
      bytes: await readFile(to),
      seconds: Math.max(1, Math.round(seconds)),
      hasPicture: last('frame') > 0,
    };
  } catch {
    return 'odd';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What it said of its progress; empty when it ended badly, undefined when it took too long. */
async function run(
  ffmpeg: string,
  args: string[],
  { processSeconds, processBytes }: ConvertLimits,
): Promise<string | undefined> {
  const child = startLimited(ffmpeg, args, { bytes: processBytes, cpuSeconds: processSeconds });
  child.stdin.end();
  child.stderr.resume();
  let said = '';
  let isLate = false;
  child.stdout.on('data', (piece: Buffer) => (said = (said + piece.toString('latin1')).slice(-4000)));
  const late = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, processSeconds * 1000);
  const code = await new Promise<number | null>((done) => {
    child.once('error', () => done(1));
    child.once('close', done);
  });
  clearTimeout(late);
  if (isLate) return undefined;
  return code === 0 ? said : '';
}
