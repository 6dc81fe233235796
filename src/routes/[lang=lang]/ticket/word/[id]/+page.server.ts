import { z } from 'zod';
import * as registration from '#server/registration';
import { drawSquare } from '../../show.ts';
import { declare, formAction, pageLoad } from '#server/web';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'host' });

/** The figures of a session, large enough to be filmed. */
export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  const { session, open, word, given } = await registration.getStampHost(ctx, event.params.id);
  return {
    session: { id: session.id, title: session.title },
    open,
    word,
    given,
    square: drawSquare(`${event.url.origin}/${ctx.lang}/ticket/stamp/${session.id}`),
  };
});

export const actions = {
  default: formAction(z.object({ open: z.stringbool() }), async (ctx, { open }, event: RequestEvent) => {
    await registration.openStamps(ctx, event.params.id!, open);
    return { to: `/${ctx.lang}/ticket/word/${event.params.id}` };
  }),
};
