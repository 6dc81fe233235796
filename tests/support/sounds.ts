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

/** How loud one tone is between two moments, in seconds: 1 is a full-scale sine. */
export function loudness(samples: Float32Array, hz: number, from = 0, to = samples.length / rate): number {
  const [first, end] = [Math.floor(from * rate), Math.min(samples.length, Math.floor(to * rate))];
  let [re, im] = [0, 0];
  for (let i = first; i < end; i += 1) {
    const turn = (2 * Math.PI * hz * i) / rate;
    re += samples[i]! * Math.cos(turn);
    im += samples[i]! * Math.sin(turn);
  }
  return (2 * Math.hypot(re, im)) / Math.max(1, end - first);
}

export const secondsOf = (samples: Float32Array): number => samples.length / rate;
