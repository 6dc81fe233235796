import type { RequestHandler } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { isLang } from '#server/kernel';
import { asKitError, ctxOf } from '#server/web';

/** Sends the released programme as a file; a reader that has it already gets 304. `?lang=` chooses the language. */
export const sendProgramme =
  (format: congress.ExportFormat): RequestHandler =>
  async (event) => {
    const asked = event.url.searchParams.get('lang');
    const ctx = { ...ctxOf(event), ...(isLang(asked) && { lang: asked }) };
    try {
      const origin = ctx.config.origins[0] ?? event.url.origin;
      const { bytes, type, etag } = await congress.exportProgramme(ctx, event.params.event!, format, origin);
      const headers = {
        etag,
        'content-type': type,
        'cache-control': 'public, max-age=60',
        'access-control-allow-origin': '*',
      };
      if (event.request.headers.get('if-none-match') === etag)
        return new Response(null, { status: 304, headers });
      const name = `${event.params.event}.${format}`;
      return new Response(new Uint8Array(bytes), {
        headers: { ...headers, 'content-disposition': `inline; filename="${name}"` },
      });
    } catch (caught) {
      throw asKitError(ctx, caught);
    }
  };
