import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { makeTeller, sayNews } from '#lib/changes/index.ts';

/** What an open page needs to stay true: the version it was made from, and the words for what that one changed. */
export async function newsOf(ctx: Ctx, event: { id: string; slug: string; zone: string }, session?: string) {
  const news = await congress.getNews(ctx, event.id);
  const zone = ctx.zone && ctx.zone !== event.zone ? `?zone=${encodeURIComponent(ctx.zone)}` : '';
  return {
    event: event.id,
    session,
    at: news.number,
    say: sayNews(makeTeller(ctx.t, ctx.lang, ctx.zone || event.zone), news, session),
    log: `/${ctx.lang}/e/${event.slug}/changes${zone}`,
  };
}

export type News = Awaited<ReturnType<typeof newsOf>>;
