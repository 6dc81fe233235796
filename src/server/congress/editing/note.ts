import { sql } from 'kysely';
import { changed, type Ctx } from '#server/kernel';

export type Edited = 'session' | 'room' | 'speaker' | 'section' | 'rules' | 'crew' | 'event';

/** The topic under which every process hears that the drafts of an event changed. */
export const draftsTopic = (eventId: string): string => `drafts:${eventId}`;

/**
 * Whoever changes drafts of an event does so one after another: an editor that has seen change 7 must never get
 * change 6 later. Taken first in a transaction, so that two changes wait for each other here and nowhere else.
 */
export async function lockDrafts(ctx: Ctx, eventId: string): Promise<void> {
  await ctx.db
    .selectFrom('congress.event')
    .select('id')
    .where('id', '=', eventId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/**
 * Tells the other editors what changed, in the same transaction, and makes changed sessions a version newer. Every
 * command that changes a draft calls it; those that go through `parts.ts` need not. Not for the door.
 */
export async function noteEdit(
  ctx: Ctx,
  eventId: string,
  what: Edited,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await lockDrafts(ctx, eventId);
  if (what === 'session') {
    await sql`update congress.session set version = version + 1 where id = any(${[...ids]})`.execute(ctx.db);
  }
  // One parameter however many: an import may change tens of thousands.
  await sql`insert into congress.edit (event_id, what, object_id)
    select ${eventId}, ${what}, unnest(${[...ids]}::text[])`.execute(ctx.db);
  await changed(ctx, draftsTopic(eventId));
}
