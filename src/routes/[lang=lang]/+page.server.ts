import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';
import { homeOf } from './e/[event]/home.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** The front page is the home of the event that is on, or next, or was last. */
export const load = pageLoad(async (ctx) => {
  const primary = await congress.findPrimaryEvent(ctx);
  return { home: primary ? await homeOf(ctx, primary.slug) : undefined };
});
