import { refuse, type Ctx } from '#server/kernel';
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { addRoomJob, addRoomJobs } from './engine.ts';
import {
  inGathering,
  keeps,
  mustKeep,
  needInside,
  newRoom,
  placesIn,
  type GatheringRow,
} from './gatherings.ts';

export const splitInput = z.object({
  rooms: z.coerce.number().int().min(2, 'meetings.rooms_2_10').max(10, 'meetings.rooms_2_10'),
  by: z.enum(['random', 'choice']),
});
export const breakoutInput = z.object({ number: z.coerce.number().int().min(0).max(10) });

const setRoom = (ctx: Ctx, id: string, identity: string | undefined, breakout: number | null) =>
  ctx.db
    .updateTable('live.gathering_place')
    .set({ breakout })
    .where('gathering_id', '=', id)
    .$if(identity !== undefined, (query) => query.where('identity', '=', identity!))
    .execute();

/**
 * Splits an open meeting into small rooms: by chance everybody but who splits is sent to one, by choice each goes where
 * they like. Refuses whoever does not look after it or is not inside, and anything but an open meeting.
 */
export async function splitMeeting(
  ctx: Ctx,
  id: string,
  { rooms, by }: z.infer<typeof splitInput>,
): Promise<void> {
  await inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    if (row.kind !== 'open') throw refuse('conflict', 'meetings.no_split');
    const me = await needInside(inner, row);
    await unite(inner, row, by);
    for (let number = 1; number <= rooms; number += 1)
      await inner.db
        .insertInto('live.breakout')
        .values({ gathering_id: id, number, room: newRoom() })
        .execute();
    if (by === 'random') {
      const others = (await placesIn(inner, id)).filter(
        (one) => one.place === 'in' && one.identity !== me.identity,
      );
      for (const [index, identity] of shuffled(others.map((one) => one.identity)).entries())
        await setRoom(inner, id, identity, (index % rooms) + 1);
    }
    await addRoomJob(inner, row.room);
  });
}

/** Calls everybody back: the small rooms are gone. Refuses whoever does not look after it. */
export const callBack = (ctx: Ctx, id: string): Promise<void> =>
  inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    await unite(inner, row, null);
  });

async function unite(ctx: Ctx, row: GatheringRow, by: 'random' | 'choice' | null): Promise<void> {
  await addRoomJobs(ctx, row);
  await setRoom(ctx, row.id, undefined, null);
  await ctx.db.deleteFrom('live.breakout').where('gathering_id', '=', row.id).execute();
  await ctx.db
    .updateTable('live.gathering')
    .set({ split_by: by, split_turn: row.split_turn + 1 })
    .where('id', '=', row.id)
    .execute();
}

/** Goes to a small room, or with 0 back to the whole. Refuses whoever was sent to one by chance and does not look after the meeting, `not_found` for a room that is not there. */
export const goToRoom = (ctx: Ctx, id: string, number: number): Promise<void> =>
  inGathering(ctx, id, async (inner, row) => {
    const me = await needInside(inner, row);
    if (row.split_by !== 'choice' && !(await keeps(inner, row)))
      throw refuse('forbidden', 'meetings.split_by_host');
    const room = await inner.db
      .selectFrom('live.breakout')
      .select('number')
      .where('gathering_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst();
    if (number !== 0 && !room) throw refuse('not_found', 'meetings.no_such_room');
    await setRoom(inner, id, me.identity, number || null);
    await addRoomJobs(inner, row);
  });

function shuffled<T>(list: T[]): T[] {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [list[index], list[other]] = [list[other]!, list[index]!];
  }
  return list;
}
