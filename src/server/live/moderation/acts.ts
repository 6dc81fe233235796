import { audit, changed, reads, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { cleanLine } from '../talk/clean.ts';
import { lockTalk } from '../talk/settings.ts';
import { topicOf } from '../bus/tell.ts';

export const reasons = ['off_topic', 'insult', 'private', 'threat', 'spam', 'noise', 'other'] as const;
export type Reason = (typeof reasons)[number];

/** Why a moderator acts: of the list, and in words that everybody will read. */
export const reasonFields = {
  reason: z.enum(reasons),
  words: z.string().max(800).transform(cleanLine).pipe(z.string().max(200)).optional(),
};
export interface Grounds {
  reason: Reason;
  words?: string | undefined;
}

/** One line of the public log; no name of anybody. */
export interface Act {
  seq: number;
  kind: string;
  minute: Date;
  reason?: Reason;
  words?: string;
  minutes?: number;
}

/** Kept acts of a session; a log that is longer than that is read by nobody. */
const keptActs = 1000;

/**
 * Writes an act into the public log, without the actor, and into the staff's own, with them. Whoever locks a stage, too,
 * locks it before the talk; the staff's log is the last.
 */
export async function note(
  ctx: Ctx,
  sessionId: string,
  kind: string,
  more: Partial<Grounds> & { minutes?: number } = {},
): Promise<void> {
  await lockTalk(ctx, sessionId);
  await ctx.db
    .insertInto('live.act')
    .values({
      session_id: sessionId,
      kind,
      minute: new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000),
      reason: more.reason ?? null,
      words: more.words || null,
      minutes: more.minutes ?? null,
    })
    .execute();
  await audit(ctx, `live.${kind}`, `session:${sessionId}`, more.reason ? { reason: more.reason } : {});
  await changed(ctx, topicOf(sessionId));
}

/** What moderators did in a session, newest first. For everybody who may see the session: the caller has asked that. */
export async function listActs(ctx: Ctx, sessionId: string, most = keptActs): Promise<Act[]> {
  reads(ctx, topicOf(sessionId));
  const rows = await ctx.db
    .selectFrom('live.act')
    .select(['seq', 'kind', 'minute', 'reason', 'words', 'minutes'])
    .where('session_id', '=', sessionId)
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    seq: Number(row.seq),
    kind: row.kind,
    minute: row.minute,
    ...(row.reason ? { reason: row.reason as Reason } : {}),
    ...(row.words ? { words: row.words } : {}),
    ...(row.minutes === null ? {} : { minutes: row.minutes }),
  }));
}
