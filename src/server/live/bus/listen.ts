import pg from 'pg';
import type { Log } from '#server/kernel';
import { passOn, type LiveNotice } from './carrier.ts';

/**
 * One connection of the process hears all live frames of all processes. When it is lost it is made again, and
 * `missed` is called, for nobody knows what was said meanwhile.
 */
export function listenLive(
  connection: pg.ClientConfig,
  log: Log,
  hear: (notice: LiveNotice) => void,
  missed: () => void,
): { ready: Promise<void>; stop(): Promise<void> } {
  let client: pg.Client | undefined;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;

  const again = (lost: pg.Client): void => {
    if (stopped || client !== lost) return;
    client = undefined;
    log.warn('live bus lost its connection', { attempt: failures });
    retry = setTimeout(
      () => void open().then(missed, () => undefined),
      Math.min(5000, 100 * 2 ** failures++),
    );
  };
  const open = async (): Promise<void> => {
    const fresh = new pg.Client(connection);
    client = fresh;
    fresh.on('error', () => again(fresh));
    fresh.on('end', () => again(fresh));
    fresh.on('notification', ({ payload }) => {
      passOn(payload ?? '', [hear], () => log.warn('live bus heard something unreadable'));
    });
    try {
      await fresh.connect();
      await fresh.query('listen live');
      failures = 0;
    } catch (error) {
      again(fresh);
      throw error;
    }
  };
  return {
    ready: open().catch(() => undefined),
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
