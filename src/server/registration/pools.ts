import type { Ctx } from '#server/kernel';

export interface Pool {
  id: string;
  places: number | null;
  taken: number;
}

/** Takes hold of a pool until the transaction ends: places are given one at a time. Undefined for one that is gone. */
export const lockPool = (ctx: Ctx, id: string): Promise<Pool | undefined> =>
  ctx.db
    .selectFrom('registration.pool')
    .select(['id', 'places', 'taken'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

export const isFull = (pool: { places: number | null; taken: number }): boolean =>
  pool.places !== null && pool.taken >= pool.places;

/** Gives free places to who waits, the first ones first. */
export async function promote(ctx: Ctx, poolId: string): Promise<void> {
  const pool = await lockPool(ctx, poolId);
  if (!pool || isFull(pool)) return;
  const free = pool.places === null ? undefined : pool.places - pool.taken;
  const first = ctx.db
    .selectFrom('registration.ticket')
    .select('hash')
    .where('pool_id', '=', poolId)
    .where('state', '=', 'waiting')
    .orderBy('seq');
  const rows = await ctx.db
    .updateTable('registration.ticket')
    .set({ state: 'in' })
    .where('hash', 'in', free === undefined ? first : first.limit(free))
    .returning('pool_id')
    .execute();
  if (rows.length > 0) await addTaken(ctx, poolId, rows.length);
}

export const addTaken = (ctx: Ctx, poolId: string, by: number): Promise<unknown> =>
  ctx.db
    .updateTable('registration.pool')
    .set((eb) => ({ taken: eb('taken', '+', by) }))
    .where('id', '=', poolId)
    .execute();
