import { step, tickMs } from './clock.ts';
import type { Voice } from './voice.ts';

/** How loud the floor is under an interpreter. The same as in the rooms (`src/lib/live/languages.ts`). */
export const floorUnder = 0.15;
/** An interpreter pauses when the speaker does; only after this long are they taken for silent. */
const silentMs = 6000;
/** Between two voices at a hand-over nobody speaks for a moment. */
const absentMs = 1500;
/** Root mean square below which nothing is said: −50 dB of full scale. */
const quiet = 0.003;
/** The floor goes down and comes up over this long. */
const rampMs = 120;

const knee = 0.7;

/** Bends what is louder than 0.7 under 1. It has no memory: a voice more or less changes nothing of another one. */
export function limit(sample: number): number {
  const loud = Math.abs(sample);
  if (loud <= knee) return sample;
  return Math.sign(sample) * (knee + (1 - knee) * Math.tanh((loud - knee) / (1 - knee)));
}

/** Adds `from` to `to`. */
function add(to: Float32Array, from: Float32Array): void {
  for (let i = 0; i < step; i += 1) to[i]! += from[i]!;
}

function write(samples: Float32Array, to: Int16Array): Int16Array {
  for (let i = 0; i < step; i += 1) to[i] = Math.round(limit(samples[i]!) * 32767);
  return to;
}

/** Everything said on stage in one tick, not yet limited. */
export function mixFloor(to: Float32Array, voices: Iterable<Float32Array>): void {
  to.fill(0);
  for (const voice of voices) add(to, voice);
}

export const toSamples = (mixed: Float32Array): Int16Array => write(mixed, new Int16Array(step));

/** One language: the booth's voice over the lowered floor, the floor at full where the booth is silent. */
export function makeBoothMix(): (
  floor: Float32Array,
  booth: readonly (readonly [Pick<Voice, 'level' | 'isHeard'>, Float32Array])[],
) => Int16Array {
  const mixed = new Float32Array(step);
  let [sinceHeard, sinceThere] = [Infinity, Infinity];
  let gain = 1;
  return (floor, booth) => {
    sinceHeard += tickMs;
    sinceThere += tickMs;
    for (const [voice] of booth) {
      if (voice.isHeard()) sinceThere = 0;
      if (voice.level() > quiet) sinceHeard = 0;
    }
    const isSpoken = sinceHeard < silentMs && sinceThere < absentMs;
    const goal = isSpoken ? floorUnder : 1;
    const slope = ((1 - floorUnder) / (rampMs / tickMs) / step) * Math.sign(goal - gain);
    for (let i = 0; i < step; i += 1) {
      if (slope !== 0) {
        gain += slope;
        if ((slope > 0 && gain > goal) || (slope < 0 && gain < goal)) gain = goal;
      }
      mixed[i] = floor[i]! * gain;
    }
    for (const [, samples] of booth) add(mixed, samples);
    return write(mixed, new Int16Array(step));
  };
}
