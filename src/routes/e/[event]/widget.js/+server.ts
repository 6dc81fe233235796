import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from './$types';
import * as congress from '#server/congress';
import { asKitError, ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** For other sites: puts the programme's frame where the script tag stands. It asks nobody but us, and only for the frame. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    await congress.getEvent(ctx, event.params.event);
    return new Response(readFileSync(join(ctx.config.root, 'build/js/widget.js')), {
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' },
    });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
