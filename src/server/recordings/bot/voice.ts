import { rate, step } from './clock.ts';

/** How much is held back so that a late frame leaves no hole: 60 ms. */
const held = (rate * 60) / 1000;
/** More than this was not taken for a while: it is old, and what is new is heard. */
const most = (rate * 240) / 1000;
const size = rate;

/** One voice between the engine and the mix: takes what comes, gives 20 ms at a time. */
export interface Voice {
  /** Takes samples as they come. */
  put(samples: Int16Array): void;
  /** The next tick's samples, as parts of one; silence where nothing came. The array is used again by the next call. */
  take(): Float32Array;
  /** Root mean square of what was taken last. */
  level(): number;
  /** Anything was received that has not been taken. */
  isHeard(): boolean;
}

export function makeVoice(): Voice {
  const ring = new Int16Array(size);
  const out = new Float32Array(step);
  let [from, count, level] = [0, 0, 0];
  let isWaiting = true;
  const drop = (samples: number): void => {
    from = (from + samples) % size;
    count -= samples;
  };
  return {
    put: (samples) => {
      if (samples.length > size) return;
      if (count + samples.length > size) drop(count + samples.length - size);
      const at = (from + count) % size;
      const first = Math.min(samples.length, size - at);
      ring.set(samples.subarray(0, first), at);
      ring.set(samples.subarray(first), 0);
      count += samples.length;
    },
    take: () => {
      if (isWaiting && count >= held) isWaiting = false;
      if (isWaiting || count < step) {
        // What came and does not fill a tick is the tail of something said: it waits for more.
        isWaiting = true;
        level = 0;
        return out.fill(0);
      }
      if (count > most) drop(count - held - step);
      let sum = 0;
      for (let i = 0; i < step; i += 1) {
        const sample = ring[(from + i) % size]! / 32768;
        out[i] = sample;
        sum += sample * sample;
      }
      drop(step);
      level = Math.sqrt(sum / step);
      return out;
    },
    level: () => level,
    isHeard: () => count > 0 || !isWaiting,
  };
}
