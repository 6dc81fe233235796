import { audit, changed, inTransaction, reads, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { seatOwner } from '../places.ts';
import { findStage } from '../stage/stages.ts';
import { topicOf } from '../bus/tell.ts';
import { mustTell } from './outcomes.ts';

export interface Played {
  /** The seat of whoever sent it. */
  identity: string;
  /** The name they chose in this session. */
  name: string;
  /** From the start of the session. */
  second: number;
  /** How long it is. */
  seconds: number;
}

export const playedTakeInput = z.object({ seat: z.string().max(40) });

/** Notes that a statement is played on the stage for the first time, where its speaker wants that known. Not for the door. */
export async function notePlayed(ctx: Ctx, sessionId: string, identity: string): Promise<void> {
  const stage = await findStage(ctx, sessionId);
  if (stage?.state !== 'live' || !stage.captions_from) return;
  const row = await ctx.db
    .selectFrom('live.statement as statement')
    .innerJoin('live.seat as seat', (join) =>
      join
        .onRef('seat.session_id', '=', 'statement.session_id')
        .onRef('seat.identity', '=', 'statement.identity'),
    )
    .select(['seat.owner', 'seat.shown_as', 'statement.seconds'])
    .where('statement.session_id', '=', sessionId)
    .where('statement.identity', '=', identity)
    .where('statement.listed', '=', true)
    .executeTakeFirst();
  if (!row) return;
  const ms = ctx.now().getTime() - stage.captions_from.getTime();
  await ctx.db
    .insertInto('live.played')
    .values({ session_id: sessionId, identity, ...row, second: Math.max(0, Math.floor(ms / 1000)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await changed(ctx, topicOf(sessionId));
}

/** Statements that were played and whose speakers want that known, in order; of a session the caller has seen to be public. */
export async function listPlayed(ctx: Ctx, sessionId: string): Promise<Played[]> {
  reads(ctx, topicOf(sessionId));
  const rows = await ctx.db
    .selectFrom('live.played')
    .select(['identity', 'shown_as', 'second', 'seconds'])
    .where('session_id', '=', sessionId)
    .orderBy('second')
    .execute();
  return rows.map(({ shown_as: name, ...rest }) => ({ ...rest, name }));
}

/** Whether the asking person's own statement is mentioned on the session's page. */
export async function isPlayedListed(ctx: Ctx, sessionId: string): Promise<boolean> {
  if (ctx.actor.kind !== 'person') return false;
  const row = await ctx.db
    .selectFrom('live.played')
    .select('identity')
    .where('session_id', '=', sessionId)
    .where('owner', '=', seatOwner(ctx, sessionId, ctx.actor.personId))
    .executeTakeFirst();
  return row !== undefined;
}

/** The asking person's own statement is mentioned no more, long after the session too. Twice is once. Refuses a guest. */
export async function forgetOwnPlayed(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  await ctx.db
    .deleteFrom('live.played')
    .where('session_id', '=', sessionId)
    .where('owner', '=', seatOwner(ctx, sessionId, ctx.actor.personId))
    .execute();
  await changed(ctx, topicOf(sessionId));
}

/** A statement is mentioned no more. Twice is once. Refuses like `mustTell`. */
export async function removePlayed(
  ctx: Ctx,
  sessionId: string,
  { seat }: z.output<typeof playedTakeInput>,
): Promise<void> {
  await mustTell(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const gone = await inner.db
      .deleteFrom('live.played')
      .where('session_id', '=', sessionId)
      .where('identity', '=', seat)
      .returning('identity')
      .executeTakeFirst();
    if (!gone) return;
    await audit(inner, 'live.statement_unlisted', `session:${sessionId}`);
    await changed(inner, topicOf(sessionId));
  });
}

/** A person's rows, found by trying each session's blind index: nothing stored joins them. */
async function ownPlayed(ctx: Ctx, personId: string) {
  const rows = await ctx.db
    .selectFrom('live.played')
    .select(['session_id', 'identity', 'owner', 'shown_as', 'second', 'seconds'])
    .execute();
  return rows.filter((row) => row.owner.equals(seatOwner(ctx, row.session_id, personId)));
}

export const exportPlayed = async (ctx: Ctx, personId: string) =>
  (await ownPlayed(ctx, personId)).map((row) => ({
    session: row.session_id,
    shownAs: row.shown_as,
    second: row.second,
    seconds: row.seconds,
  }));

export async function erasePlayed(ctx: Ctx, personId: string): Promise<void> {
  for (const { session_id: id, identity } of await ownPlayed(ctx, personId)) {
    await ctx.db
      .deleteFrom('live.played')
      .where('session_id', '=', id)
      .where('identity', '=', identity)
      .execute();
    await changed(ctx, topicOf(id));
  }
}
