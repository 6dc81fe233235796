import { json } from '@sveltejs/kit';
import { refuse, Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'speaker' });

/** Turns to a page, from the keyboard of whoever speaks. */
export const POST = async (event) => {
  try {
    const ctx = ctxOf(event);
    const { id } = event.params;
    await live.mustGiveSlides(ctx, id);
    const site = event.request.headers.get('sec-fetch-site');
    if (site && site !== 'same-origin') throw refuse('forbidden', 'web.other_site');
    // Another site can't send JSON without asking first, and is never told yes.
    if (!event.request.headers.get('content-type')?.startsWith('application/json'))
      throw refuse('invalid', 'web.unreadable');
    const asked = live.showInput.safeParse(await event.request.json().catch(() => undefined));
    if (!asked.success) throw refuse('invalid', 'web.unreadable');
    await live.showSlide(ctx, id, asked.data);
    return json({ page: asked.data.page }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};
