import { z } from 'zod';
import * as accounts from '#server/accounts';
import { declare, formAction } from '#server/web';
import { ownPage } from '../own-page.ts';
import { passkeySite } from '../passkey-site.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'person' });

export const load = ownPage(async (ctx, event: PageServerLoadEvent) => {
  const passkeys = await accounts.listOwnPasskeys(ctx);
  return {
    exit: true,
    done: event.url.searchParams.has('done'),
    dropped: event.url.searchParams.has('dropped'),
    passkeys,
    ...(passkeys.length < accounts.mostPasskeys && {
      offer: await accounts.offerPasskey(ctx, passkeySite(ctx, event)),
    }),
  };
});

export const actions = {
  add: formAction(
    accounts.passkeyInput,
    async (ctx, given, event: RequestEvent) => {
      await accounts.addPasskey(ctx, passkeySite(ctx, event), given);
      return { to: `/${ctx.lang}/account/passkeys?done` };
    },
    { secret: ['answer', 'box'] },
  ),
  drop: formAction(z.object({ id: z.string().min(1).max(40) }), async (ctx, { id }) => {
    await accounts.dropPasskey(ctx, id);
    return { to: `/${ctx.lang}/account/passkeys?dropped` };
  }),
};
