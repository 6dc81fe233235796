import { addJob, type Ctx } from '#server/kernel';

const keptMs = 2 * 86_400_000;

/**
 * Changes are kept for two days and have no moment of their own, so each night remembers how far they went and lets
 * the night after the next take those away.
 */
export async function sweepEdits(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  if (typeof payload.upTo === 'number') {
    await ctx.db.deleteFrom('congress.edit').where('seq', '<=', payload.upTo).execute();
    return;
  }
  const last = await ctx.db
    .selectFrom('congress.edit')
    .select((select) => select.fn.max('seq').as('seq'))
    .executeTakeFirst();
  const upTo = Number(last?.seq ?? 0);
  if (upTo > 0)
    await addJob(
      ctx,
      'congress:sweep_edits',
      { upTo },
      { key: `sweep_edits:${upTo}`, runAt: new Date(ctx.now().getTime() + keptMs) },
    );
}
