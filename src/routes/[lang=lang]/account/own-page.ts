import { redirect, type ServerLoadEvent } from '@sveltejs/kit';
import type { Ctx } from '#server/kernel';
import { pageLoad } from '#server/web';

/** A page of one's own: a guest is sent to sign in, and comes back. */
export const ownPage = <T, E extends ServerLoadEvent>(run: (ctx: Ctx, event: E) => Promise<T>) =>
  pageLoad(async (ctx, event: E) => {
    if (ctx.actor.kind !== 'person')
      redirect(303, `/${ctx.lang}/sign-in?to=${encodeURIComponent(event.url.pathname)}`);
    return run(ctx, event);
  });
