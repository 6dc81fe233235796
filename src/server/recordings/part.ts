import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ctx } from '#server/kernel';
import type { Receive } from './archive/receive.ts';
import type { Supervisor } from './bot/supervisor.ts';
import type { Printer } from './proceedings/printer.ts';
import type { Storage } from './storage/storage.ts';

/** What of this module lives as long as the process. */
export interface RecordingsPart {
  /** Answers /listen/… and /media/… outside Kit; false when the address is none of them. */
  serve(req: IncomingMessage, res: ServerResponse): boolean;
  /** Takes old recordings in, at /upload…; false when the address is none of its. */
  receive: Receive;
  /** Where finished files stand. */
  storage: Storage;
  /** One recording at a time is worked on: the other jobs of the site have their turns. */
  isMaking?: boolean;
  /** The bots that run in this process. */
  bots: Supervisor;
  /** Prints proceedings, one at a time; nothing is loaded for it before the first. */
  proceedings: Printer;
  /** Ends what goes on for long, so that the process can end. */
  drain(): void;
  stop(): Promise<void>;
}

export const recordingsPart = (ctx: Ctx): RecordingsPart | undefined =>
  ctx.app.parts.recordings as RecordingsPart | undefined;
