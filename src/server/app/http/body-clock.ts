import type { IncomingMessage, ServerResponse } from 'node:http';
import { smallBody } from './gate.ts';

export interface BodyLimits {
  /** A body that is no file has come whole within this. */
  wholeMs: number;
  /** A file may take longer while its bytes come: never so long without one … */
  idleMs: number;
  /** … and not longer than at so many bytes a second. */
  lowestRate: number;
  lookEveryMs: number;
}

/** 50 MB at the lowest rate (128 kbit/s) are 55 minutes. */
const usual: BodyLimits = { wholeMs: 60_000, idleMs: 30_000, lowestRate: 16 * 1024, lookEveryMs: 2_000 };

/**
 * Cuts a request whose body comes too slowly. Node has one limit for all requests, which is too short for a file on a slow
 * line, or far too long for everything else. A request that was answered already gets no more than any other.
 */
export function watchBody(req: IncomingMessage, res: ServerResponse, limits: BodyLimits = usual): void {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (req.complete || (announced === 0 && !req.headers['transfer-encoding'])) return;
  const { socket } = req;
  const isFile = announced > smallBody;
  const began = performance.now();
  let read = socket.bytesRead;
  let readAt = began;
  const stop = (): void => clearInterval(clock);
  const clock = setInterval(() => {
    if (req.complete || socket.destroyed) return stop();
    const now = performance.now();
    // What is here and was not taken yet: it is we who are slow.
    if (socket.bytesRead !== read || req.readableLength > 0) [read, readAt] = [socket.bytesRead, now];
    const mayTake =
      limits.wholeMs + (isFile && !res.writableFinished ? (announced / limits.lowestRate) * 1000 : 0);
    if (now - began <= mayTake && !(isFile && now - readAt > limits.idleMs)) return;
    stop();
    socket.destroy();
  }, limits.lookEveryMs);
  clock.unref();
}
