import pg from 'pg';
import type { Connection, Log } from '#server/kernel';

/**
 * Follows one channel of PostgreSQL on a client of its own. After a lost connection it comes back, and says so:
 * whoever listens must then forget what it knew.
 */
export async function listen(
  connection: Connection,
  channel: string,
  log: Log,
  hear: (payload: string) => void,
  lost: () => void,
): Promise<{ stop(): Promise<void> }> {
  let client: pg.Client | undefined;
  let isStopped = false;
  const open = async (): Promise<void> => {
    const fresh = new pg.Client(connection);
    fresh.on('error', () => undefined);
    fresh.on('end', () => {
      if (!isStopped && client === fresh) void again();
    });
    fresh.on('notification', (message) => hear(message.payload ?? ''));
    await fresh.connect();
    await fresh.query(`listen ${channel}`);
    client = fresh;
  };
  const again = async (): Promise<void> => {
    log.warn('notifications lost, coming back', { name: channel });
    client = undefined;
    for (let wait = 50; !isStopped; wait = Math.min(wait * 2, 2_000)) {
      lost();
      try {
        await open();
        lost();
        return;
      } catch {
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  };
  await open();
  return {
    stop: async () => {
      isStopped = true;
      await client?.end().catch(() => undefined);
    },
  };
}
