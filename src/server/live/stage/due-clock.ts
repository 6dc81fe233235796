import { traceOf, type Ctx } from '#server/kernel';
import { enterDue } from './calling.ts';

/** Looks for countdowns that have run out: when one should have, and whenever it is asked to. One look at a time. */
export function callDue(ctx: Ctx): { soon(ms: number): void; stop(): Promise<void> } {
  const timers = new Set<NodeJS.Timeout>();
  let looking = Promise.resolve();
  const look = (): void => {
    looking = looking
      .then(() => enterDue(ctx))
      .catch((error: unknown) => ctx.log.warn('a countdown was not followed', traceOf(error)));
  };
  return {
    soon: (ms) => {
      // A moment later: the clocks of this process and of the row are not one.
      const timer = setTimeout(() => (timers.delete(timer), look()), ms + (ms ? 50 : 0));
      timers.add(timer);
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      await looking;
    },
  };
}
