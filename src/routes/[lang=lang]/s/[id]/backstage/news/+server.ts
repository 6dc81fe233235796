import { json } from '@sveltejs/kit';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'speaker' });

/** The host's words to those backstage. */
export const GET = async (event) => {
  try {
    return json(
      { note: await live.getBackstageNote(ctxOf(event), event.params.id) },
      { headers: { 'cache-control': 'no-store' } },
    );
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};
