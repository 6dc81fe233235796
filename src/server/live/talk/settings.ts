import { broadcast, refuse, type Ctx } from '#server/kernel';
import { ensureStage } from '../stage/stages.ts';
import { topicOf } from '../bus/tell.ts';

export type TalkMode = 'off' | 'open' | 'members';

/** What everybody may know of how one talks in a session. */
export interface Talk {
  mode: TalkMode;
  /** Seconds between two messages of one voice. */
  slow: number;
  /** No more is written, whatever the mode: the session is over or was stopped. */
  isOver: boolean;
  /** When the talk is deleted; undefined until the session is over. */
  expiresAt?: Date;
}

/** How one talks in a session now. For everybody who may see the session: the caller has asked that. */
export async function getTalk(ctx: Ctx, sessionId: string): Promise<Talk> {
  const row = await ctx.db
    .selectFrom('live.stage as stage')
    .leftJoin('live.talk as talk', 'talk.session_id', 'stage.session_id')
    .select(['stage.state', 'talk.mode', 'talk.slow_seconds', 'talk.expires_at'])
    .where('stage.session_id', '=', sessionId)
    .executeTakeFirst();
  return {
    mode: (row?.mode ?? 'off') as TalkMode,
    slow: row?.slow_seconds ?? 0,
    isOver: row?.state === 'over',
    ...(row?.expires_at ? { expiresAt: row.expires_at } : {}),
  };
}

/** The row of a session’s talk, locked, made at the first need: every command of the talk begins here, one after another. */
export async function lockTalk(ctx: Ctx, sessionId: string) {
  const find = () =>
    ctx.db
      .selectFrom('live.talk')
      .selectAll()
      .where('session_id', '=', sessionId)
      .forUpdate()
      .executeTakeFirst();
  const known = await find();
  if (known) return known;
  await ensureStage(ctx, sessionId);
  await ctx.db
    .insertInto('live.talk')
    .values({ session_id: sessionId })
    .onConflict((conflict) => conflict.column('session_id').doNothing())
    .execute();
  return (await find())!;
}

/** Refuses `conflict` when nobody may write now, and a guest where only members talk. */
export function mayTalk(ctx: Ctx, talk: Pick<Talk, 'mode' | 'isOver'>): void {
  if (talk.isOver) throw refuse('conflict', 'talk.over');
  if (talk.mode === 'off') throw refuse('conflict', 'talk.closed');
  if (talk.mode === 'members' && ctx.actor.kind === 'guest') throw refuse('forbidden', 'talk.members_only');
}

/** Says that the talk's part of the stream is another; no page for many is made from it. */
export const tellTalk = (ctx: Ctx, sessionId: string): Promise<void> =>
  broadcast(ctx, topicOf(sessionId), { event: 'talk', data: {} });
