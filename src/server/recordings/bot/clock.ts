/** Of every sound here. */
export const rate = 48_000;
/** Milliseconds of one tick. */
export const tickMs = 20;
/** Samples of one tick. */
export const step = (rate * tickMs) / 1000;

export interface Clock {
  /** Milliseconds of the take when this epoch began. */
  readonly begin: number;
  /** Now, in milliseconds of the take. */
  now(): number;
  stop(): void;
}

/**
 * The one clock of the bot. The wall's time is read once; from then on it is the machine's steady clock, so that a corrected
 * wall clock moves nothing. `tick` is called for every 20 ms that have passed, never more and never less: after a pause it is
 * called as often as it was late. Sound is what the ticks have written and pictures are counted by them, so neither can drift
 * from the other.
 */
export function startClock(startedAt: number, tick: (number: number) => void): Clock {
  const origin = performance.now();
  const begin = Math.max(0, Math.round(Date.now() - startedAt));
  let ticks = 0;
  const timer = setInterval(() => {
    const due = Math.floor((performance.now() - origin) / tickMs);
    for (; ticks < due; ticks += 1) tick(ticks);
  }, tickMs);
  return {
    begin,
    now: () => Math.round(begin + performance.now() - origin),
    stop: () => clearInterval(timer),
  };
}
