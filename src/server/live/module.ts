import type { Ctx, Module } from '#server/kernel';
import { follow } from './engine-jobs.ts';
import { seatOwner } from './places.ts';
import { startLive } from './start.ts';

/** The seats of a person: found by trying each session's blind index, for nothing stored joins them. */
async function seatsOf(ctx: Ctx, personId: string) {
  const rows = await ctx.db
    .selectFrom('live.seat')
    .select(['session_id', 'identity', 'owner', 'shown_as', 'role'])
    .execute();
  return rows.filter((row) => row.owner.equals(seatOwner(ctx, row.session_id, personId)));
}

export const module: Module = {
  name: 'live',
  jobs: { follow },
  personal: {
    export: async (ctx, personId) => ({
      seats: (await seatsOf(ctx, personId)).map((row) => ({
        session: row.session_id,
        shownAs: row.shown_as,
        role: row.role,
      })),
    }),
    erase: async (ctx, personId) => {
      for (const row of await seatsOf(ctx, personId)) {
        await ctx.db
          .deleteFrom('live.seat')
          .where('session_id', '=', row.session_id)
          .where('identity', '=', row.identity)
          .execute();
      }
    },
  },
  start: startLive,
};
