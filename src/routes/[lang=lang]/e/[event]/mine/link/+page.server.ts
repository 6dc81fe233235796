import { z } from 'zod';
import * as congress from '#server/congress';
import { declare, formAction, pageLoad } from '#server/web';
import { readIds } from '../../../../mine/own-rows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  const { slug, id, title } = await congress.getEvent(ctx, event.params.event);
  return { event: { slug, id, title }, deleted: event.url.searchParams.has('deleted') };
});

export const actions = {
  default: formAction(
    z.object({ sessions: z.string().max(24_000).default('') }),
    async (ctx, { sessions }, event: RequestEvent) => {
      const secret = await congress.createPlan(ctx, event.params.event, readIds(sessions));
      return { to: `/${ctx.lang}/mine/${secret}` };
    },
    // Repeatable: the answer holds the secret, and what is not repeatable is kept for a day.
    { guest: true, repeatable: true },
  ),
};
