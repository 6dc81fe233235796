import { addJob, type Ctx } from '#server/kernel';
import { AccessToken, TrackSource, type RoomServiceClient } from 'livekit-server-sdk';
import type { EngineKeys } from '../engine/configuration.ts';
import { absent, permit, type Permission } from '../engine/permission.ts';
import { livePart } from '../part.ts';

/** How long whoever had the microphone keeps it while the next one is not heard yet. */
const overlapMs = 3000;
/** How long listeners on slow lines get to receive the next one, once the engine does. */
const receiveMs = 1500;
const lookEveryMs = 150;
const ttlSeconds = 120;

/** Asks the engine to follow a booth; `gone` are those who were in it and are no more. Same transaction, done after it. */
export const addBoothJob = (
  ctx: Ctx,
  sessionId: string,
  lang: string,
  gone: readonly string[] = [],
): Promise<void> => addJob(ctx, 'live:follow_booth', { sessionId, lang, gone }, { maxAttempts: 3 });

/**
 * Somebody in a booth: nameless and hidden until they have its microphone, and marked with its language by us, so that
 * nobody else can be taken for a booth.
 */
export const boothToken = (
  keys: EngineKeys,
  room: string,
  identity: string,
  lang: string,
  isActive: boolean,
): Promise<string> => {
  const token = new AccessToken(keys.key, keys.secret, {
    identity,
    attributes: { booth: lang },
    ttl: ttlSeconds,
  });
  token.addGrant({
    roomJoin: true,
    room,
    hidden: !isActive,
    canPublish: isActive,
    ...(isActive ? { canPublishSources: [TrackSource.MICROPHONE] } : {}),
    canPublishData: false,
    canSubscribe: true,
    canUpdateOwnMetadata: false,
  });
  return token.toJwt();
};

/** Brings the engine in line with a booth; doing it twice changes nothing. */
export async function followBooth(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { sessionId, lang, gone } = payload as { sessionId: string; lang: string; gone: string[] };
  const rooms = livePart(ctx)?.engine.rooms();
  const booth = await ctx.db
    .selectFrom('live.booth as booth')
    .innerJoin('live.stage as stage', 'stage.session_id', 'booth.session_id')
    .select(['stage.room', 'booth.active', 'booth.before'])
    .where('booth.session_id', '=', sessionId)
    .where('booth.lang', '=', lang)
    .executeTakeFirst();
  if (!rooms || !booth) return;
  const places = await ctx.db
    .selectFrom('live.booth_place')
    .select('identity')
    .where('session_id', '=', sessionId)
    .where('lang', '=', lang)
    .execute();
  const inside = new Set(places.map((row) => row.identity));
  const { room, active } = booth;
  if (active && inside.has(active)) await permit(rooms, room, active, turn(true));
  if (active && booth.before) {
    await heard(rooms, room, active);
    await ctx.db
      .updateTable('live.booth')
      .set({ before: null })
      .where('session_id', '=', sessionId)
      .where('lang', '=', lang)
      .where('before', '=', booth.before)
      .execute();
  }
  for (const identity of gone)
    if (!inside.has(identity)) await rooms.removeParticipant(room, identity).catch(absent);
  for (const identity of inside) if (identity !== active) await permit(rooms, room, identity, turn(false));
}

/** Waits until listeners can hear somebody, or for the time an overlap may last. */
async function heard(rooms: RoomServiceClient, room: string, identity: string): Promise<void> {
  for (let waited = 0; waited < overlapMs; waited += lookEveryMs) {
    const one = await rooms.getParticipant(room, identity).catch(() => undefined);
    const isThere = one?.tracks.some((track) => !track.muted);
    await new Promise((resolve) => setTimeout(resolve, isThere ? receiveMs : lookEveryMs));
    if (isThere) return;
  }
}

/** One of the booth is heard, the others only hear. */
const turn = (isActive: boolean): Permission => ({
  sources: isActive ? [TrackSource.MICROPHONE] : [],
  isHidden: !isActive,
});

/** Not for the door. Whether a token of a booth that lets somebody be heard still may: only whoever has its microphone. */
export async function mayEnterBooth(
  ctx: Ctx,
  room: string,
  identity: string,
  lang: string | undefined,
  canPublish: boolean,
): Promise<boolean> {
  if (!lang || !canPublish) return true;
  const booth = await ctx.db
    .selectFrom('live.booth as booth')
    .innerJoin('live.stage as stage', 'stage.session_id', 'booth.session_id')
    .select('booth.active')
    .where('stage.room', '=', room)
    .where('booth.lang', '=', lang)
    .executeTakeFirst();
  return booth?.active === identity;
}
