import type { Ctx } from '#server/kernel';
import { sql } from 'kysely';
import { addSeatJob } from '../stage/engine.ts';
import { participant } from '../places.ts';
import { seatsChanged } from '../bus/tell.ts';

/** Called: on stage with an open microphone. Answers whether they were there before; undefined without such a seat. */
export async function bringSeat(ctx: Ctx, sessionId: string, identity: string): Promise<boolean | undefined> {
  const seat = await ctx.db
    .selectFrom('live.seat')
    .select('place')
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .executeTakeFirst();
  if (!seat) return undefined;
  await ctx.db
    .updateTable('live.seat')
    .set({ place: 'stage', muted: false, due_at: null, not_yet: false })
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .execute();
  await follow(ctx, sessionId, identity);
  return seat.place === 'stage';
}

/** Their turn is over: back to where they came from, and at once nobody hears them. Who has gone stays away. */
export async function returnSeat(ctx: Ctx, sessionId: string, identity: string): Promise<void> {
  await ctx.db
    .updateTable('live.seat')
    .set({
      place: sql<string>`case when role = ${participant} then 'hall' else 'backstage' end`,
      muted: false,
      due_at: null,
      not_yet: false,
    })
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .where('place', '=', 'stage')
    .execute();
  await follow(ctx, sessionId, identity);
}

async function follow(ctx: Ctx, sessionId: string, identity: string): Promise<void> {
  await addSeatJob(ctx, sessionId, identity);
  await seatsChanged(ctx, sessionId);
}
