import type { Ctx } from '#server/kernel';
import { tellPart } from '../bus/tell.ts';

/** Makes public what stands on the stage. Not for the door. */
export async function openCurrent(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db
    .updateTable('live.slide')
    .from('live.slide_now')
    .set({ shown: true })
    .where('live.slide_now.session_id', '=', sessionId)
    .whereRef('live.slide.deck_id', '=', 'live.slide_now.deck_id')
    .whereRef('live.slide.page', '=', 'live.slide_now.page')
    .execute();
}

/** The stage opens or closes: with it what was laid ready becomes public, or nothing is shown any more. Not for the door. */
export async function slidesFollow(ctx: Ctx, sessionId: string, to: string): Promise<void> {
  if (to === 'live') await openCurrent(ctx, sessionId);
  if (to !== 'backstage') await tellPart(ctx, sessionId, 'slides');
}
