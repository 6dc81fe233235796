import { json } from '@sveltejs/kit';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** A way in to try one's connection: leads to nobody, nothing is stored. */
export const POST = async (event) => {
  try {
    return json(await live.tryConnection(ctxOf(event)), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};
