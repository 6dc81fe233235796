import { redirect } from '@sveltejs/kit';
import * as accounts from '#server/accounts';
import { declare, formAction, pageLoad, signInCookie } from '#server/web';
import { passkeySite } from '../../account/passkey-site.ts';
import { backTo } from '../../account/back-to.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const to = backTo(event.url);
  if (ctx.actor.kind === 'person') redirect(303, to || `/${ctx.lang}/account`);
  return { to, exit: true, offer: await accounts.askForPasskey(ctx, passkeySite(ctx, event)) };
});

export const actions = {
  default: formAction(
    accounts.passkeyInput,
    async (ctx, given, event: RequestEvent) => {
      const { token } = await accounts.signInByPasskey(ctx, passkeySite(ctx, event), given);
      signInCookie(event, token);
      return { to: backTo(event.url) || `/${ctx.lang}/account` };
    },
    { guest: true, repeatable: true, secret: ['answer', 'box'] },
  ),
};
