import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { setPriority } from 'node:os';
import type { Readable } from 'node:stream';

/** An encoder that takes, or gives, nothing for so long is stuck. */
const stuckMs = 3000;
const closingMs = 4000;

export interface Encoder {
  /** Hands something over. Nothing is kept of an encoder that is lost. */
  write(bytes: Uint8Array): void;
  /** Bytes it has not taken yet; whoever waits for them to be fewer asks this often, and learns that it is stuck. */
  waiting(): number;
  /** Lets it finish what it has. */
  end(): Promise<void>;
}

export interface EncoderOptions {
  ffmpeg: string;
  args: string[];
  /** Read what it writes into pipe 1, and 3. Whoever throws has read garbage. */
  outputs?: ((chunk: Buffer) => void)[];
  /** Bytes that may wait at most. */
  most: number;
  /** Called once, unless it was ended: it is gone, or was stopped for `word`. */
  lost(word: 'ended' | 'stuck' | 'garbage'): void;
}

export const quietly = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'quiet'];

/** One ffmpeg with its pipes. It ends with the bot: its input ends then. */
export function startEncoder({ ffmpeg, args, outputs = [], most, lost }: EncoderOptions): Encoder {
  const child = spawn(ffmpeg, [...quietly, ...args], {
    stdio: ['pipe', outputs[0] ? 'pipe' : 'ignore', 'ignore', outputs[1] ? 'pipe' : 'ignore'],
    env: { PATH: process.env.PATH },
  });
  const input = child.stdin as Socket;
  let isOver = false;
  let isLost = false;
  let [taken, takenAt, givenAt] = [0, performance.now(), performance.now()];
  const lose = (word: 'ended' | 'stuck' | 'garbage'): void => {
    if (isLost || isOver) return;
    isLost = true;
    child.kill('SIGKILL');
    input.destroy();
    lost(word);
  };
  const ended = new Promise<void>((done) => {
    child.once('error', () => (lose('ended'), done()));
    child.once('close', () => (lose('ended'), done()));
  });
  input.on('error', () => lose('ended'));
  if (child.pid)
    try {
      setPriority(child.pid, 5);
    } catch {
      // It is gone already, which is told by its end.
    }
  [child.stdout, child.stdio[3] as Readable | null].forEach((pipe, index) => {
    pipe?.on('error', () => lose('ended'));
    pipe?.on('data', (chunk: Buffer) => {
      if (isLost) return;
      givenAt = performance.now();
      try {
        outputs[index]!(chunk);
      } catch {
        lose('garbage');
      }
    });
  });
  const look = (): void => {
    if (isLost || isOver) return;
    const now = performance.now();
    const gone = input.bytesWritten - input.writableLength;
    if (input.writableLength === 0 || gone !== taken) [taken, takenAt] = [gone, now];
    const givesNothing = outputs.length > 0 && now - givenAt > stuckMs;
    if (now - takenAt > stuckMs || input.writableLength > most || givesNothing) lose('stuck');
  };
  return {
    write: (bytes) => {
      look();
      if (!isLost && !isOver) input.write(bytes);
    },
    waiting: () => {
      look();
      return input.writableLength;
    },
    end: async () => {
      if (isLost) return;
      isOver = true;
      input.end();
      const late = setTimeout(() => child.kill('SIGKILL'), closingMs);
      await ended;
      clearTimeout(late);
    },
  };
}

/** How long to wait before an encoder is begun anew that was lost `failures` times in a row: 0, 0.5, 1 … at most 10 s. */
export const pauseOf = (failures: number): number =>
  failures <= 1 ? 0 : Math.min(10_000, 500 * 2 ** (failures - 2));

/** One that ran so long before it was lost begins a new row. */
export const ranLongMs = 30_000;

/**
 * Segments of two seconds in `folder`, whose times begin at `at` milliseconds. Those older than ten minutes are deleted unless
 * they are kept. The list holds ten minutes in any case: ffmpeg keeps some 13 KB for each entry of it.
 */
export const hlsOptions = (folder: string, at: number, isKept: boolean): string[] => [
  ...['-output_ts_offset', (at / 1000).toFixed(3)],
  // Else each stream would begin at zero.
  ...['-hls_segment_options', 'movflags=+frag_discont'],
  ...['-f', 'hls', '-hls_time', '2', '-hls_list_size', '300', '-start_number', '1'],
  ...['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'],
  ...['-hls_flags', `temp_file+independent_segments+omit_endlist${isKept ? '' : '+delete_segments'}`],
  ...['-hls_segment_filename', `${folder}/%06d.m4s`, `${folder}/index.m3u8`],
];
