import { open, stat } from 'node:fs/promises';
import { startLimited } from '#server/kernel';
import { readerOf } from '#server/live';
import { mostPixels, mostSeconds } from './limits.ts';

/** Why a file is no recording; each has its sentence `archive.fault.<name>`. */
export type Fault = 'odd' | 'list' | 'locked' | 'silent' | 'long' | 'large_picture' | 'lying' | 'slow';

export interface Facts {
  mime: string;
  seconds: number;
  width?: number;
  height?: number;
}

export interface ProbeLimits {
  seconds: number;
  bytes: number;
}
const usual: ProbeLimits = { seconds: 60, bytes: 1024 * 1024 * 1024 };

/** Films of before: AVI, and QuickTime that doesn't say its kind first. Everything else as the statements know it. */
export function kindOf(head: Buffer): string | undefined {
  const text = head.subarray(0, 16).toString('latin1');
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'AVI ') return 'avi';
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(text.slice(4, 8))) return 'mov';
  return readerOf(head);
}

/** Files that only name others: they are told apart to be refused in clearer words. */
const isList = (head: Buffer): boolean =>
  /^\s*(#EXTM3U|ffconcat|\[playlist\]|<\?xml|<smil|<asx|<MPD|v=0\r?\n|https?:|rtsp:|file:)/i.test(
    head
      .subarray(0, 64)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, ''),
  );

const mimes: Record<string, readonly [sound: string, picture: string]> = {
  matroska: ['audio/webm', 'video/webm'],
  mov: ['audio/mp4', 'video/mp4'],
  ogg: ['audio/ogg', 'video/ogg'],
  flac: ['audio/flac', 'audio/flac'],
  wav: ['audio/wav', 'audio/wav'],
  mp3: ['audio/mpeg', 'audio/mpeg'],
  avi: ['video/x-msvideo', 'video/x-msvideo'],
};

interface Stream {
  codec_type?: string;
  codec_name?: string;
  codec_tag_string?: string;
  width?: number;
  height?: number;
  duration?: string;
  disposition?: { attached_pic?: number };
}

/**
 * What a file is, read by its first bytes and by ffprobe in a process with limits that opens this one file and nothing it
 * names. Never throws because of a file.
 */
export async function probe(path: string, given: Partial<ProbeLimits> = {}): Promise<Facts | Fault> {
  const limits = { ...usual, ...given };
  const head = await readHead(path);
  const reader = kindOf(head);
  if (!reader) return isList(head) ? 'list' : 'odd';
  const args = [
    ...['-v', 'error', '-protocol_whitelist', 'file', '-probesize', '50M', '-analyzeduration', '50M'],
    ...(reader === 'mov' ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []),
    ...['-f', reader, '-print_format', 'json', '-show_streams', '-show_format', '-i', `file:${path}`],
  ];
  const said = await run('ffprobe', args, limits);
  if (said === undefined) return 'slow';
  let found: { streams?: Stream[]; format?: { duration?: string; size?: string } };
  try {
    found = JSON.parse(said) as typeof found;
  } catch {
    return 'odd';
  }
  const fault = faultOf(found.streams ?? []);
  if (fault) return fault;
  const seconds = Number(found.format?.duration ?? 0);
  const told = await lengthFault(path, reader, seconds, limits);
  if (typeof told === 'string') return told;
  const picture = pictureOf(found.streams ?? []);
  return {
    mime: mimes[reader]![picture ? 1 : 0],
    seconds: Math.max(1, Math.round(told)),
    ...(picture ? { width: picture.width!, height: picture.height! } : {}),
  };
}

/** The cover of a record is no picture that moves. */
const pictureOf = (streams: Stream[]): Stream | undefined =>
  streams.find(
    (one) => one.codec_type === 'video' && !one.disposition?.attached_pic && one.width && one.height,
  );

function faultOf(streams: Stream[]): Fault | undefined {
  if (streams.length === 0 || streams.length > 64) return 'odd';
  if (streams.some((one) => /^(enc[vast]|drm[sivt]|p608)$/.test(one.codec_tag_string ?? ''))) return 'locked';
  const sounds = streams.filter((one) => one.codec_type === 'audio');
  if (sounds.length === 0) return 'silent';
  if (sounds.every((one) => !one.codec_name || one.codec_name === 'unknown' || one.codec_name === 'none'))
    return 'odd';
  if (streams.some((one) => (one.width ?? 0) * (one.height ?? 0) > mostPixels)) return 'large_picture';
  return undefined;
}

/** Reads the sound near its beginning and near its end: the length a file says must be there. Answers the length. */
async function lengthFault(
  path: string,
  reader: string,
  seconds: number,
  limits: ProbeLimits,
): Promise<number | Fault> {
  const { size } = await stat(path);
  if (seconds > mostSeconds) return 'long';
  // Below the least that any codec of speech needs.
  if (seconds > 0 && (size * 8) / seconds < 400) return 'lying';
  const soundFrom = async (from: number): Promise<number | Fault> => {
    const said = await run(
      'ffmpeg',
      [
        ...['-nostdin', '-hide_banner', '-v', 'error', '-protocol_whitelist', 'file', '-threads', '1'],
        ...(reader === 'mov' ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []),
        ...(from > 0 ? ['-ss', String(from)] : []),
        ...['-f', reader, '-i', `file:${path}`, '-map', '0:a:0', '-t', '20', '-f', 'null'],
        ...['-progress', 'pipe:1', '-'],
      ],
      limits,
    );
    if (said === undefined) return 'slow';
    return Number([...said.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1] ?? 0) / 1_000_000;
  };
  const first = await soundFrom(0);
  if (typeof first === 'string') return first;
  if (first < 0.5) return 'odd';
  // Written on the fly, a file may not know how long it is; then it is read through when it is made.
  if (!(seconds > 0)) return first;
  if (seconds <= 20) return Math.min(seconds, first);
  const last = await soundFrom(Math.max(0, seconds - 20 - seconds * 0.05));
  if (typeof last === 'string') return last;
  return last > 0.2 ? seconds : 'lying';
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What it said; empty when it ended badly, undefined when it took too long. */
async function run(program: string, args: string[], limits: ProbeLimits): Promise<string | undefined> {
  const { bytes: most, seconds: cpuSeconds } = limits;
  const child = startLimited(program, args, { bytes: most, cpuSeconds, mayNotWrite: true });
  child.stdin.end();
  child.stderr.resume();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isLate = false;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes < 2_000_000) chunks.push(chunk);
    else child.kill('SIGKILL');
  });
  const late = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, limits.seconds * 1000);
  const code = await new Promise<number | null>((done) => {
    child.once('error', () => done(1));
    child.once('close', done);
  });
  clearTimeout(late);
  if (isLate) return undefined;
  return code === 0 ? Buffer.concat(chunks).toString('utf8') : '';
}
