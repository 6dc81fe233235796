import { addJob, type Ctx } from '#server/kernel';
import { DataPacket_Kind, TrackSource } from 'livekit-server-sdk';
import { absent, permit } from '../engine/permission.ts';
import { livePart } from '../part.ts';
import { participant } from '../places.ts';

/** Asks the engine to follow what the database says: of one seat, or of a session that ended. Same transaction, done after it. */
export const addSeatJob = (ctx: Ctx, sessionId: string, identity?: string): Promise<void> =>
  addJob(ctx, 'live:follow', { sessionId, ...(identity ? { identity } : {}) }, { maxAttempts: 3 });

/** What of a seat decides what the engine takes from it. */
interface Heard {
  muted: boolean;
  picture: string;
  role: string;
}

/**
 * What somebody on stage may publish. A closed microphone is one that may not be published: the engine takes the track
 * away at once. Whoever chose voice alone can't be seen even by mistake. Screens are for those who were invited.
 */
export function sourcesOf({ muted, picture, role }: Heard): TrackSource[] {
  const mayShare = role !== participant;
  return [
    ...(picture === 'camera' ? [TrackSource.CAMERA] : []),
    ...(muted ? [] : [TrackSource.MICROPHONE]),
    ...(mayShare ? [TrackSource.SCREEN_SHARE] : []),
    ...(mayShare && !muted ? [TrackSource.SCREEN_SHARE_AUDIO] : []),
  ];
}

/** Told over the engine to one person backstage: ask the site what is new. Holds nothing. */
const newsTopic = 'news';

/** Brings the engine in line with the database; doing it twice changes nothing. */
export async function follow(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { sessionId, identity } = payload as { sessionId: string; identity?: string };
  const rooms = livePart(ctx)?.engine.rooms();
  const stage = await ctx.db
    .selectFrom('live.stage')
    .select(['room', 'backstage_room', 'state'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  if (!rooms || !stage) return;
  if (!identity) {
    if (stage.state !== 'over') return;
    for (const room of [stage.room, stage.backstage_room]) await rooms.deleteRoom(room).catch(absent);
    return;
  }
  const seat = await ctx.db
    .selectFrom('live.seat')
    .select(['place', 'muted', 'picture', 'role'])
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .executeTakeFirst();
  // On stage nobody hears what is said behind it; who left hears neither.
  if (seat?.place !== 'backstage')
    await rooms.removeParticipant(stage.backstage_room, identity).catch(absent);
  if (!seat || seat.place === 'away') {
    await rooms.removeParticipant(stage.room, identity).catch(absent);
    return;
  }
  const onStage = seat.place === 'stage';
  const sources = onStage ? sourcesOf(seat) : [];
  await permit(rooms, stage.room, identity, { sources, isHidden: !onStage });
  await rooms
    .sendData(stage.room, new Uint8Array(), DataPacket_Kind.RELIABLE, {
      destinationIdentities: [identity],
      topic: newsTopic,
    })
    .catch(absent);
}
