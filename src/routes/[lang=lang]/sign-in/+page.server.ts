import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import * as accounts from '#server/accounts';
import { declare, formAction, pageLoad, signInCookie } from '#server/web';
import { backTo } from '../account/refused.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const to = backTo(event.url);
  if (ctx.actor.kind === 'person') redirect(303, to || `/${ctx.lang}/account`);
  return { to, exit: true };
});

const input = z.object({
  words: z.string().min(1, 'accounts.words_too_few').max(2000, 'accounts.words_too_many'),
  label: z.string().max(40).default(''),
});

export const actions = {
  default: formAction(
    input,
    async (ctx, given, event: RequestEvent) => {
      const { token } = await accounts.signIn(ctx, given);
      signInCookie(event, token);
      return { to: backTo(event.url) || `/${ctx.lang}/account` };
    },
    { guest: true, repeatable: true },
  ),
};
