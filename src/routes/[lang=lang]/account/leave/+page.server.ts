import { z } from 'zod';
import * as accounts from '#server/accounts';
import { declare, formAction } from '#server/web';
import { ownPage } from '../own-page.ts';
import { forgetHere } from '../sign-out.ts';
import type { RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'person' });

export const load = ownPage(async () => ({ exit: true }));

export const actions = {
  default: formAction(
    z.object({ sure: z.literal('yes', { error: 'accounts.leave.sure_missing' }) }),
    async (ctx, _, event: RequestEvent) => {
      await accounts.leave(ctx);
      forgetHere(event);
      return { to: `/${ctx.lang}` };
    },
  ),
};
