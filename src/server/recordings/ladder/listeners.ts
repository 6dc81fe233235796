import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { opusHeads } from './ogg.ts';
import { frameChunk, type Format, type Place, type Tail } from './tail.ts';

/** A listener is a place in what the bot writes, and nothing is kept for it but that. */
interface Listener {
  socket: Socket;
  isChunked: boolean;
  /** Of the next bytes: in memory, or else in the files. */
  chunk: number | undefined;
  place: Place;
  /** Milliseconds of the take that it may be behind. */
  mostBehind: number;
  /** Its bytes are being read or sent. */
  isBusy: boolean;
  busySince: number;
}

export interface Hall {
  /** Lets somebody listen from `back` milliseconds before now, or from `from` milliseconds of the take on. */
  admit(req: IncomingMessage, res: ServerResponse, wish: { back?: number; from?: number }): Promise<void>;
  /** Something new is there. */
  go(): void;
  count(): number;
  /** Everybody gets what is there, and the end. */
  end(): void;
}

/** Players begin at once when they get so much at once. */
export const cushionMs = 2_500;
/** Who stopped goes on where they were within this window; after it, with what is said now. */
export const windowMs = 600_000;
/** One that reads nothing for so long has gone. */
const goneMs = 1_800_000;
/** From the files at once: four seconds. */
const readAtOnce = 16 * 1024;

export const mimeOf = (format: Format): string =>
  format === 'mp3' ? 'audio/mpeg' : 'audio/ogg; codecs=opus';

export const soundHeaders = (format: Format): Record<string, string> => ({
  'content-type': mimeOf(format),
  'cache-control': 'no-store',
  'accept-ranges': 'none',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
});

/** Those who listen to one sound in one format. Shared bytes go to all; whoever doesn't read waits at their place. */
export function makeHall(tail: Tail, format: Format, gone: (error: unknown) => void): Hall {
  const listeners = new Set<Listener>();
  let isOver = false;

  const write = (listener: Listener, plain: Buffer, framed: Buffer | undefined): boolean =>
    listener.socket.write(listener.isChunked ? (framed ?? frameChunk(plain)) : plain);

  const leave = (listener: Listener): void => {
    listeners.delete(listener);
    if (listener.socket.destroyed) return;
    listener.socket.end(listener.isChunked ? '0\r\n\r\n' : '');
  };

  /** Sends until the socket is full or nothing is left. */
  const pump = (listener: Listener): void => {
    if (listener.isBusy || listener.socket.destroyed) return;
    while (listener.chunk !== undefined) {
      const chunk = tail.chunk(listener.chunk);
      if (!chunk) {
        if (listener.chunk >= tail.next()) return void (isOver && leave(listener));
        // It waited so long that its next bytes are only in the files now.
        listener.chunk = undefined;
        break;
      }
      listener.chunk++;
      listener.place = { ...chunk.from, offset: chunk.to };
      if (!write(listener, chunk.bytes, chunk.framed)) return wait(listener);
    }
    listener.isBusy = true;
    listener.busySince = Date.now();
    void catchUp(listener).catch((error: unknown) => {
      gone(error);
      listener.socket.destroy();
    });
  };
  const wait = (listener: Listener): void => {
    listener.isBusy = true;
    listener.busySince = Date.now();
    listener.socket.once('drain', () => {
      listener.isBusy = false;
      comeBack(listener);
      pump(listener);
    });
  };
  /** Who fell behind by more than the window hears what is said now. */
  const comeBack = (listener: Listener): void => {
    const now = tail.now();
    if (now === undefined || now - tail.timeOf(listener.place) <= listener.mostBehind) return;
    listener.chunk = tail.late(cushionMs);
  };
  const catchUp = async (listener: Listener): Promise<void> => {
    while (listener.chunk === undefined && !listener.socket.destroyed) {
      const some = await tail.read(listener.place, readAtOnce);
      if (!some) {
        // Its file is gone.
        listener.chunk = tail.late(cushionMs);
        break;
      }
      listener.place = some.place;
      listener.chunk = some.chunk;
      if (some.bytes.length > 0 && !write(listener, some.bytes, undefined)) return wait(listener);
    }
    listener.isBusy = false;
    pump(listener);
  };

  return {
    admit: async (req, res, { back, from }) => {
      const now = tail.now() ?? 0;
      const wanted = from === undefined ? now - (back ?? cushionMs) : Math.min(from, now - cushionMs);
      const { place, chunk } = await tail.find(Math.max(0, wanted));
      const { socket } = req;
      if (socket.destroyed) return;
      const isChunked = req.httpVersionMinor > 0;
      if (!isChunked) res.useChunkedEncodingByDefault = false;
      res.writeHead(200, {
        ...soundHeaders(format),
        ...(isChunked ? { 'transfer-encoding': 'chunked' } : {}),
      });
      socket.setTimeout(0);
      socket.setKeepAlive(true, 60_000);
      res.flushHeaders();
      const listener: Listener = {
        socket,
        isChunked,
        chunk,
        place,
        mostBehind: windowMs + Math.max(0, now - wanted),
        isBusy: false,
        busySince: 0,
      };
      listeners.add(listener);
      socket.once('close', () => listeners.delete(listener));
      if (format === 'ogg') write(listener, opusHeads(), undefined);
      pump(listener);
    },
    go: () => {
      const now = Date.now();
      for (const listener of listeners) {
        if (listener.isBusy) {
          if (now - listener.busySince > goneMs) listener.socket.destroy();
        } else pump(listener);
      }
    },
    count: () => listeners.size,
    end: () => {
      isOver = true;
      for (const listener of listeners) pump(listener);
      // Nobody is waited for who doesn't read.
      setTimeout(() => {
        for (const listener of listeners) leave(listener);
      }, 10_000).unref();
    },
  };
}
