import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { findStage } from '../stage/stages.ts';
import { handsBand } from './part.ts';
import { lockTalk, tellTalk } from './settings.ts';
import { forgetIdleVoices, markOf, needVoice } from './voice.ts';

/** More hands say no more than "5000 and more" does. */
const mostHands = 20_000;

export const handInput = z.object({ to: z.enum(['up', 'down']) });

/** Raises or lowers one's hand: it is counted, never listed. Refuses `conflict` unless the session is on. */
export async function setHand(ctx: Ctx, sessionId: string, isUp: boolean, given?: string): Promise<void> {
  const voice = needVoice(ctx, given);
  if ((await findStage(ctx, sessionId))?.state !== 'live') throw refuse('conflict', 'live.not_on');
  await inTransaction(ctx, async (inner) => {
    await lockTalk(inner, sessionId);
    const before = await handsBand(inner, sessionId);
    if (isUp && before >= 5000 && (await countHands(inner, sessionId)) >= mostHands)
      throw refuse('too_many', 'talk.hands_full');
    const mark = markOf(inner, sessionId, voice);
    if (isUp)
      await inner.db
        .insertInto('live.voice')
        .values({ session_id: sessionId, mark, hand: true })
        .onConflict((conflict) => conflict.columns(['session_id', 'mark']).doUpdateSet({ hand: true }))
        .execute();
    else {
      await inner.db
        .updateTable('live.voice')
        .set({ hand: false })
        .where('session_id', '=', sessionId)
        .where('mark', '=', mark)
        .execute();
      await forgetIdleVoices(inner, sessionId, inner.now());
    }
    // Most hands change no band, and then nobody is told anything.
    if ((await handsBand(inner, sessionId)) !== before) await tellTalk(inner, sessionId);
  });
}

async function countHands(ctx: Ctx, sessionId: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('live.voice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session_id', '=', sessionId)
    .where('hand', '=', true)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether the asking voice's hand is up. */
export async function isHandUp(ctx: Ctx, sessionId: string, given?: string): Promise<boolean> {
  if (ctx.actor.kind === 'guest' && !given) return false;
  const row = await ctx.db
    .selectFrom('live.voice')
    .select('hand')
    .where('session_id', '=', sessionId)
    .where('mark', '=', markOf(ctx, sessionId, given ?? ''))
    .executeTakeFirst();
  return row?.hand ?? false;
}

/** Lowers all hands, when what was asked is answered. The caller has asked whether it may, and holds the talk's lock. */
export async function lowerHands(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db
    .updateTable('live.voice')
    .set({ hand: false })
    .where('session_id', '=', sessionId)
    .where('hand', '=', true)
    .execute();
  await forgetIdleVoices(ctx, sessionId, ctx.now());
  await tellTalk(ctx, sessionId);
}
