import { json } from '@sveltejs/kit';
import { refuse, Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'key' });

const noStore = { 'cache-control': 'no-store' };

/** The port of a speech-recognition server: lines of JSON, in the language of the address, with a key the host made. */
export const POST = async (event) => {
  const ctx = ctxOf(event);
  const { id, language } = event.params;
  const key = event.request.headers.get('authorization');
  try {
    const lang = live.langOf(language);
    // Whose it is comes before a byte of it is read.
    await live.admitPort(ctx, id, lang, key);
    if (Number(event.request.headers.get('content-length') ?? 0) > live.longestRequest)
      throw refuse('invalid', 'captions.too_long');
    const body = new Uint8Array(await event.request.arrayBuffer());
    return json(await live.hearPort(ctx, id, lang, key, body), { headers: noStore });
  } catch (caught) {
    if (!(caught instanceof Refusal)) throw caught;
    const { code, params, status } = caught;
    return json(
      { code, params },
      { status, headers: { ...noStore, ...(status === 429 ? { 'retry-after': '5' } : {}) } },
    );
  }
};
