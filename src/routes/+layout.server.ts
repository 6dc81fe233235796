import { ctxOf, makeTicket } from '#server/web';

/** What every page knows: its language and words, the site, and on working pages who is looking. */
export const load = async (event) => {
  const ctx = ctxOf(event);
  const { veche, guestPage } = event.platform!.req;
  return {
    lang: ctx.lang,
    t: ctx.t,
    zone: ctx.zone,
    path: event.url.pathname,
    query: event.url.search,
    site: await veche.site(ctx),
    me: ctx.actor.kind === 'person' ? { personId: ctx.actor.personId } : undefined,
    form: guestPage ? undefined : makeTicket(ctx),
  };
};
