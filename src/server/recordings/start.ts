import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ctx } from '#server/kernel';
import type { RecordingsPart } from './part.ts';

/** Who answers an address outside Kit, in order; true: it is theirs. */
type Server = (req: IncomingMessage, res: ServerResponse) => boolean;

/** Builds what of this module lives as long as the process. */
export async function startRecordings(_ctx: Ctx): Promise<RecordingsPart> {
  const servers: Server[] = [];
  return {
    serve: (req, res) => servers.some((serve) => serve(req, res)),
    stop: async () => undefined,
  };
}
