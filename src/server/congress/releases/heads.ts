import type { Ctx } from '#server/kernel';
import type { ChangeCounts, ReleaseHead, SessionChange } from './shapes.ts';

const columns = [
  'id',
  'number',
  'name',
  'kind',
  'released_at',
  'sessions',
  'touched',
  'counts',
  'hushed',
] as const;

interface HeadRow {
  id: string;
  number: number;
  name: string;
  kind: string;
  released_at: Date;
  sessions: number;
  touched: number;
  counts: unknown;
  hushed: boolean;
}

const toHead = (row: HeadRow): ReleaseHead & { id: string } => ({
  id: row.id,
  number: row.number,
  name: row.name,
  kind: row.kind as ReleaseHead['kind'],
  at: row.released_at,
  sessions: row.sessions,
  touched: row.touched,
  counts: row.counts as ChangeCounts,
  hushed: row.hushed,
});

export const versionsAPage = 20;

/** Versions of an event, the newest first, a page of them. Not for the door: it asks nobody. */
export async function readHeads(
  ctx: Ctx,
  eventId: string,
  page: number,
): Promise<{ heads: (ReleaseHead & { id: string })[]; page: number; pages: number }> {
  const { count } = await ctx.db
    .selectFrom('congress.release')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow();
  const pages = Math.max(1, Math.ceil(Number(count) / versionsAPage));
  const at = Math.min(Math.max(1, Math.floor(page) || 1), pages);
  const rows = await ctx.db
    .selectFrom('congress.release')
    .select(columns)
    .where('event_id', '=', eventId)
    .orderBy('number', 'desc')
    .limit(versionsAPage)
    .offset((at - 1) * versionsAPage)
    .execute();
  return { heads: rows.map(toHead), page: at, pages };
}

export async function readHead(
  ctx: Ctx,
  eventId: string,
  number: number,
): Promise<(ReleaseHead & { id: string }) | undefined> {
  if (!Number.isInteger(number) || number < 1 || number > 2_000_000_000) return undefined;
  const row = await ctx.db
    .selectFrom('congress.release')
    .select(columns)
    .where('event_id', '=', eventId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && toHead(row);
}

/** What versions changed, by their ids; the first `most` differences of each. */
export async function readChanges(
  ctx: Ctx,
  releaseIds: string[],
  most: number,
): Promise<Map<string, SessionChange[]>> {
  const found = new Map<string, SessionChange[]>();
  if (releaseIds.length === 0) return found;
  const rows = await ctx.db
    .selectFrom('congress.release_change')
    .select(['release_id', 'session_id', 'kinds', 'was', 'now'])
    .where('release_id', 'in', releaseIds)
    .where('position', '<', most)
    .orderBy('position')
    .execute();
  for (const row of rows) {
    const list = found.get(row.release_id) ?? [];
    list.push(toChange(row));
    found.set(row.release_id, list);
  }
  return found;
}

export const toChange = (row: {
  session_id: string;
  kinds: string[];
  was: unknown;
  now: unknown;
}): SessionChange => ({
  id: row.session_id,
  kinds: row.kinds as SessionChange['kinds'],
  ...(row.was ? { was: row.was as NonNullable<SessionChange['was']> } : {}),
  ...(row.now ? { now: row.now as NonNullable<SessionChange['now']> } : {}),
});
