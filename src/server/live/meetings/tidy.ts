import { inTransaction, type Ctx } from '#server/kernel';
import { sql } from 'kysely';
import { addRoomJobs } from './engine.ts';
import { findGathering, ownerIn } from './gatherings.ts';
import { dissolve } from './open.ts';
import { barsOfPerson } from './shown-out.ts';

/** A closed page holds a seat for this many minutes at most. */
const missedAtMost = 3;

/** Once a minute: ends what has run out, and frees the seats of those whose pages are gone. */
export async function tidyGatherings(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const ended = await inner.db
      .selectFrom('live.gathering')
      .selectAll()
      .where('expires_at', '<=', inner.now())
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of ended) await dissolve(inner, row);
  });
  await inTransaction(ctx, async (inner) => {
    await inner.db
      .updateTable('live.gathering_place')
      .set({ missed: sql<number>`missed + 1` })
      .execute();
    const gone = await inner.db
      .deleteFrom('live.gathering_place')
      .where('missed', '>', missedAtMost)
      .returning('gathering_id')
      .execute();
    for (const id of new Set(gone.map((one) => one.gathering_id))) {
      const row = await findGathering(inner, id);
      if (row) await addRoomJobs(inner, row);
    }
  });
}

/** Ends the meeting of a session that is over. */
export const endWithSession = (ctx: Ctx, sessionId: string): Promise<void> =>
  inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .selectFrom('live.gathering')
      .selectAll()
      .where('session_id', '=', sessionId)
      .forUpdate()
      .executeTakeFirst();
    if (row) await dissolve(inner, row);
  });

/** Places of a person: found by trying each blind index. */
async function placesOf(ctx: Ctx, personId: string) {
  const rows = await ctx.db.selectFrom('live.gathering').selectAll().execute();
  const places = await ctx.db.selectFrom('live.gathering_place').selectAll().execute();
  const gatherings = new Map(rows.map((row) => [row.id, row]));
  return places.flatMap((place) => {
    const row = gatherings.get(place.gathering_id);
    return row && place.owner.equals(ownerIn(ctx, row, personId)) ? [{ place, row }] : [];
  });
}

const gatheringsOf = (ctx: Ctx) => ctx.db.selectFrom('live.gathering').selectAll().execute();

export const exportGatherings = async (ctx: Ctx, personId: string): Promise<object[]> => [
  ...(await placesOf(ctx, personId)).map(({ place, row }) => ({
    kind: row.kind,
    session: row.session_id,
    event: row.event_id,
    shownAs: place.shown_as,
  })),
  ...(await barsOfPerson(ctx, personId, await gatheringsOf(ctx))).map((one) => ({
    kind: 'shown_out',
    meeting: one.gathering_id,
    event: one.event_id,
  })),
];

export async function eraseGatherings(ctx: Ctx, personId: string): Promise<void> {
  for (const { owner } of await barsOfPerson(ctx, personId, await gatheringsOf(ctx)))
    await ctx.db.deleteFrom('live.shown_out').where('owner', '=', owner).execute();
  for (const { place, row } of await placesOf(ctx, personId)) {
    await ctx.db
      .deleteFrom('live.gathering_place')
      .where('gathering_id', '=', row.id)
      .where('identity', '=', place.identity)
      .execute();
    await addRoomJobs(ctx, row);
  }
}
