import { z } from 'zod';
import * as congress from '#server/congress';
import { declare, formAction, pageLoad } from '#server/web';
import { drawOwn, readIds } from '../own-rows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  const plan = await congress.getPlan(ctx, event.params.secret);
  const here = `/${ctx.lang}/mine/${event.params.secret}`;
  return {
    event: plan.event,
    ids: plan.ids.join(','),
    count: plan.ids.length,
    timeless: plan.timeless,
    gone: plan.gone,
    own: drawOwn(ctx, plan),
    here,
    address: `${ctx.config.origins[0] ?? event.url.origin}${here}`,
    saved: event.url.searchParams.has('saved'),
  };
});

const ids = z.object({ sessions: z.string().max(24_000).default('') });
/** Back to the same page by an address without the secret: what a form answered is kept for a day. */
const back = { to: '?saved' };
const guest = { guest: true };

export const actions = {
  merge: formAction(
    ids,
    async (ctx, { sessions }, event: RequestEvent) => {
      await congress.addToPlan(ctx, event.params.secret, readIds(sessions));
      return back;
    },
    guest,
  ),
  remove: formAction(
    z.object({ session: z.string().max(40) }),
    async (ctx, { session }, event: RequestEvent) => {
      await congress.removeFromPlan(ctx, event.params.secret, [session]);
      return back;
    },
    guest,
  ),
  empty: formAction(
    z.object({}),
    async (ctx, _, event: RequestEvent) => {
      await congress.emptyPlan(ctx, event.params.secret);
      return back;
    },
    guest,
  ),
  delete: formAction(
    z.object({}),
    async (ctx, _, event: RequestEvent) => {
      const { event: of } = await congress.getPlan(ctx, event.params.secret);
      await congress.removePlan(ctx, event.params.secret);
      return { to: `/${ctx.lang}/e/${of.slug}/mine/link?deleted` };
    },
    guest,
  ),
};
