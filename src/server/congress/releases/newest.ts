import type { Ctx } from '#server/kernel';
import { isAddress } from '../address.ts';

/** The version that everyone sees, for pages that are open: a number, and which sessions it changed when they are few. */
export interface NewestVersion {
  release: number;
  touched?: string[];
}

const few = 30;

/** The newest version of a published event; undefined for any other id. It says nothing that its pages don't. */
export async function findNewestVersion(ctx: Ctx, eventId: string): Promise<NewestVersion | undefined> {
  if (!isAddress(eventId)) return undefined;
  const row = await ctx.db
    .selectFrom('congress.event as event')
    .leftJoin('congress.release as release', 'release.event_id', 'event.id')
    .select(['event.id as event', 'release.id', 'release.number', 'release.touched'])
    .where('event.id', '=', eventId)
    .where('event.status', '=', 'published')
    .orderBy('release.number', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.id === null || row.touched === null || row.touched === 0 || row.touched > few)
    return { release: row.number ?? 0 };
  const rows = await ctx.db
    .selectFrom('congress.release_change')
    .select('session_id')
    .where('release_id', '=', row.id)
    .execute();
  return { release: row.number ?? 0, touched: rows.map((one) => one.session_id) };
}

/** Number of the last version that changed a session; 0 when none has since the first. */
export async function findLastChange(ctx: Ctx, sessionId: string): Promise<number> {
  if (!isAddress(sessionId)) return 0;
  const row = await ctx.db
    .selectFrom('congress.release_change as change')
    .innerJoin('congress.release as release', 'release.id', 'change.release_id')
    .select((select) => select.fn.max('release.number').as('number'))
    .where('change.session_id', '=', sessionId)
    .executeTakeFirst();
  return row?.number ?? 0;
}
