import { sql } from 'kysely';
import { broadcast, changed, newId, type Ctx } from '#server/kernel';
import { programmeReleased } from '../events.ts';
import type { Skeleton } from '../skeleton.ts';
import type { Difference, ReleaseHead, SessionChange } from './shapes.ts';

export interface NewVersion {
  eventId: string;
  kind: ReleaseHead['kind'];
  name: string;
  skeleton: Skeleton;
  difference: Difference;
  /** Nothing to differ from: its differences are counted only. */
  isFirst: boolean;
}

/** The newest version of an event as it is stored; undefined before the first. Called under the event's lock when it is to be followed by another. */
export async function readNewest(
  ctx: Ctx,
  eventId: string,
): Promise<{ id: string; number: number; name: string; programme: Skeleton } | undefined> {
  const row = await ctx.db
    .selectFrom('congress.release')
    .select(['id', 'number', 'name', 'programme'])
    .where('event_id', '=', eventId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, programme: row.programme as unknown as Skeleton };
}

/** Writes a version with what it changed, drops the pages made from the one before, and tells the open ones. Answers its number. */
export async function storeVersion(ctx: Ctx, version: NewVersion): Promise<number> {
  const { eventId, kind, name, skeleton, difference } = version;
  const last = await ctx.db
    .selectFrom('congress.release')
    .select((select) => select.fn.max('number').as('number'))
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const id = newId();
  await ctx.db
    .insertInto('congress.release')
    .values({
      id,
      event_id: eventId,
      number,
      name: name || String(number),
      kind,
      released_at: ctx.now(),
      programme: JSON.stringify(skeleton),
      sessions: skeleton.sessions.length,
      touched: version.isFirst ? 0 : difference.changes.length,
      counts: JSON.stringify(difference.counts),
    })
    .execute();
  if (!version.isFirst && difference.changes.length > 0) {
    const rows = difference.changes.map((change, position) => ({ ...change, position }));
    await sql`insert into congress.release_change (release_id, session_id, position, kinds, was, now)
      select ${id}, row.id, row.position, row.kinds, row.was, row.now from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (id text, position integer, kinds text[], was jsonb, now jsonb)`.execute(ctx.db);
  }
  await changed(ctx, `event:${eventId}`);
  await broadcast(ctx, `live:${eventId}`, { event: 'release', data: {} });
  for (const session of aroundNow(ctx, difference.changes))
    await broadcast(ctx, `live:${session}`, { event: 'release', data: {} });
  await programmeReleased(ctx, eventId, number);
  return number;
}

const day = 24 * 3_600_000;

/** Only pages of sessions that run, or soon will, follow a stream of their own. */
function aroundNow(ctx: Ctx, changes: readonly SessionChange[]): string[] {
  const now = ctx.now().getTime();
  const isNear = (start: number | undefined): boolean => start !== undefined && Math.abs(start - now) < day;
  return changes.filter(({ was, now: is }) => isNear(was?.start) || isNear(is?.start)).map(({ id }) => id);
}

/** A version's name as it may stand on a page, in a feed and in a file: one line, 120 characters. */
export const cleanName = (name: string): string =>
  [
    ...name
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, 120)
    .join('');
