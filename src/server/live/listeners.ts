import { traceOf, type Ctx } from '#server/kernel';
import { bandOf } from './bands.ts';
import { livePart } from './part.ts';
import { recorderName } from './recorder.ts';
import { stateChanged } from './bus/tell.ts';

/**
 * Counts listeners of every live session, one after another, in one place: no request of a visitor ever counts.
 * Only the band is kept, and it is told only when it is another one.
 */
export async function countListeners(ctx: Ctx): Promise<void> {
  const part = livePart(ctx);
  if (!part) return;
  const stages = await ctx.db
    .selectFrom('live.stage')
    .select(['session_id', 'room', 'listeners_band'])
    .where('state', '=', 'live')
    .execute();
  for (const stage of stages) {
    try {
      const count = await countOne(ctx, stage.session_id, stage.room);
      const band = bandOf(count);
      if (band === stage.listeners_band) continue;
      await ctx.db
        .updateTable('live.stage')
        .set({ listeners_band: band })
        .where('session_id', '=', stage.session_id)
        .execute();
      await stateChanged(ctx, stage.session_id);
    } catch (error) {
      ctx.log.warn('listeners were not counted', traceOf(error));
    }
  }
}

/** In the room, apart from those with a seat; without an engine those who follow the text, in all processes. */
async function countOne(ctx: Ctx, sessionId: string, room: string): Promise<number> {
  const part = livePart(ctx)!;
  const rooms = part.engine.rooms();
  if (!rooms) return part.listeners(sessionId) + part.followersElsewhere(sessionId);
  const seats = await ctx.db
    .selectFrom('live.seat')
    .select('identity')
    .where('session_id', '=', sessionId)
    .execute();
  const seated = new Set(seats.map((seat) => seat.identity));
  const present = await rooms.listParticipants(room).catch(() => []);
  return present.filter(
    ({ permission, identity }) =>
      permission?.hidden && !seated.has(identity) && !identity.startsWith(recorderName),
  ).length;
}
