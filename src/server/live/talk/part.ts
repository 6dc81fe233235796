import type { Ctx } from '#server/kernel';
import { bandOf } from '../bands.ts';

/** The talk as its stream tells it: whether and how one talks, the newest message's number, hands as a band. */
export async function talkPart(ctx: Ctx, sessionId: string): Promise<object> {
  const talk = await ctx.db
    .selectFrom('live.talk')
    .select(['mode', 'slow_seconds', 'last_seq', 'gone'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  if (!talk) return {};
  return {
    mode: talk.mode,
    slow: talk.slow_seconds,
    last: Number(talk.last_seq),
    gone: talk.gone,
    hands: await handsBand(ctx, sessionId),
  };
}

/** Lower bound of the band of raised hands. */
export async function handsBand(ctx: Ctx, sessionId: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('live.voice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session_id', '=', sessionId)
    .where('hand', '=', true)
    .executeTakeFirstOrThrow();
  return bandOf(Number(count));
}
