import * as live from '#server/live';
import { answerScript, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** A way in for whoever watches: nothing is stored, nothing is asked. */
export const POST = (event) => answerScript(event, (ctx) => live.joinAsListener(ctx, event.params.id));
