import { rate, step } from './clock.ts';

/** How much is held back so that a late frame leaves no hole: 60 ms, and what two ticks take. */
const held = (rate * 60) / 1000;
/** More than this was there all the time, for so many ticks: it is caught up with, by so many samples a tick, unheard. */
const enough = (rate * 110) / 1000;
const looked = 50;
const hurry = 24;
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
  /** How long what is taken has waited, on the average of late. */
  waitingMs(): number;
  /** Anything was received that has not been taken. */
  isHeard(): boolean;
}

export function makeVoice(): Voice {
  const ring = new Int16Array(size);
  const out = new Float32Array(step);
  let [from, count, level] = [0, 0, 0];
  let isWaiting = true;
  let [waited, least, seen, isLate] = [held, size, 0, false];
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
      if (count > most) drop(count - held - 2 * step);
      waited += (count - waited) / looked;
      least = Math.min(least, count);
      if ((seen += 1) >= looked) [isLate, least, seen] = [least > enough, size, 0];
      const used = isLate && count > step + hurry ? step + hurry : step;
      let sum = 0;
      for (let i = 0; i < step; i += 1) {
        // Between two neighbours while it hurries; otherwise each as it is.
        const at = (i * used) / step;
        const [place, part] = [Math.floor(at), at % 1];
        const here = ring[(from + place) % size]!;
        const sample = (part ? here + (ring[(from + place + 1) % size]! - here) * part : here) / 32768;
        out[i] = sample;
        sum += sample * sample;
      }
      drop(used);
      level = Math.sqrt(sum / step);
      return out;
    },
    level: () => level,
    waitingMs: () => (waited * 1000) / rate,
    isHeard: () => count > 0 || !isWaiting,
  };
}
