import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rate, step, tickMs } from './clock.ts';
import { hlsOptions, pauseOf, ranLongMs, startEncoder, type Encoder } from './encoder.ts';
import { makeMinutes } from './minutes.ts';
import { frameBytes, frameMs, mp3Options, readFrames } from './mp3.ts';
import { makeJoin, oggOptions, readPages } from './ogg.ts';

/** Ticks handed over at once. */
const batch = 5;
const bytesPerSecond = rate * 2;
const minuteMs = 60_000;

export interface SoundOptions {
  ffmpeg: string;
  /** Of the epoch. */
  folder: string;
  lang: string;
  /** Milliseconds of the take when the epoch began. */
  begin: number;
  isKept: boolean;
  /** An encoder was lost; what comes next stands in the folder `as`. */
  lost(word: string, as: string): void;
  /** A file can't be written. */
  failed(): void;
}

export interface Sound {
  write(tick: number, samples: Int16Array): void;
  /** For tests, which kill it. */
  close(): Promise<void>;
}

/** One language: one ffmpeg, three outputs. It is begun anew whenever it is lost; what it had not given by then is missing. */
export function makeSound({ ffmpeg, folder, lang, begin, isKept, lost, failed }: SoundOptions): Sound {
  const place = join(folder, 'audio', lang);
  const [mp3, ogg] = [makeMinutes(place, 'mp3', failed), makeMinutes(place, 'ogg', failed)];
  const joined = makeJoin();
  let encoder: Encoder | undefined;
  let [generation, failures, startedAt, notBefore] = [0, 0, 0, 0];
  let pieces: Int16Array[] = [];
  const nameOf = (number: number): string => (number === 1 ? lang : `${lang}.${number}`);

  const writeFrames = (at: number, bytes: Buffer): void => {
    for (let done = 0; done < bytes.length;) {
      const from = at + (done / frameBytes) * frameMs;
      const left = Math.ceil(((Math.floor(from / minuteMs) + 1) * minuteMs - from) / frameMs);
      const end = Math.min(bytes.length, done + left * frameBytes);
      mp3.write(from, bytes.subarray(done, end));
      done = end;
    }
  };
  const start = (tick: number): void => {
    generation += 1;
    const hls = join(folder, 'hls', nameOf(generation));
    mkdirSync(hls, { recursive: true });
    startedAt = performance.now();
    encoder = startEncoder({
      ffmpeg,
      args: [
        ...['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0'],
        ...['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', 'pipe:0'],
        ...['-threads', '1', '-map', '0:a', ...mp3Options, 'pipe:1'],
        ...['-threads', '1', '-map', '0:a', ...oggOptions, 'pipe:3'],
        ...['-threads', '1', '-map', '0:a', '-c:a', 'aac', '-b:a', '48k'],
        ...hlsOptions(hls, begin + tick * tickMs, isKept),
      ],
      outputs: [
        readFrames((first, bytes) => writeFrames(tick * tickMs + first * frameMs, bytes)),
        readPages((page) => {
          const out = joined.next(page, tick * step);
          if (out) ogg.write(out.at, out.bytes);
        }),
      ],
      most: 3 * bytesPerSecond,
      lost: (word) => {
        encoder = undefined;
        failures = performance.now() - startedAt > ranLongMs ? 1 : failures + 1;
        notBefore = performance.now() + pauseOf(failures);
        lost(word, nameOf(generation + 1));
      },
    });
  };
  return {
    write: (tick, samples) => {
      if (!encoder && performance.now() >= notBefore) {
        pieces = [];
        start(tick);
      }
      pieces.push(samples);
      if (pieces.length < batch) return;
      encoder?.write(Buffer.concat(pieces.map((one) => new Uint8Array(one.buffer, 0, one.byteLength))));
      pieces = [];
    },
    close: async () => {
      await encoder?.end();
      await Promise.all([mp3.close(), ogg.close()]);
    },
  };
}
