import { addJob, type Ctx } from '#server/kernel';
import { TrackSource } from 'livekit-server-sdk';
import { livePart } from './part.ts';

/** Asks the engine to follow what the database says: of one seat, or of a session that ended. Same transaction, done after it. */
export const addSeatJob = (ctx: Ctx, sessionId: string, identity?: string): Promise<void> =>
  addJob(ctx, 'live:follow', { sessionId, ...(identity ? { identity } : {}) }, { maxAttempts: 3 });

/** A closed microphone is one that may not be published: the engine takes the track away at once. */
export const sourcesOf = (muted: boolean): TrackSource[] =>
  muted ? [TrackSource.CAMERA] : [TrackSource.CAMERA, TrackSource.MICROPHONE];

/** Brings the engine in line with the database; doing it twice changes nothing. */
export async function follow(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { sessionId, identity } = payload as { sessionId: string; identity?: string };
  const rooms = livePart(ctx)?.engine.rooms();
  const stage = await ctx.db
    .selectFrom('live.stage')
    .select(['room', 'state'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  if (!rooms || !stage) return;
  if (!identity) {
    if (stage.state === 'over') await rooms.deleteRoom(stage.room).catch(absent);
    return;
  }
  const seat = await ctx.db
    .selectFrom('live.seat')
    .select(['place', 'muted'])
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .executeTakeFirst();
  if (!seat || seat.place === 'away') {
    await rooms.removeParticipant(stage.room, identity).catch(absent);
    return;
  }
  const onStage = seat.place === 'stage';
  const permit = (hidden: boolean): Promise<unknown> =>
    rooms
      .updateParticipant(stage.room, identity, {
        permission: {
          canSubscribe: true,
          canPublish: onStage,
          canPublishData: false,
          hidden,
          canPublishSources: onStage ? sourcesOf(seat.muted) : [],
        },
      })
      .catch(absent);
  // Who becomes hidden is not told what else changed: the end of their turn is said first.
  if (!onStage) {
    await permit(false);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await permit(!onStage);
}

/** Who is not connected gets the right token when they join. */
function absent(error: unknown): void {
  if ((error as { status?: number }).status !== 404) throw error;
}
