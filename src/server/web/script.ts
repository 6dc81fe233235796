import { json, type RequestEvent } from '@sveltejs/kit';
import { refuse, Refusal, type Ctx } from '#server/kernel';
import { ctxOf } from './page-load.ts';
import { needOwnSite } from './own-site.ts';

const noStore = { headers: { 'cache-control': 'no-store' } };

/** Answers a page's script in JSON; a refusal with its words, so that the script needs none of its own. */
export async function answerScript(
  event: RequestEvent,
  run: (ctx: Ctx) => Promise<object>,
): Promise<Response> {
  const ctx = ctxOf(event);
  try {
    if (event.request.method !== 'GET') needOwnSite(event.request);
    return json(await run(ctx), noStore);
  } catch (caught) {
    if (!(caught instanceof Refusal)) throw caught;
    const { code, params, status } = caught;
    return json({ code, text: ctx.t(code, params) }, { status, ...noStore });
  }
}

/** What a page's own script sent. Another site can't send JSON without asking first, and is never told yes. */
export async function readScript(event: RequestEvent): Promise<unknown> {
  if (!event.request.headers.get('content-type')?.startsWith('application/json'))
    throw refuse('invalid', 'web.unreadable');
  return event.request.json().catch(() => undefined);
}
