import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { answerScript, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'person' });

async function newsOf(ctx: Ctx, sessionId: string): Promise<object> {
  const { note, seat, serverNow } = await live.getBackstageNews(ctx, sessionId);
  const { place, muted, dueAt } = seat ?? {};
  return { note, place, muted, dueAt, serverNow };
}

/** What somebody backstage has to know now: the host's words, their own place, their countdown. */
export const GET = (event) => answerScript(event, (ctx) => newsOf(ctx, event.params.id));

/** "Not yet": stops one's own countdown. */
export const POST = (event) =>
  answerScript(event, async (ctx) => {
    await live.sayNotYet(ctx, event.params.id);
    return newsOf(ctx, event.params.id);
  });
