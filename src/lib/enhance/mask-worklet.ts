// Runs beside the microphone, in the browser's sound thread: what goes on from here is the changed voice only.
import { drawRatio, shiftVoice } from '../live/shift-voice.ts';

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {}

registerProcessor(
  'mask',
  class extends AudioWorkletProcessor {
    // No crypto here; the number protects nothing by being secret, it only differs from visit to visit.
    shift = shiftVoice(sampleRate, drawRatio(Math.random, sampleRate));
    process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
      const out = output?.[0];
      if (out) this.shift(input?.[0] ?? new Float32Array(out.length), out);
      return true;
    }
  },
);
