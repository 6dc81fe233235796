import { describe, expect, test } from 'vitest';
import { drawRatio, shiftVoice } from './shift-voice.ts';

const rate = 48_000;
const block = 128;

/** What comes out of the mask for a tone, in blocks as the browser sends them. */
function through(ratio: () => number, hertz: number, seconds = 1): Float32Array {
  const shift = shiftVoice(rate, ratio);
  const all = new Float32Array(rate * seconds);
  for (let at = 0; at + block <= all.length; at += block) {
    const input = Float32Array.from({ length: block }, (_, i) =>
      Math.sin((2 * Math.PI * hertz * (at + i)) / rate),
    );
    shift(input, all.subarray(at, at + block));
  }
  return all.subarray(rate / 4);
}
const strength = (samples: Float32Array, hertz: number): number => {
  let [real, imaginary] = [0, 0];
  samples.forEach((sample, i) => {
    real += sample * Math.cos((2 * Math.PI * hertz * i) / rate);
    imaginary += sample * Math.sin((2 * Math.PI * hertz * i) / rate);
  });
  return Math.hypot(real, imaginary) / samples.length;
};
const strongest = (samples: Float32Array): number => {
  const part = samples.subarray(0, 12_000);
  const all = Array.from({ length: 90 }, (_, i) => 80 + i * 4).map((hertz) => [hertz, strength(part, hertz)]);
  return all.reduce((best, one) => (one[1]! > best[1]! ? one : best))[0]!;
};

describe('the mask', () => {
  test.each([0.75, 1.3])('a tone comes out %d times as high', (ratio) => {
    const out = through(() => ratio, 200);
    expect(Math.abs(strongest(out) - 200 * ratio)).toBeLessThan(12);
    // What was said is not in it any more.
    expect(strength(out, 200)).toBeLessThan(strength(out, strongest(out)) / 3);
    expect(out.every((sample) => Number.isFinite(sample) && Math.abs(sample) <= 1.01)).toBe(true);
  });

  test('silence stays silence', () => {
    expect(through(() => 0.8, 0).every((sample) => sample === 0)).toBe(true);
  });

  test('each visit draws another ratio, never near one, swaying a little', () => {
    const seen = Array.from({ length: 200 }, () => drawRatio(Math.random, rate)());
    expect(seen.every((ratio) => ratio < 0.85 || ratio > 1.18)).toBe(true);
    expect(seen.some((ratio) => ratio < 1) && seen.some((ratio) => ratio > 1)).toBe(true);
    expect(new Set(seen.map((ratio) => ratio.toFixed(3))).size).toBeGreaterThan(50);
    const sway = drawRatio(Math.random, 100);
    const one = Array.from({ length: 2000 }, sway);
    expect(Math.max(...one) / Math.min(...one)).toBeGreaterThan(1.02);
    expect(Math.max(...one) / Math.min(...one)).toBeLessThan(1.06);
  });
});
