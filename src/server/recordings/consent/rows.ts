import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { sql } from 'kysely';

/** What somebody lets be recorded of them; `later` and `unasked` hold back everything of the session. */
export type Choice = (typeof choices)[number] | 'unasked';
export const choices = ['picture', 'voice', 'transcript', 'none', 'later'] as const;

export interface Consent {
  choice: Choice;
  isRevoked: boolean;
  /** The name chosen for this session; empty when revoked. */
  shownAs: string;
}

export const topicOf = (sessionId: string): string => `live:${sessionId}`;

export const readConsents = (ctx: Ctx, sessionId: string) =>
  ctx.db
    .selectFrom('recordings.consent')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('identity')
    .execute();
/**
 * Which of the names a programme has for a session may stand beside what was recorded of it: of one that somebody was cut out of
 * afterwards none, for nobody can say which was theirs; else all but those of who wanted nothing recorded.
 */
export async function namesToShow(ctx: Ctx, sessionId: string): Promise<(name: string) => boolean> {
  const rows = await readConsents(ctx, sessionId);
  const isCut = rows.some((row) => row.is_revoked);
  const unrecorded = new Set(rows.flatMap((row) => (row.choice === 'none' ? [row.shown_as] : [])));
  return (name) => !isCut && !unrecorded.has(name);
}

export type ConsentRow = Awaited<ReturnType<typeof readConsents>>[number];

export const toConsent = (row: Pick<ConsentRow, 'choice' | 'is_revoked' | 'shown_as'>): Consent => ({
  choice: row.choice as Choice,
  isRevoked: row.is_revoked,
  shownAs: row.shown_as,
});

/** Until the transaction ends nobody else answers, and no recording is made public by older answers. */
export const lockConsents = async (ctx: Ctx, sessionId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(778026, hashtext(${sessionId}))`.execute(ctx.db);

export const sameOwner = (a: Buffer | null, b: Buffer | null): boolean => Boolean(a && b && a.equals(b));

/** Not for the door. Notes who may be heard, before a place in a booth, or a seat, is forgotten; whoever answered once has answered for all their seats. */
export async function noteHeard(ctx: Ctx, sessionId: string, heard: readonly live.Heard[]): Promise<void> {
  const rows = await readConsents(ctx, sessionId);
  const known = new Map(rows.map((row) => [row.identity, row]));
  const fresh = heard.filter((one) => {
    const row = known.get(one.identity);
    return !row || (!row.is_revoked && row.shown_as !== one.shownAs && one.shownAs !== '');
  });
  for (const one of fresh) {
    const before = rows.find((row) => sameOwner(row.owner, one.owner));
    await ctx.db
      .insertInto('recordings.consent')
      .values({
        session_id: sessionId,
        identity: one.identity,
        owner: one.owner,
        shown_as: before?.is_revoked ? '' : one.shownAs,
        choice: before?.choice ?? 'unasked',
        is_revoked: before?.is_revoked ?? false,
        changed_on: dayOf(ctx),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['session_id', 'identity'])
          .doUpdateSet({ shown_as: one.shownAs })
          .where('recordings.consent.is_revoked', '=', false),
      )
      .execute();
  }
}

export const dayOf = (ctx: Ctx): string => ctx.now().toISOString().slice(0, 10);
