import * as live from '#server/live';
import { declare, formAction } from '#server/web';
import { z } from 'zod';
import { ownPage } from '../account/own-page.ts';

export const _page = declare({ kind: 'working', may: 'person' });

export const load = ownPage(async (ctx) => ({ mayOpen: await live.mayOpenClosed(ctx) }));

export const actions = {
  open: formAction(z.object({}), async (ctx) => ({ to: `/${ctx.lang}/m/${await live.openClosed(ctx)}` })),
};
