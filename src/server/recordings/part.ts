import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ctx } from '#server/kernel';

/** What of this module lives as long as the process. */
export interface RecordingsPart {
  /** Answers /listen/… and /media/… outside Kit; false when the address is none of them. */
  serve(req: IncomingMessage, res: ServerResponse): boolean;
  stop(): Promise<void>;
}

export const recordingsPart = (ctx: Ctx): RecordingsPart | undefined =>
  ctx.app.parts.recordings as RecordingsPart | undefined;
