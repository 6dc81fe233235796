import type { RequestHandler } from './$types';
import * as congress from '#server/congress';
import { asKitError, ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The own schedule for a calendar program, which asks again by itself; nothing on the way keeps it. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    const origin = ctx.config.origins[0] ?? event.url.origin;
    const { bytes, type, etag } = await congress.exportPlan(ctx, event.params.secret, origin);
    const headers = { etag, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
    if (event.request.headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(bytes), {
      headers: {
        ...headers,
        'content-type': type,
        'content-disposition': 'inline; filename="my-schedule.ics"',
      },
    });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
