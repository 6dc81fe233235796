import { audit, newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { needNotBarred } from '../moderation/barred.ts';
import { addRoomJob, addRoomJobs } from './engine.ts';
import {
  findPlace,
  inGathering,
  keeps,
  lockMeeting,
  mustKeep,
  needPerson,
  ownerIn,
  placesIn,
  type GatheringRow,
} from './gatherings.ts';
import { bar, needNotShownOut } from './shown-out.ts';

/** How many may wait in front of a full or closed door. */
const mostWaiting = 100;

export const gatheringNameInput = z.object({
  shownAs: z.string().trim().min(1, 'live.name_missing').max(60),
});
export const placeInput = z.object({ seat: z.string().max(40) });
export const lobbyInput = z.object({ lobby: z.enum(['on', 'off']) });

/**
 * Sits down under a name that only those inside see; with a lobby, waits until the host lets one in. Whoever sits at
 * another table of the same lounge leaves it. Doing it twice changes nothing.
 * Refuses a guest, whoever a moderator removed or was shown out, `conflict` when all seats are taken or the lounge is closed.
 */
export async function sitDown(ctx: Ctx, id: string, shownAs: string): Promise<void> {
  const personId = needPerson(ctx);
  await inGathering(ctx, id, async (inner, row) => {
    const owner = ownerIn(inner, row, personId);
    if (row.session_id) await needNotBarred(inner, row.session_id, owner);
    await needNotShownOut(inner, row, owner);
    if (await findPlace(inner, row)) return;
    const places = await placesIn(inner, id);
    const inside = places.filter((one) => one.place === 'in').length;
    const waits = row.lobby && !(await keeps(inner, row));
    if (waits ? places.length - inside >= mostWaiting : inside >= row.seats)
      throw refuse('conflict', 'meetings.full');
    await leaveOthers(inner, row, owner);
    await inner.db
      .insertInto('live.gathering_place')
      .values({
        gathering_id: id,
        identity: newId(16),
        owner,
        shown_as: shownAs,
        place: waits ? 'waiting' : 'in',
      })
      .execute();
  });
}

async function leaveOthers(ctx: Ctx, row: GatheringRow, owner: Buffer): Promise<void> {
  if (!row.event_id) return;
  const left = await ctx.db
    .deleteFrom('live.gathering_place')
    .where('owner', '=', owner)
    .where('gathering_id', '<>', row.id)
    .returning('gathering_id')
    .execute();
  for (const { gathering_id: other } of left) {
    const { room } = await ctx.db
      .selectFrom('live.gathering')
      .select('room')
      .where('id', '=', other)
      .executeTakeFirstOrThrow();
    await addRoomJob(ctx, room);
  }
}

/** Leaves one's place; nothing of it is kept. Does nothing for whoever has none. */
export async function standUp(ctx: Ctx, id: string): Promise<void> {
  const personId = needPerson(ctx);
  await inGathering(ctx, id, async (inner, row) => {
    await inner.db
      .deleteFrom('live.gathering_place')
      .where('gathering_id', '=', id)
      .where('owner', '=', ownerIn(inner, row, personId))
      .execute();
    await addRoomJobs(inner, row);
  });
}

/**
 * Whoever was removed from a session loses their place in its meeting and its small rooms, or before its door. The gathering is
 * held meanwhile: whoever is just sitting down is found, or finds that they are barred.
 */
export async function dropFromMeeting(ctx: Ctx, sessionId: string, owner: Buffer): Promise<void> {
  const row = await lockMeeting(ctx, sessionId);
  if (!row) return;
  const gone = await ctx.db
    .deleteFrom('live.gathering_place')
    .where('gathering_id', '=', row.id)
    .where('owner', '=', owner)
    .returning('identity')
    .executeTakeFirst();
  if (gone) await addRoomJobs(ctx, row);
}

/** Lets in one who waits, or with no `seat` everybody for whom there is room. Refuses whoever does not look after it, `conflict` when it is full. */
export async function letIn(ctx: Ctx, id: string, seat?: string): Promise<void> {
  await inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    const places = await placesIn(inner, id);
    const free = row.seats - places.filter((one) => one.place === 'in').length;
    const waiting = places.filter((one) => one.place === 'waiting' && (!seat || one.identity === seat));
    if (waiting.length > 0 && free <= 0) throw refuse('conflict', 'meetings.full');
    for (const { identity } of waiting.slice(0, free))
      await inner.db
        .updateTable('live.gathering_place')
        .set({ place: 'in' })
        .where('gathering_id', '=', id)
        .where('identity', '=', identity)
        .execute();
  });
}

/**
 * Shows somebody out: of a meeting until it ends, of all tables of a lounge until it is closed, unless they are let back.
 * Whoever only waits before the door is not let in, and may ask again. Refuses whoever does not look after it.
 */
export async function showOut(ctx: Ctx, id: string, seat: string): Promise<void> {
  await inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    const gone = await inner.db
      .deleteFrom('live.gathering_place')
      .where('gathering_id', '=', id)
      .where('identity', '=', seat)
      .returning(['owner', 'place'])
      .executeTakeFirst();
    if (!gone) return;
    if (gone.place === 'in') await bar(inner, row, gone.owner);
    if (row.session_id) await audit(inner, 'live.meeting_removed', `session:${row.session_id}`);
    if (row.event_id) await audit(inner, 'live.lounge_shown_out', `event:${row.event_id}`);
    await addRoomJobs(inner, row);
  });
}

/** Opens the door to everybody, or makes people wait to be let in. Those who wait are let in when it opens. Refuses whoever does not look after it. */
export async function setLobby(ctx: Ctx, id: string, lobby: boolean): Promise<void> {
  await inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    await inner.db.updateTable('live.gathering').set({ lobby }).where('id', '=', id).execute();
  });
  if (!lobby) await letIn(ctx, id).catch(whenFull);
}

function whenFull(error: unknown): void {
  if ((error as { code?: string }).code !== 'meetings.full') throw error;
}
