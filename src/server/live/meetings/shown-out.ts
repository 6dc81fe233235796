import { refuse, type Ctx } from '#server/kernel';
import { seatOwner } from '../places.ts';
import { inGathering, mustKeep, type GatheringRow } from './gatherings.ts';

/** A bar holds for one meeting, or for all tables of a lounge: who is shown out of one does not sit down at the next. */
const placeOf = (row: GatheringRow) =>
  row.event_id ? { gathering_id: null, event_id: row.event_id } : { gathering_id: row.id, event_id: null };

const barsOf = (ctx: Ctx, row: GatheringRow) =>
  ctx.db
    .selectFrom('live.shown_out')
    .where(row.event_id ? 'event_id' : 'gathering_id', '=', row.event_id ?? row.id);

/** Not for the door. */
export async function bar(ctx: Ctx, row: GatheringRow, owner: Buffer): Promise<void> {
  await ctx.db
    .insertInto('live.shown_out')
    .values({ ...placeOf(row), owner })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Refuses `forbidden` whoever was shown out of it. */
export async function needNotShownOut(ctx: Ctx, row: GatheringRow, owner: Buffer): Promise<void> {
  const barred = await barsOf(ctx, row).select('owner').where('owner', '=', owner).executeTakeFirst();
  if (barred) throw refuse('forbidden', row.event_id ? 'lounge.shown_out' : 'meetings.shown_out');
}

export async function countShownOut(ctx: Ctx, row: GatheringRow): Promise<number> {
  const { count } = await barsOf(ctx, row)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Lets everybody who was shown out come back: nobody can say which of them, for no name of theirs is kept. Refuses whoever does not look after it. */
export const letBack = (ctx: Ctx, id: string): Promise<void> =>
  inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    await inner.db
      .deleteFrom('live.shown_out')
      .where(row.event_id ? 'event_id' : 'gathering_id', '=', row.event_id ?? row.id)
      .execute();
  });

/** The tables of an event begin anew: nobody is shown out of them any more. */
export async function forgetShownOut(ctx: Ctx, eventId: string): Promise<void> {
  await ctx.db.deleteFrom('live.shown_out').where('event_id', '=', eventId).execute();
}

/** Bars of a person: found by trying each blind index. */
export async function barsOfPerson(ctx: Ctx, personId: string, rows: readonly GatheringRow[]) {
  const bars = await ctx.db.selectFrom('live.shown_out').selectAll().execute();
  return bars.filter((one) => {
    const meeting = rows.find((row) => row.id === one.gathering_id);
    const about = one.event_id ?? meeting?.session_id ?? one.gathering_id ?? '';
    return one.owner.equals(seatOwner(ctx, about, personId));
  });
}
