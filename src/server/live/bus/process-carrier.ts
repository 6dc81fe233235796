import { afterCommit } from '#server/kernel';
import { passOn, type Carrier, type LiveNotice } from './carrier.ts';

/** For an installation that is one process: nothing leaves it, and no connection can be lost. */
export function makeProcessCarrier(): Carrier {
  const subscribers = new Set<(notice: LiveNotice) => void>();
  return {
    publish: async (ctx, frame) => afterCommit(ctx, () => passOn(frame, subscribers, () => undefined)),
    subscribe: (hear) => {
      // The same function given twice is two subscribers.
      const own = (notice: LiveNotice): void => hear(notice);
      subscribers.add(own);
      return { ready: Promise.resolve(), stop: () => void subscribers.delete(own) };
    },
    close: async () => subscribers.clear(),
  };
}
