import { rate } from '../bot/clock.ts';
import { readPcm } from './pcm.ts';

/** What is heard in a file. */
export interface Tones {
  /** How loud a tone is between two moments (seconds), in dB of full scale; for tones that go on. */
  level(hz: number, from: number, to: number): number;
  /** The loudest tenth of a second of it. */
  loudest(hz: number, from: number, to: number): number;
}

export async function hear(file: string, seconds: number): Promise<Tones> {
  const reader = readPcm('ffmpeg', file);
  const samples = await reader.read(seconds * rate).finally(reader.close);
  const level = (hz: number, from: number, to: number): number =>
    20 * Math.log10(goertzel(samples.subarray(Math.round(from * rate), Math.round(to * rate)), hz) + 1e-9);
  return {
    level,
    loudest: (hz, from, to) => {
      let most = -Infinity;
      for (let at = from; at < to - 0.05; at += 0.1) most = Math.max(most, level(hz, at, at + 0.1));
      return most;
    },
  };
}

/** Amplitude of a tone by Goertzel's way, 1 being full scale; under a Hann window what stands beside it does not count. */
function goertzel(samples: Int16Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let [one, two] = [0, 0];
  const { length } = samples;
  for (let i = 0; i < length; i += 1) {
    const hann = 1 - Math.cos((2 * Math.PI * i) / (length - 1));
    const now = (samples[i]! / 32768) * hann + turn * one - two;
    [two, one] = [one, now];
  }
  return (2 * Math.sqrt(Math.max(0, one * one + two * two - turn * one * two))) / length;
}
