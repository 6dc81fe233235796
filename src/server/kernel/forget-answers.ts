import type { Ctx } from './ctx.ts';

/** A job of every night: a form's token lives a day, so an answer kept for two can't be asked for again. */
export async function forgetAnswers(ctx: Ctx): Promise<void> {
  const day = new Date(ctx.now().getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
  await ctx.db.deleteFrom('kernel.once').where('day', '<', day).execute();
}
