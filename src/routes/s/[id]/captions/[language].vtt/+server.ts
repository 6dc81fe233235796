import { error } from '@sveltejs/kit';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** All captions of a session in one language, as WebVTT. */
export const GET = async (event) => {
  try {
    return new Response(
      await live.getVtt(ctxOf(event), event.params.id, live.langOf(event.params.language)),
      {
        headers: { 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'no-cache' },
      },
    );
  } catch (caught) {
    if (caught instanceof Refusal) error(caught.status, { message: caught.code, code: caught.code });
    throw caught;
  }
};
