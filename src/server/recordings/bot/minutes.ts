import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

const minuteMs = 60_000;

/** Files of one kind of sound, a minute each, appended as it comes. `at` is milliseconds of the epoch. */
export interface Minutes {
  write(at: number, bytes: Buffer): void;
  close(): Promise<void>;
}

export function makeMinutes(folder: string, ending: 'mp3' | 'ogg', fail: () => void): Minutes {
  mkdirSync(folder, { recursive: true });
  let [minute, stream] = [-1, undefined as WriteStream | undefined];
  const closing = new Set<Promise<void>>();
  const end = (): void => {
    if (!stream) return;
    const one = stream;
    const closed = new Promise<void>((done) => {
      // One that could not be written is closed already, and says so once.
      if (one.closed) return done();
      one.once('close', done);
      one.end();
    }).finally(() => closing.delete(closed));
    closing.add(closed);
  };
  return {
    write: (at, bytes) => {
      // Never back into a file that is full: an encoder that was late goes on in the newest.
      const due = Math.max(minute, Math.floor(at / minuteMs));
      if (due !== minute || !stream) {
        end();
        minute = due;
        stream = createWriteStream(join(folder, `${minute}.${ending}`), { flags: 'a' });
        stream.on('error', fail);
      }
      stream.write(bytes);
    },
    close: async () => {
      end();
      stream = undefined;
      await Promise.all(closing);
    },
  };
}
