import { json } from '@sveltejs/kit';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'person' });

/** A way in to one's own seat, or with `?talk` to the talk of those backstage. */
export const POST = async (event) => {
  try {
    const join = event.url.searchParams.has('talk') ? live.joinBackstage : live.joinSeat;
    return json(await join(ctxOf(event), event.params.id), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};
