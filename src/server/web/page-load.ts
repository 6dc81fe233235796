import { error, isHttpError, isRedirect, redirect } from '@sveltejs/kit';
import { Refusal, type Ctx } from '#server/kernel';

export const ctxOf = (event: { locals: App.Locals }): Ctx => event.locals.ctx;

/** Wraps a page's load: a Refusal becomes Kit's error page with its status and its words, anything else is a bug. */
export function pageLoad<E extends { locals: App.Locals; url?: URL }, T>(
  run: (ctx: Ctx, event: E) => Promise<T>,
): (event: E) => Promise<T> {
  return async (event) => {
    try {
      return await run(ctxOf(event), event);
    } catch (caught) {
      throw asKitError(ctxOf(event), caught, event);
    }
  };
}

/** A Refusal in Kit's terms. A guest who must sign in first is sent there, and comes back. */
export function asKitError(ctx: Ctx, caught: unknown, event?: { url?: URL }): unknown {
  if (isHttpError(caught) || isRedirect(caught) || !(caught instanceof Refusal)) return caught;
  const url = event?.url;
  if (caught.kind === 'unauthenticated' && url) {
    return captured(() => redirect(303, `/${ctx.lang}/sign-in?to=${encodeURIComponent(url.pathname)}`));
  }
  return captured(() =>
    error(caught.status, { message: ctx.t(caught.code, caught.params), code: caught.code }),
  );
}

const captured = (thrower: () => never): unknown => {
  try {
    return thrower();
  } catch (thrown) {
    return thrown;
  }
};
