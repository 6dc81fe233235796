import * as live from '#server/live';
import { answerScript, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** A way in to try one's connection: leads to nobody, nothing is stored. */
export const POST = (event) => answerScript(event, (ctx) => live.tryConnection(ctx));
