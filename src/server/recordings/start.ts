import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ctx } from '#server/kernel';
import { makeReceive } from './archive/receive.ts';
import { makeSupervisor } from './bot/supervise.ts';
import { makeLadder } from './ladder/serve.ts';
import type { RecordingsPart } from './part.ts';
import { makePrinter } from './proceedings/printer.ts';
import { serveRecordings } from './publish/serve.ts';
import { openStorage } from './storage/open.ts';

/** Who answers an address outside Kit, in order; true: it is theirs. */
type Server = (req: IncomingMessage, res: ServerResponse) => boolean;

/** Builds what of this module lives as long as the process. */
export async function startRecordings(ctx: Ctx): Promise<RecordingsPart> {
  const ladder = makeLadder(ctx);
  const servers: Server[] = [ladder.serve, serveRecordings(ctx)];
  const bots = makeSupervisor(ctx);
  return {
    serve: (req, res) => servers.some((serve) => serve(req, res)),
    receive: makeReceive(ctx),
    storage: openStorage(ctx.config),
    bots,
    proceedings: makePrinter(),
    drain: ladder.stop,
    stop: async () => {
      ladder.stop();
      await bots.stop();
    },
  };
}
