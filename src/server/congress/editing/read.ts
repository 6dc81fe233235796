import { refuse, type Ctx } from '#server/kernel';
import { needReader } from '../access.ts';
import { isAddress } from '../address.ts';
import { readFrame, readGridSessions } from './rows.ts';
import type { Grid, GridChanges, GridFrame } from '#lib/editor/grid.ts';

/** An event's drafts as the editor shows them. Refuses an unknown event, and whoever may not edit it: `not_found`. */
export async function getGrid(ctx: Ctx, eventId: string): Promise<Grid> {
  await needDrafts(ctx, eventId);
  // First how far, then what: whatever comes between is read twice and missed never.
  const seq = await lastEdit(ctx, eventId);
  return {
    seq,
    frame: await readFrame(ctx, eventId),
    sessions: await readGridSessions(ctx, eventId),
  };
}

/** What changed after `since`, as it stands now. Refuses like `getGrid`. */
export async function getGridChanges(ctx: Ctx, eventId: string, since: number): Promise<GridChanges> {
  await needDrafts(ctx, eventId);
  const edits = await ctx.db
    .selectFrom('congress.edit')
    .select(['seq', 'what', 'object_id'])
    .where('event_id', '=', eventId)
    .where('seq', '>=', since)
    .orderBy('seq')
    .limit(mostEdits + 1)
    .execute();
  // The change last seen was swept since, or there is more than a new start costs.
  if ((since > 0 && edits[0]?.seq !== since) || edits.length > mostEdits)
    return { seq: await lastEdit(ctx, eventId), reset: true, sessions: [], removed: [] };
  const fresh = edits.filter((edit) => edit.seq > since);
  const ids = [...new Set(fresh.filter(({ what }) => what === 'session').map((edit) => edit.object_id))];
  const sessions = await readGridSessions(ctx, eventId, ids);
  const found = new Set(sessions.map(({ id }) => id));
  const others = fresh.filter(({ what }) => what !== 'session');
  return {
    seq: fresh.at(-1)?.seq ?? since,
    sessions,
    removed: ids.filter((id) => !found.has(id)),
    ...(others.some(({ what }) => what !== 'rules' && what !== 'crew') && {
      frame: await readFrame(ctx, eventId),
    }),
    ...(others.length > 0 && { replan: true as const }),
  };
}

const mostEdits = 3000;

/** Number of the newest change; 0 when nothing was changed lately. Not for the door. */
export async function lastEdit(ctx: Ctx, eventId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('congress.edit')
    .select((select) => select.fn.max('seq').as('seq'))
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

export async function needDrafts(ctx: Ctx, eventId: string): Promise<void> {
  if (!isAddress(eventId)) throw refuse('not_found', 'congress.no_such_event');
  await needReader(ctx, eventId, 'congress.no_such_event');
}

/** Places, days and names of an event's drafts, without its sessions. Refuses like `getGrid`. */
export async function getGridFrame(ctx: Ctx, eventId: string): Promise<GridFrame> {
  await needDrafts(ctx, eventId);
  return readFrame(ctx, eventId);
}
