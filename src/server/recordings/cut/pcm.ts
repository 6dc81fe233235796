import { once } from 'node:events';
import { startLimited } from '#server/kernel';
import { rate } from '../bot/clock.ts';
import { FfmpegFault, localInput } from '../publish/ffmpeg.ts';

/** An ffmpeg that takes, or gives, nothing for so long is stuck. */
const stuckMs = 60_000;
const most = { cpuSeconds: 4 * 3600, bytes: 1536 * 1024 * 1024 };

/** One ffmpeg with limits, watched. */
function limited(ffmpeg: string, args: readonly string[]) {
  const start = ['-hide_banner', '-nostats', '-loglevel', 'error', '-y'];
  const child = startLimited(ffmpeg, [...start, ...args], most);
  let said = '';
  let isStuck = false;
  let late: NodeJS.Timeout | undefined;
  const wake = (): void => {
    clearTimeout(late);
    late = setTimeout(() => {
      isStuck = true;
      child.kill('SIGKILL');
    }, stuckMs);
  };
  const rest = (): void => clearTimeout(late);
  // It ends with this process by itself: its pipes do.
  const end = (): void => void child.kill('SIGKILL');
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((done) => {
    child.once('error', () => done(1));
    child.once('close', (code) => done(code));
  }).then((code) => {
    rest();
    return code;
  });
  const check = async (): Promise<void> => {
    const code = await ended;
    if (isStuck) throw new FfmpegFault('stuck', said);
    if (code !== 0) throw new FfmpegFault('failed', said);
  };
  return { child, wake, rest, end, ended, check };
}

/** Samples of a file from `from` milliseconds on, as many as one asks for; silence after its end. */
export interface Reader {
  read(samples: number): Promise<Int16Array>;
  close(): void;
}

/** A hole in the file stays a hole: what is said later is not moved forward. What ffmpeg can't read any further is silence. */
export function readPcm(ffmpeg: string, file: string, from = 0, hz = rate): Reader {
  const { child, wake, rest, end, check } = limited(ffmpeg, [
    ...[...localInput, '-nostdin', '-i', file, '-map', '0:a:0', '-threads', '1', '-filter_threads', '1'],
    // Where to begin is counted in samples, not sought in pages.
    ...[
      '-af',
      `aresample=${hz}:async=1:first_pts=0,atrim=start=${(from / 1000).toFixed(6)},asetpts=PTS-STARTPTS`,
    ],
    ...['-ac', '1', '-ar', String(hz), '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
  ]);
  child.stdin.end();
  const pieces = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let kept: Buffer = Buffer.alloc(0);
  let isOver = false;
  return {
    read: async (samples) => {
      const parts = [kept];
      let bytes = kept.length;
      while (!isOver && bytes < samples * 2) {
        wake();
        const { value, done } = await pieces.next();
        rest();
        if (done) {
          isOver = true;
          // A file that a kill cut short ends where it ends; one that can't be read at all must not pass for silence.
          await check().catch((error: unknown) => {
            if (bytes === 0) throw error;
          });
        } else {
          parts.push(value);
          bytes += value.length;
        }
      }
      const all = Buffer.concat(parts);
      const taken = all.subarray(0, Math.min(all.length, samples * 2) & ~1);
      kept = all.subarray(taken.length);
      const result = new Int16Array(samples);
      for (let i = 0; i < taken.length / 2; i += 1) result[i] = taken.readInt16LE(i * 2);
      return result;
    },
    close: end,
  };
}

const codecs: Record<string, string[]> = {
  wav: ['-c:a', 'pcm_s16le', '-f', 'wav'],
  flac: ['-c:a', 'flac', '-compression_level', '1', '-f', 'flac'],
  m4a: ['-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart', '-f', 'mp4'],
  mp3: ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'],
  opus: ['-c:a', 'libopus', '-b:a', '48k', '-f', 'ogg'],
  ogg: ['-c:a', 'libopus', '-b:a', '48k', '-f', 'ogg'],
};

/** Encodes samples into `file`; its ending says how. */
export function writePcm(
  ffmpeg: string,
  file: string,
  kind: string,
): { write(samples: Int16Array): Promise<void>; end(): Promise<void>; close(): void } {
  const codec = codecs[kind];
  if (!codec) throw new Error(`no sound is written as .${kind}`);
  const { child, wake, rest, end, ended, check } = limited(ffmpeg, [
    ...['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', 'pipe:0', '-threads', '1'],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', ...codec, file],
  ]);
  child.stdout.resume();
  return {
    write: async (samples) => {
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      if (child.exitCode !== null) await check();
      wake();
      if (!child.stdin.write(bytes))
        await Promise.race([once(child.stdin, 'drain').catch(() => undefined), ended]);
      rest();
    },
    end: async () => {
      wake();
      child.stdin.end();
      await check();
    },
    close: end,
  };
}
