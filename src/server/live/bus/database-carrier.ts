import type pg from 'pg';
import { notifyLive, type Log } from '#server/kernel';
import type { Carrier } from './carrier.ts';
import { listenLive } from './listen.ts';

/** PostgreSQL's notifications: told in the transaction, carried by its commit. Each subscriber has a connection of its own. */
export function makeDatabaseCarrier(connection: () => Promise<pg.ClientConfig>, log: Log): Carrier {
  const open = new Set<{ stop(): Promise<void> }>();
  let isClosed = false;
  return {
    publish: notifyLive,
    subscribe: (hear, missed) => {
      let isStopped = false;
      let listening: ReturnType<typeof listenLive> | undefined;
      const stop = async (): Promise<void> => {
        isStopped = true;
        open.delete(own);
        await listening?.stop();
      };
      const own = { stop };
      open.add(own);
      const ready = connection().then(async (found) => {
        if (isStopped || isClosed) return;
        listening = listenLive(found, log, (notice) => isStopped || hear(notice), missed);
        await listening.ready;
      });
      return { ready, stop: () => void stop() };
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...open].map((one) => one.stop()));
    },
  };
}
