import { redirect } from '@sveltejs/kit';
import * as accounts from '#server/accounts';
import { declare, formAction, pageLoad, signInCookie } from '#server/web';
import { backTo } from '../account/back-to.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const to = backTo(event.url);
  if (ctx.actor.kind === 'person') redirect(303, to || `/${ctx.lang}/account`);
  return { to, exit: true };
});

export const actions = {
  default: formAction(
    accounts.signInInput,
    async (ctx, given, event: RequestEvent) => {
      const { token } = await accounts.signIn(ctx, given);
      signInCookie(event, token);
      return { to: backTo(event.url) || `/${ctx.lang}/account` };
    },
    { guest: true, repeatable: true },
  ),
};
