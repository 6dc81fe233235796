import * as live from '#server/live';
import { answerScript, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'person' });

/** A way in to one's own seat, or with `?talk` to the talk of those backstage. */
export const POST = (event) =>
  answerScript(event, (ctx) => {
    const join = event.url.searchParams.has('talk') ? live.joinBackstage : live.joinSeat;
    return join(ctx, event.params.id);
  });
