import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { makeTurner } from '#lib/live/opus-webm.ts';
import { findFfmpeg } from '#server/live';
import { oggOptions } from '../bot/ogg.ts';

const ffmpeg = findFfmpeg();
const missing = ffmpeg ? '' : ' (skipped: no ffmpeg on this machine)';
const rate = 48_000;

const run = (args: string[], input?: Uint8Array): { out: Buffer; errors: string } => {
  const { stdout, stderr } = spawnSync(ffmpeg!, ['-loglevel', 'warning', ...args, 'pipe:1'], {
    input: input ?? '',
    maxBuffer: 1 << 26,
  });
  return { out: stdout, errors: String(stderr) };
};
/** Two seconds of a tone, as the bot's encoder writes it. */
const tone = (hertz: number): Buffer =>
  run(['-f', 'lavfi', '-i', `sine=${hertz}:r=${rate}:d=2`, ...oggOptions]).out;
const samplesOf = (bytes: Uint8Array, format: string) => {
  const { out, errors } = run(
    ['-f', format, '-i', 'pipe:0', '-f', 'f32le', '-ac', '1', '-ar', String(rate)],
    bytes,
  );
  return { samples: new Float32Array(out.buffer.slice(out.byteOffset, out.byteOffset + out.length)), errors };
};
/** By crossings of zero upwards within half a second. */
const hertzOf = (samples: Float32Array, from: number): number => {
  let found = 0;
  for (let at = from * rate + 1; at < (from + 0.5) * rate; at += 1)
    if (samples[at - 1]! < 0 && samples[at]! >= 0) found += 1;
  return found * 2;
};
const turned = (turner: ReturnType<typeof makeTurner>, bytes: Uint8Array, piece: number): Uint8Array[] => {
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    const some = turner.take(bytes.subarray(at, at + piece));
    if (some) out.push(some);
  }
  return out;
};

describe.skipIf(missing)(`Opus in WebM${missing}`, () => {
  test.each([1, 7, 300, 1 << 20])('is the sound that came in Ogg, in pieces of %i bytes', (piece) => {
    const ogg = tone(440);
    const webm = Buffer.concat(turned(makeTurner(), ogg, piece));
    const { samples, errors } = samplesOf(webm, 'matroska');
    expect(errors).toBe('');
    expect(samples.length / rate).toBeCloseTo(2, 1);
    expect(hertzOf(samples, 0.5)).toBeGreaterThan(437);
    expect(hertzOf(samples, 0.5)).toBeLessThan(443);
    // Nothing is added but a few bytes a packet: the container does not undo what Opus saves.
    expect(webm.length).toBeLessThan(ogg.length * 1.3);
  });

  test('goes on without a gap after an answer that broke in the middle of a page', () => {
    const turner = makeTurner();
    const first = tone(440);
    const parts = [...turned(turner, first.subarray(0, Math.floor(first.length * 0.8)), 500)];
    turner.goOn();
    parts.push(...turned(turner, tone(880), 500));
    const { samples, errors } = samplesOf(Buffer.concat(parts), 'matroska');
    expect(errors).toBe('');
    expect(samples.length / rate).toBeGreaterThan(2.6);
    expect(samples.length / rate).toBeLessThan(3.9);
    expect(Math.abs(hertzOf(samples, 0.5) - 440)).toBeLessThan(3.9);
    expect(Math.abs(hertzOf(samples, samples.length / rate - 1) - 880)).toBeLessThan(8);
  });

  test('passes over what is no Ogg, and keeps none of it', () => {
    const turner = makeTurner();
    const noise = Buffer.alloc(200_000, 'OggOggSOg');
    expect(turned(turner, noise.fill(0x4f, 100, 50_000), 1000)).toEqual([]);
    const { samples } = samplesOf(Buffer.concat(turned(turner, tone(440), 500)), 'matroska');
    expect(samples.length / rate).toBeGreaterThan(1.5);
  });
});
