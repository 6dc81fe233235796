import { describe, expect, test } from 'vitest';
import { step } from './clock.ts';
import { floorUnder, limit, makeBoothMix, mixFloor, toSamples } from './mix.ts';
import { makeVoice, type Voice } from './voice.ts';

const constant = (value: number): Float32Array => new Float32Array(step).fill(value);
const samples = (value: number, ticks = 1): Int16Array =>
  new Int16Array(step * ticks).fill(Math.round(value * 32768));

/** Gives a voice `value` for so many ticks, and what a mix makes of it with a floor of 0.2. */
function hear(
  mix: ReturnType<typeof makeBoothMix>,
  voice: Voice | undefined,
  value: number | undefined,
): number {
  if (voice && value !== undefined) voice.put(samples(value));
  const out = mix(constant(0.2), voice ? [[voice, voice.take()]] : []);
  return out.at(-1)! / 32767;
}

describe('the mix', () => {
  test('leaves quiet sound alone and bends loud sound under full scale, without a memory', () => {
    expect([0, 0.5, -0.7].map(limit)).toEqual([0, 0.5, -0.7]);
    for (const loud of [0.8, 1, 2]) {
      expect(limit(loud)).toBeLessThanOrEqual(1);
      expect(limit(loud)).toBeGreaterThan(limit(loud - 0.1));
      expect(limit(-loud)).toBe(-limit(loud));
    }
    expect(limit(100)).toBeLessThanOrEqual(1);
  });

  test('adds voices as they are', () => {
    const floor = new Float32Array(step);
    mixFloor(floor, [constant(0.1), constant(0.2), constant(-0.05)]);
    expect(toSamples(floor)[7]).toBe(Math.round(0.25 * 32767));
  });

  test('lowers the floor under an interpreter, holds it in their pauses, and raises it when they are silent', () => {
    const mix = makeBoothMix();
    const voice = makeVoice();
    const speak = (value: number | undefined, ticks: number): number => {
      let last = 0;
      for (let n = 0; n < ticks; n += 1) last = hear(mix, voice, value);
      return last;
    };
    expect(hear(mix, undefined, undefined)).toBeCloseTo(0.2, 3);
    expect(speak(0.1, 30)).toBeCloseTo(0.2 * floorUnder + 0.1, 2);
    // Three seconds of a pause, microphone open.
    expect(speak(0, 150)).toBeCloseTo(0.2 * floorUnder, 2);
    expect(speak(0, 200)).toBeCloseTo(0.2, 2);
    expect(speak(0.1, 30)).toBeCloseTo(0.2 * floorUnder + 0.1, 2);
    // The voice is gone.
    expect(speak(undefined, 60)).toBeCloseTo(0.2 * floorUnder, 2);
    expect(speak(undefined, 60)).toBeCloseTo(0.2, 2);
  });

  test('goes down and up without a jump', () => {
    const mix = makeBoothMix();
    const voice = makeVoice();
    voice.put(samples(0.05, 5));
    const all: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      voice.put(samples(0.05));
      all.push(...mix(constant(0.5), [[voice, voice.take().fill(0)]]));
    }
    const jumps = all.slice(1).map((one, at) => Math.abs(one - all[at]!));
    expect(Math.max(...jumps)).toBeLessThan(40);
    expect(all.at(-1)! / 32767).toBeCloseTo(0.5 * floorUnder, 2);
  });
});

describe('a voice', () => {
  test('begins when a little of it is there, and is silence where nothing came', () => {
    const voice = makeVoice();
    voice.put(samples(0.5, 2));
    expect(voice.take()[0]).toBe(0);
    voice.put(samples(0.5));
    expect(voice.take()[0]).toBeCloseTo(0.5, 3);
    expect(voice.level()).toBeCloseTo(0.5, 3);
    voice.take();
    voice.take();
    expect(voice.isHeard()).toBe(true);
    expect(voice.take()[0]).toBe(0);
    expect(voice.isHeard()).toBe(false);
    expect(voice.level()).toBe(0);
  });

  test('never grows: what is old is dropped when nobody takes it', () => {
    const voice = makeVoice();
    for (let n = 0; n < 500; n += 1) voice.put(samples(n / 1000));
    // The newest tenth of a second or so is what is heard.
    expect(voice.take()[0]).toBeGreaterThan(0.49);
  });
});
