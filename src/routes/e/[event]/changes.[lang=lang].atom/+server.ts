import { createHash } from 'node:crypto';
import * as congress from '#server/congress';
import { isLang } from '#server/kernel';
import { asKitError, ctxOf, declare } from '#server/web';
import { writeFeed } from './write-feed.ts';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** Releases and corrections of one event as an Atom feed. The same for everybody; a reader that has it gets 304. */
export const GET: RequestHandler = async (event) => {
  const lang = isLang(event.params.lang) ? event.params.lang : ctxOf(event).lang;
  const ctx = event.platform!.req.veche.ctx({ lang });
  try {
    const log = await congress.getChangeLog(ctx, event.params.event);
    const feed = writeFeed(ctx.t, lang, ctx.config.origins[0] ?? event.url.origin, log);
    const etag = `"${createHash('sha256').update(feed).digest('base64url').slice(0, 22)}"`;
    const headers = {
      etag,
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': 'public, max-age=60',
      'access-control-allow-origin': '*',
    };
    if (event.request.headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers });
    return new Response(feed, { headers });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
