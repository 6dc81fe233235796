import { asSystem, inTransaction, refuse, type Ctx } from '#server/kernel';
import { closeBooth } from '../booths/booths.ts';
import { endWithSession } from '../meetings/tidy.ts';
import { closePolls } from '../polls/run.ts';
import { endSession, ensureStage, lockStage } from '../stage/stages.ts';
import { settleExpiry } from '../talk/expiry.ts';
import { lowerHands } from '../talk/hands.ts';
import { lockTalk } from '../talk/settings.ts';
import { stateChanged } from '../bus/tell.ts';
import { note } from './acts.ts';
import { mayResume, mustModerate } from './policy.ts';

type Closer = (ctx: Ctx, sessionId: string) => Promise<void>;

/** Stage, backstage, microphones, the list of speakers and the engine's rooms: as at a session's usual end. */
const closeStage: Closer = async (ctx, sessionId) => {
  const { state } = await ensureStage(ctx, sessionId);
  if (state === 'live' || state === 'backstage') await endSession(ctx, sessionId);
  await ctx.db
    .updateTable('live.stage')
    .set({ stopped: true, state: 'over', questions_mode: 'closed' })
    .where('session_id', '=', sessionId)
    .execute();
  await settleExpiry(ctx, sessionId, true);
};

const closeTalk: Closer = async (ctx, sessionId) => {
  await ctx.db.updateTable('live.talk').set({ mode: 'off' }).where('session_id', '=', sessionId).execute();
  await lowerHands(ctx, sessionId);
};

/** Nobody interprets into an empty room, with an old token neither. */
const closeBooths: Closer = async (ctx, sessionId) => {
  const open = await ctx.db
    .selectFrom('live.booth')
    .select('lang')
    .where('session_id', '=', sessionId)
    .where('closed', '=', false)
    .execute();
  // Whoever stops a session need not keep its booths.
  for (const { lang } of open) await closeBooth(asSystem(ctx, 'stop'), sessionId, lang);
};

/** What an emergency closes, in this order, all in one transaction. */
const closers: readonly Closer[] = [endWithSession, closeStage, closeBooths, closeTalk, closePolls];

/** Everybody else locks what they change first and writes the staff's log last: so does this, or two would wait for ever. */
async function lockAll(ctx: Ctx, sessionId: string): Promise<void> {
  await lockStage(ctx, sessionId);
  for (const table of ['live.gathering', 'live.booth', 'live.poll'] as const)
    await ctx.db
      .selectFrom(table)
      .select('session_id')
      .where('session_id', '=', sessionId)
      .forUpdate()
      .execute();
  await lockTalk(ctx, sessionId);
}

/**
 * Stops everything in a session at once: stage, microphones, list of speakers, booths, tables, talk, questions, polls, the engine's rooms.
 * Twice is once. Refuses whoever does not moderate here.
 */
export async function stopSession(ctx: Ctx, sessionId: string): Promise<void> {
  await mustModerate(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockAll(inner, sessionId);
    if ((await ensureStage(inner, sessionId)).stopped) return;
    for (const close of closers) await close(inner, sessionId);
    await note(inner, sessionId, 'stop');
    await stateChanged(inner, sessionId);
  });
}

/**
 * Opens a stopped session again, at its backstage: nothing is on air until somebody begins anew, and talk and questions stay
 * closed. Refuses everybody but host and organisers, `conflict` when it was not stopped.
 */
export async function resumeSession(ctx: Ctx, sessionId: string): Promise<void> {
  await mustModerate(ctx, sessionId);
  if (!(await mayResume(ctx, sessionId))) throw refuse('forbidden', 'moderation.not_yours_to_resume');
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    if (!(await ensureStage(inner, sessionId)).stopped) throw refuse('conflict', 'moderation.not_stopped');
    await inner.db
      .updateTable('live.stage')
      .set({ stopped: false, state: 'backstage' })
      .where('session_id', '=', sessionId)
      .execute();
    await settleExpiry(inner, sessionId, false);
    await note(inner, sessionId, 'resume');
    await stateChanged(inner, sessionId);
  });
}
