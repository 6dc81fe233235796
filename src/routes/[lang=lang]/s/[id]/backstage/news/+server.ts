import { json } from '@sveltejs/kit';
import { Refusal, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'person' });

interface Event {
  locals: App.Locals;
  params: { id: string };
}
const answer = async (event: Event, work: (ctx: Ctx, id: string) => Promise<void>): Promise<Response> => {
  try {
    const ctx = ctxOf(event);
    await work(ctx, event.params.id);
    const { note, seat, serverNow } = await live.getBackstageNews(ctx, event.params.id);
    const { place, muted, dueAt } = seat ?? {};
    return json({ note, place, muted, dueAt, serverNow }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status });
    throw error;
  }
};

/** What somebody backstage has to know now: the host's words, their own place, their countdown. */
export const GET = (event: Event): Promise<Response> => answer(event, async () => undefined);

/** "Not yet": stops one's own countdown. */
export const POST = (event: Event): Promise<Response> => answer(event, live.sayNotYet);
