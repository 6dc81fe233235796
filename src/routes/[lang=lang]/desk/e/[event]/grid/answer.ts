import { json, type RequestEvent } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { refuse, Refusal, type Ctx } from '#server/kernel';
import { asKitError, ctxOf, needOwnSite } from '#server/web';

/** Id of the event in the address. Guests sign in first; whoever doesn't work on it learns nothing of it. */
export async function eventIdFor(ctx: Ctx, slug: string | undefined): Promise<string> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'web.sign_in_first');
  const found = (await congress.listDeskEvents(ctx)).find((event) => event.slug === slug);
  if (!found) throw refuse('not_found', 'congress.no_such_event');
  return found.id;
}

const noStore = { headers: { 'cache-control': 'no-store' } };

/** Answers the editor's script in JSON; a refusal with its words, so that the script needs none of its own. */
export async function answer(event: RequestEvent, run: (ctx: Ctx) => Promise<object>): Promise<Response> {
  const ctx = ctxOf(event);
  try {
    if (event.request.method !== 'GET') needOwnSite(event.request);
    const result = await run(ctx);
    return result instanceof Response ? result : json(result, noStore);
  } catch (caught) {
    if (!(caught instanceof Refusal)) throw caught;
    if (caught.kind === 'unauthenticated' && event.request.method === 'GET')
      throw asKitError(ctx, caught, event);
    const { code, params, status } = caught;
    return json({ code, params, text: ctx.t(code, params) }, { status, ...noStore });
  }
}
