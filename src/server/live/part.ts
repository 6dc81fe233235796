import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Ctx } from '#server/kernel';
import type { Engine } from './engine/engine.ts';

/** What of the live module lives as long as the process; reached as `ctx.app.parts.live`. */
export interface LivePart {
  engine: Engine;
  /** Answers `/live/<session>/events`. True: it has taken the request. */
  serveEvents(req: IncomingMessage, res: ServerResponse, sessionId: string): true;
  /** Passes `/engine/…`, a request or an upgrade (with its `head`). */
  proxyEngine(req: IncomingMessage, target: ServerResponse | Duplex, head?: Buffer): true;
  /** How many streams of events are open in this process. */
  listeners(sessionId?: string): number;
  /** Says goodbye on every stream; new ones are refused. */
  drain(): void;
  stop(): Promise<void>;
}

/** Undefined on the command line, where no long-lived part runs. */
export const livePart = (ctx: Ctx): LivePart | undefined => ctx.app.parts.live as LivePart | undefined;
