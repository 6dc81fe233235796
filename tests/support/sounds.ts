import { spawnSync } from 'node:child_process';

const rate = 16_000;

/** What a media file sounds like, as samples of 16 kHz. `input`: what ffmpeg reads before `-i`, and the file's bytes. */
export function samplesOf(bytes: Buffer, format: string): Float32Array {
  const { stdout } = spawnSync(
    'ffmpeg',
    [
      '-loglevel',
      'quiet',
      '-f',
      format,
      '-i',
      'pipe:0',
      '-map',
      '0:a',
      '-f',
      's16le',
      '-ar',
      String(rate),
      '-ac',
      '1',
      'pipe:1',
    ],
    { input: bytes, maxBuffer: 1 << 30 },
  );
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2));
  return Float32Array.from(samples, (one) => one / 32768);
}

/** A tenth of a second. */
const window = rate / 10;
const bell = Float32Array.from({ length: window }, (_, i) => 1 - Math.cos((2 * Math.PI * i) / window));

/**
 * How loud one tone is between two moments, in seconds: 1 is a full-scale sine. Each tenth of a second is measured by itself,
 * for a line that was late shifts what comes after.
 */
export function loudness(samples: Float32Array, hz: number, from = 0, to = samples.length / rate): number {
  const end = Math.min(samples.length, Math.floor(to * rate));
  let [sum, count] = [0, 0];
  for (let first = Math.max(0, Math.floor(from * rate)); first + window <= end; first += window) {
    let [re, im] = [0, 0];
    for (let i = 0; i < window; i += 1) {
      const turn = (2 * Math.PI * hz * i) / rate;
      re += samples[first + i]! * bell[i]! * Math.cos(turn);
      im += samples[first + i]! * bell[i]! * Math.sin(turn);
    }
    sum += (2 * Math.hypot(re, im)) / window;
    count += 1;
  }
  return sum / Math.max(1, count);
}

export const secondsOf = (samples: Float32Array): number => samples.length / rate;
