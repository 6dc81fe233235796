import * as congress from '#server/congress';
import { audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { mustRun } from '../places.ts';
import { tellPart } from '../bus/tell.ts';
import { addRoomJobs } from './engine.ts';
import { lockMeeting, newRoom, type GatheringRow } from './gatherings.ts';

const seats = 50;
const keptAfterMs = 4 * 3_600_000;
const hourMs = 3_600_000;

/** Kinds of session in which everybody may speak. */
export const kindsThatMeet: readonly string[] = ['workshop', 'discussion', 'meeting'];

/** To the hour: nobody can read from it when it was opened. */
export const expiryAfter = (from: Date, ms: number): Date =>
  new Date(Math.ceil((from.getTime() + ms) / hourMs) * hourMs);

export const findMeeting = async (ctx: Ctx, sessionId: string): Promise<string | undefined> => {
  const row = await ctx.db
    .selectFrom('live.gathering')
    .select(['id', 'expires_at'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row && (!row.expires_at || row.expires_at > ctx.now()) ? row.id : undefined;
};

/** The meeting of a session. Refuses `not_found` when there is none. */
export async function needMeeting(ctx: Ctx, sessionId: string): Promise<string> {
  const id = await findMeeting(ctx, sessionId);
  if (!id) throw refuse('not_found', 'meetings.none');
  return id;
}

/**
 * Opens a session as a meeting: everybody with an account may come in and speak, up to fifty. Once open it stays as it is.
 * Refuses whoever does not run the session, `conflict` for a session of another kind.
 */
export async function openMeeting(ctx: Ctx, sessionId: string, lobby: boolean): Promise<void> {
  await mustRun(ctx, sessionId);
  const session = await congress.getSession(ctx, sessionId);
  if (!kindsThatMeet.includes(session.kind)) throw refuse('conflict', 'meetings.wrong_kind');
  await inTransaction(ctx, async (inner) => {
    const end = session.end && session.end > inner.now() ? session.end : inner.now();
    await inner.db
      .deleteFrom('live.gathering')
      .where('session_id', '=', sessionId)
      .where('expires_at', '<=', inner.now())
      .execute();
    const made = await inner.db
      .insertInto('live.gathering')
      .values({
        id: newId(20),
        kind: 'open',
        session_id: sessionId,
        room: newRoom(),
        seats,
        lobby,
        expires_at: expiryAfter(end, keptAfterMs),
      })
      .onConflict((conflict) => conflict.column('session_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return;
    await audit(inner, 'live.meeting_open', `session:${sessionId}`);
    await tellPart(inner, sessionId, 'state');
  });
}

/** Ends a session's meeting: everybody leaves, names and notes are gone. Refuses whoever does not run the session. */
export async function endMeeting(ctx: Ctx, sessionId: string): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const row = await lockMeeting(inner, sessionId);
    if (!row) return;
    await dissolve(inner, row);
    await audit(inner, 'live.meeting_end', `session:${sessionId}`);
    await tellPart(inner, sessionId, 'state');
  });
}

/** Not for the door: the gathering and all rows of it are gone, and the engine lets everybody go. */
export async function dissolve(ctx: Ctx, row: GatheringRow): Promise<void> {
  await addRoomJobs(ctx, row);
  await ctx.db.deleteFrom('live.gathering').where('id', '=', row.id).execute();
}
