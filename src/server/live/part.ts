import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Ctx } from '#server/kernel';
import type { Engine } from './engine/engine.ts';
import type { SlideFile } from './slides/slide-file.ts';
import type { Reactions } from './talk/reaction-counts.ts';

/** What of the live module lives as long as the process; reached as `ctx.app.parts.live`. */
export interface LivePart {
  engine: Engine;
  /** Answers `/live/<session>/events`. True: it has taken the request. */
  serveEvents(req: IncomingMessage, res: ServerResponse, sessionId: string): true;
  /** Passes `/engine/…`, a request or an upgrade (with its `head`). */
  proxyEngine(req: IncomingMessage, target: ServerResponse | Duplex, head?: Buffer): true;
  /** How many streams of events are open in this process. */
  listeners(sessionId?: string): number;
  /** How many are open in the other processes of this site, as they last said. */
  followersElsewhere(sessionId: string): number;
  /** Somebody's countdown runs out in `ms`. */
  callSoon(ms: number): void;
  /** Of this process, of this second. */
  reactions: Reactions;
  /** Answers `/slide/<file>` with what is everybody's; false: somebody else has to look who asks. */
  serveSlide(req: IncomingMessage, res: ServerResponse, file: string): Promise<boolean>;
  /** Files of pages that many ask for now. */
  pictures: Map<string, { until: number; found: Promise<SlideFile | undefined> }>;
  /** Slides are drawn one deck after another. */
  drawing?: Promise<void>;
  /** Plays the statement that the seat `identity` was given. */
  playStatement(sessionId: string, identity: string): Promise<void>;
  /** Says goodbye on every stream; new ones are refused. */
  drain(): void;
  stop(): Promise<void>;
}

/** Undefined on the command line, where no long-lived part runs. */
export const livePart = (ctx: Ctx): LivePart | undefined => ctx.app.parts.live as LivePart | undefined;
