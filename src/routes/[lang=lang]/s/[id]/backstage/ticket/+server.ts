import { json } from '@sveltejs/kit';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'speaker' });

/** A way in to one's own seat. */
export const POST = async (event) => {
  try {
    return json(await live.joinSeat(ctxOf(event), event.params.id), {
      headers: { 'cache-control': 'no-store' },
    });
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};
