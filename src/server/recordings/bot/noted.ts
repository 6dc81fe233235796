import type { Written } from '../journal.ts';
import { tickMs } from './clock.ts';
import type { Heard } from './hall.ts';

/** Root mean square below which nothing is said: −50 dB of full scale. */
const quiet = 0.003;
/** A pause within what is said. */
const pauseTicks = 1500 / tickMs;
/** Written down at least so often: a bot that is killed knows of the rest. */
const longestTicks = 5000 / tickMs;

export interface Noted {
  hear(tick: number, one: Heard): void;
  close(): void;
}

/** Of those whose voice is not kept: when they spoke, and nothing else, so that words of others for theirs can be left out. */
export function makeNoted(begin: number, note: (written: Written) => void): Noted {
  const open = new Map<string, { from: number; to: number; one: Heard }>();
  const write = (identity: string): void => {
    const { from, to, one } = open.get(identity)!;
    open.delete(identity);
    const at = begin + from * tickMs;
    const span = { at, to: begin + (to + 1) * tickMs };
    note({ ...span, what: 'heard', identity, kind: one.kind, ...(one.lang && { lang: one.lang }) });
  };
  return {
    hear: (tick, one) => {
      const known = open.get(one.identity);
      const isSpeaking = one.voice.level() > quiet;
      if (known && isSpeaking && tick - known.to < pauseTicks) known.to = tick;
      else if (isSpeaking) {
        if (known) write(one.identity);
        open.set(one.identity, { from: tick, to: tick, one });
      }
      const now = open.get(one.identity);
      if (now && (tick - now.to > pauseTicks || tick - now.from > longestTicks)) write(one.identity);
    },
    close: () => {
      for (const identity of [...open.keys()]) write(identity);
    },
  };
}
