import { asSystem, broadcast, type Ctx } from '#server/kernel';
import { moveQuestion } from '../questions/host.ts';
import { topicOf } from '../bus/tell.ts';
import { tellTalk } from './settings.ts';

/** Ids as we make them: nothing else is asked of the database. */
export const idPattern = /^[\w-]{1,40}$/;

export const thingKinds = ['message', 'question'] as const;
export type ThingKind = (typeof thingKinds)[number];

/** What somebody wrote that everybody can read, and so can report. */
export interface Thing {
  text: string;
  by?: string;
  /** By whom it is hidden; undefined: everybody sees it. */
  hidden?: 'moderator' | 'reports';
  author?: Buffer;
}

/** A message or a question of this session; undefined for a strange one, or one that was never public. */
export async function findThing(
  ctx: Ctx,
  sessionId: string,
  kind: ThingKind,
  id: string,
): Promise<Thing | undefined> {
  if (kind === 'message') {
    const row = await ctx.db
      .selectFrom('live.message')
      .select(['text', 'signed_as', 'hidden', 'author'])
      .where('session_id', '=', sessionId)
      .where('id', '=', id)
      .executeTakeFirst();
    return (
      row && {
        text: row.text,
        author: row.author,
        ...(row.signed_as ? { by: row.signed_as } : {}),
        ...(row.hidden ? { hidden: row.hidden as 'moderator' | 'reports' } : {}),
      }
    );
  }
  const row = await ctx.db
    .selectFrom('live.question')
    .select(['text', 'signed_as', 'state'])
    .where('session_id', '=', sessionId)
    .where('id', '=', id)
    .where('state', 'in', ['shown', 'answered', 'hidden'])
    .executeTakeFirst();
  return (
    row && {
      text: row.text,
      ...(row.signed_as ? { by: row.signed_as } : {}),
      ...(row.state === 'hidden' ? { hidden: 'moderator' as const } : {}),
    }
  );
}

/** Takes a thing from everybody's eyes. The caller has asked whether it may, and holds the talk's lock. */
export async function hide(
  ctx: Ctx,
  sessionId: string,
  kind: ThingKind,
  id: string,
  by: 'moderator' | 'reports',
): Promise<void> {
  if (kind === 'question') {
    await moveQuestion(asSystem(ctx, 'moderation'), sessionId, id, 'hidden');
    return;
  }
  await setHidden(ctx, sessionId, id, by);
  await broadcast(ctx, topicOf(sessionId), { event: 'says', data: { gone: id } });
  await tellTalk(ctx, sessionId);
}

/** Gives back what reports had hidden. */
export async function unhide(ctx: Ctx, sessionId: string, kind: ThingKind, id: string): Promise<void> {
  if (kind === 'question') {
    await moveQuestion(asSystem(ctx, 'moderation'), sessionId, id, 'shown');
    return;
  }
  await setHidden(ctx, sessionId, id, null);
  await tellTalk(ctx, sessionId);
}

/** Pages that follow see by the count that what can be read is another, and read the list again. */
async function setHidden(
  ctx: Ctx,
  sessionId: string,
  id: string,
  hidden: Thing['hidden'] | null,
): Promise<void> {
  await ctx.db
    .updateTable('live.message')
    .set({ hidden })
    .where('session_id', '=', sessionId)
    .where('id', '=', id)
    .execute();
  await ctx.db
    .updateTable('live.talk')
    .set((eb) => ({ gone: eb('gone', '+', 1) }))
    .where('session_id', '=', sessionId)
    .execute();
}
