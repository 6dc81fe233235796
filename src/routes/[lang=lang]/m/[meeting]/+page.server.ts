import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { z } from 'zod';
import { closedOf } from './closed-of.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

interface At {
  params: Partial<Record<string, string>>;
}

export const load = pageLoad(async (ctx, event: At & { locals: App.Locals }) => ({
  view: await live.getGathering(ctx, await closedOf(ctx, event)),
}));

export const actions = {
  end: formAction(z.object({}), async (ctx, _input, event: At) => {
    await live.endClosed(ctx, await closedOf(ctx, event));
    return { to: `/${ctx.lang}/m` };
  }),
};
