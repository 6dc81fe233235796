import { inTransaction, type Ctx } from '#server/kernel';
import { seatOwner } from '../places.ts';

const keptDays = 30;

/** A job of every night: thirty days after a session's end only the shares of its time remain, and names on record. */
export async function forgetFloor(ctx: Ctx): Promise<void> {
  const day = new Date(ctx.now().getTime() - keptDays * 86_400_000).toISOString().slice(0, 10);
  await inTransaction(ctx, async (inner) => {
    const old = inner.db
      .selectFrom('live.floor')
      .innerJoin('live.stage', 'live.stage.session_id', 'live.floor.session_id')
      .select('live.floor.session_id')
      .where('live.floor.ended_on', '<', day)
      .where('live.stage.state', '=', 'over');
    await inner.db
      .updateTable('live.floor_speech')
      .set((eb) => ({
        shown_as: eb.case().when('on_record', '=', true).then(eb.ref('shown_as')).else(null).end(),
        owner: null,
        seat: null,
      }))
      .where('session_id', 'in', old)
      .execute();
    await inner.db
      .updateTable('live.floor_log')
      .set({ shown_as: null, reason: null })
      .where('session_id', 'in', old)
      .execute();
  });
}

/** A person's rows, found by trying each session's blind index: nothing stored joins them. */
async function ownIn(ctx: Ctx, personId: string) {
  const rows = [
    ...(await ctx.db
      .selectFrom('live.floor_entry')
      .select(['id', 'session_id', 'owner', 'shown_as', 'kind', 'group_name'])
      .where('owner', 'is not', null)
      .execute()),
    ...(await ctx.db
      .selectFrom('live.floor_speech')
      .select(['id', 'session_id', 'owner', 'shown_as', 'kind', 'group_name'])
      .where('owner', 'is not', null)
      .execute()),
  ];
  return rows.filter((row) => row.owner?.equals(seatOwner(ctx, row.session_id, personId)));
}

export const exportFloor = async (ctx: Ctx, personId: string) =>
  (await ownIn(ctx, personId)).map((row) => ({
    session: row.session_id,
    shownAs: row.shown_as,
    kind: row.kind,
    group: row.group_name,
  }));

/** Entries go; of speeches the time stays, and nothing else of the person. */
export async function eraseFloor(ctx: Ctx, personId: string): Promise<void> {
  for (const { id } of await ownIn(ctx, personId)) {
    await ctx.db.deleteFrom('live.floor_entry').where('id', '=', id).execute();
    await ctx.db
      .updateTable('live.floor_speech')
      .set({ shown_as: null, owner: null, seat: null, group_name: null, on_record: false })
      .where('id', '=', id)
      .execute();
  }
}
