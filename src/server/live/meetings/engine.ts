import { addJob, refuse, type Ctx } from '#server/kernel';
import { AccessToken, TrackSource } from 'livekit-server-sdk';
import { absent } from '../engine/permission.ts';
import { livePart } from '../part.ts';
import type { Ticket } from '../stage/joining.ts';
import { needGathering, needInside, type GatheringRow } from './gatherings.ts';

const ttlSeconds = 120;

/** Asks the engine to let go of whoever is in a room without a place in it. Same transaction, done after it. */
export const addRoomJob = (ctx: Ctx, room: string): Promise<void> =>
  addJob(ctx, 'live:follow_gathering', { room }, { maxAttempts: 3 });

const smallRooms = (ctx: Ctx, id: string) =>
  ctx.db.selectFrom('live.breakout').select(['number', 'room']).where('gathering_id', '=', id).execute();

export async function addRoomJobs(ctx: Ctx, row: GatheringRow): Promise<void> {
  for (const room of [row.room, ...(await smallRooms(ctx, row.id)).map((one) => one.room)])
    await addRoomJob(ctx, room);
}

/** Identities with a place in a room; undefined when there is no such room (any more). */
async function belongIn(ctx: Ctx, room: string): Promise<Set<string> | undefined> {
  const found = await ctx.db
    .selectFrom('live.gathering as g')
    .leftJoin('live.breakout as b', (join) =>
      join.onRef('b.gathering_id', '=', 'g.id').on('b.room', '=', room),
    )
    .select(['g.id', 'b.number', 'g.expires_at'])
    .where((eb) => eb.or([eb('g.room', '=', room), eb('b.room', '=', room)]))
    .executeTakeFirst();
  if (!found || (found.expires_at && found.expires_at <= ctx.now())) return undefined;
  const rows = await ctx.db
    .selectFrom('live.gathering_place')
    .select('identity')
    .where('gathering_id', '=', found.id)
    .where('place', '=', 'in')
    .where('breakout', found.number === null ? 'is' : '=', found.number)
    .execute();
  return new Set(rows.map((row) => row.identity));
}

/** Not for the door. Whether a token of a room of this kind may still come in. */
export const mayEnterGathering = async (ctx: Ctx, room: string, identity: string): Promise<boolean> =>
  (await belongIn(ctx, room))?.has(identity) ?? false;

/** Brings a room at the engine in line with the database; doing it twice changes nothing. */
export async function followGathering(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const room = String(payload.room);
  const rooms = livePart(ctx)?.engine.rooms();
  if (!rooms) return;
  const belong = await belongIn(ctx, room);
  if (!belong) {
    await rooms.deleteRoom(room).catch(absent);
    return;
  }
  for (const { identity } of await rooms.listParticipants(room).catch(() => []))
    if (!belong.has(identity)) await rooms.removeParticipant(room, identity).catch(absent);
}

/**
 * Lets the asking person see, hear and be heard where they sit: in the meeting, or in the small room they were sent to.
 * Refuses a guest, `conflict` whoever has no place or waits to be let in, `unavailable` without an engine.
 */
export async function joinGathering(ctx: Ctx, id: string): Promise<Ticket> {
  const row = await needGathering(ctx, id);
  const place = await needInside(ctx, row);
  const engine = livePart(ctx)?.engine.address();
  if (!engine) throw refuse('unavailable', 'live.no_engine');
  const small = (await smallRooms(ctx, id)).find((one) => one.number === place.breakout);
  const token = new AccessToken(engine.key, engine.secret, {
    identity: place.identity,
    name: place.shown_as,
    ttl: ttlSeconds,
  });
  token.addGrant({
    roomJoin: true,
    room: small?.room ?? row.room,
    canPublish: true,
    canPublishSources: [
      TrackSource.CAMERA,
      TrackSource.MICROPHONE,
      ...(row.kind === 'table' ? [] : [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO]),
    ],
    canPublishData: false,
    canSubscribe: true,
    canUpdateOwnMetadata: false,
  });
  return { url: '/engine', token: await token.toJwt() };
}
