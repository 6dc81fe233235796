import type { Log } from '#server/kernel';
import { connectResp, type RespAddress, type RespConnection } from './resp.ts';

export interface Kept {
  /** False when there is no connection now; nothing is kept for later. */
  send(...words: string[]): boolean;
  /** Fulfilled when the first attempt has come out, one way or the other. */
  firstTry: Promise<void>;
  /** Gives a connection up that looks open, for a new one. */
  renew(): void;
  end(): void;
  /** Ends it when everything was answered, at the latest after `ms`. */
  finish(ms: number): Promise<void>;
}

interface Ends {
  heard(message: string): void;
  opened(): void;
  /** With how many commands unanswered. */
  lost(unanswered: number): void;
}

/** An attempt that has not come out by then has failed. */
const longestAttemptMs = 3_000;

/** One connection, made again whenever it is lost: after 0.1, 0.2, 0.4 … at most 5 s. */
export function keepConnected(address: RespAddress, topic: string | undefined, log: Log, ends: Ends): Kept {
  let current: RespConnection | undefined;
  let isUp = false;
  let isOver = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const failed = (connection: RespConnection, why: Error): void => {
    if (isOver || current !== connection) return;
    current = undefined;
    ends.lost(isUp ? connection.waiting() : 0);
    isUp = false;
    // ECONNREFUSED, or the first word of an answer: NOAUTH, WRONGPASS.
    const code = (why as { code?: string }).code ?? why.message.split(' ', 1)[0]!;
    log.warn('live bus lost its connection', { attempt: failures, code });
    timer = setTimeout(() => void open(), Math.min(5_000, 100 * 2 ** failures++));
  };
  const open = async (): Promise<void> => {
    const connection: RespConnection = connectResp(address, topic, ends.heard, (why) =>
      failed(connection, why),
    );
    current = connection;
    const late = setTimeout(() => giveUp(new Error('SILENT')), longestAttemptMs);
    try {
      await connection.ready;
    } catch {
      return;
    } finally {
      clearTimeout(late);
    }
    if (isOver || current !== connection) return;
    isUp = true;
    failures = 0;
    ends.opened();
  };
  const giveUp = (why: Error): void => {
    const connection = current;
    if (!connection) return;
    connection.end();
    failed(connection, why);
  };
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
    current?.end();
  };
  return {
    send: (...words) => {
      if (isUp) current!.send(...words);
      return isUp;
    },
    firstTry: open(),
    renew: () => {
      if (isUp) giveUp(new Error('SILENT'));
    },
    end,
    finish: async (ms) => {
      const until = Date.now() + ms;
      while (isUp && current!.waiting() > 0 && Date.now() < until)
        await new Promise((done) => setTimeout(done, 5));
      end();
    },
  };
}
