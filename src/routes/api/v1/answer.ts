import type { RequestHandler } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { isLang, Refusal, type Ctx } from '#server/kernel';
import { ctxOf } from '#server/web';
import { answerReady } from '../../conditional.ts';

/** Public bytes have no visitor: they are written for a guest, whoever asks. `?lang=` is the language of words and addresses. */
function guestOf(event: Parameters<RequestHandler>[0]): {
  ctx: Ctx;
  query: Record<string, string>;
  origin: string;
} {
  const { lang, ...query } = Object.fromEntries(event.url.searchParams);
  const ctx = event.platform!.req.veche.ctx({ lang: isLang(lang) ? lang : ctxOf(event).lang });
  return { ctx, query, origin: ctx.config.origins[0] ?? event.url.origin };
}

function refusal(ctx: Ctx, caught: unknown): Response {
  if (!(caught instanceof Refusal)) throw caught;
  return Response.json(
    { error: { code: caught.code, words: ctx.t(caught.code, caught.params) } },
    {
      status: caught.status,
      headers: { 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
    },
  );
}

/** One operation of the read API. */
export const answerApi =
  (name: congress.ApiOperation): RequestHandler =>
  async (event) => {
    const { ctx, query, origin } = guestOf(event);
    try {
      return await answerReady(
        event.request,
        await congress.readApi(ctx, name, { ...event.params, query, origin }),
      );
    } catch (caught) {
      return refusal(ctx, caught);
    }
  };

export const answerDescription: RequestHandler = (event) => {
  const { origin } = guestOf(event);
  return answerReady(event.request, congress.describeApi(origin));
};
