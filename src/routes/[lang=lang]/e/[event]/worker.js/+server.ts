import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from './$types';
import * as congress from '#server/congress';
import { asKitError, ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The worker of one event: by its address it can answer for nothing but the pages of that event in that language. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    await congress.getEvent(ctx, event.params.event);
    return new Response(readFileSync(join(ctx.config.root, 'build/js/offline-worker.js')), {
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
    });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};
