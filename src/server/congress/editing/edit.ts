import { sql } from 'kysely';
import { z } from 'zod';
import { newId, pick, refuse, type Ctx, type Words } from '#server/kernel';
import { inDraft } from '../parts.ts';
import { needRooms } from '../draft-parts.ts';
import { lastEdit } from './read.ts';
import { noteEdit } from './note.ts';
import { readGridSessions } from './rows.ts';
import type { GridResult } from '#lib/editor/grid.ts';

const id = z.string().regex(/^[0-9a-z]{6,32}$/);
const version = z.number().int().min(1);
/** Minutes since 1970, up to the year 2200. */
const moment = z.number().int().min(0).max(121_000_000);

export const gridInput = z.object({
  moves: z
    .array(
      z.object({
        id,
        version,
        place: z.object({
          from: moment.nullable(),
          room: id.nullable(),
          minutes: z.number().int().min(0).max(20_160),
        }),
      }),
    )
    .min(1)
    .max(1000),
});
export type GridInput = z.output<typeof gridInput>;

/** A break to be copied, or copies to be taken back. */
export const copyInput = z.union([
  z.object({ copy: id, version }),
  z.object({ removeCopies: z.array(z.object({ id, version })).min(1).max(1000) }),
]);
export type CopyInput = z.output<typeof copyInput>;

/**
 * Places sessions, all of them or none. Refuses an unknown event, who may not edit it, a session that is gone or that
 * a colleague changed since (`conflict`, with its id and title), the same session twice, and a room that is not there.
 */
export async function editGrid(ctx: Ctx, eventId: string, { moves }: GridInput): Promise<GridResult> {
  const ids = moves.map((move) => move.id);
  if (new Set(ids).size < ids.length) throw refuse('invalid', 'editor.twice');
  return inGrid(ctx, eventId, 'edit_grid', async (inner) => {
    await holdAsSeen(inner, eventId, moves);
    await needRooms(inner, eventId, [...new Set(moves.flatMap(({ place }) => place.room ?? []))]);
    const rows = JSON.stringify(moves.map((move) => ({ id: move.id, ...move.place })));
    await sql`update congress.session set starts_at = to_timestamp(row."from" * 60::bigint), room_id = row.room, minutes = row.minutes
      from jsonb_to_recordset(${rows}::jsonb) as row (id text, "from" bigint, room text, minutes integer)
      where session.id = row.id`.execute(inner.db);
    await noteEdit(inner, eventId, 'session', ids);
    return { ids, removed: [] };
  });
}

/**
 * Copies a break into every other room at its time, where no copy of it stands yet; or takes such copies away.
 * Refuses like `editGrid`, and a session that is no break, has no time or no room, or is not a copy.
 */
export async function copyBreak(ctx: Ctx, eventId: string, input: CopyInput): Promise<GridResult> {
  if ('copy' in input)
    return inGrid(ctx, eventId, 'copy_break', (inner) => makeCopies(inner, eventId, input));
  const ids = input.removeCopies.map((one) => one.id);
  return inGrid(ctx, eventId, 'remove_copies', async (inner) => {
    const rows = await holdAsSeen(inner, eventId, input.removeCopies);
    if (rows.some((row) => row.copy_of === null)) throw refuse('invalid', 'editor.no_copy');
    await inner.db
      .updateTable('congress.session')
      .set({ status: 'deleted' })
      .where('id', 'in', ids)
      .execute();
    await noteEdit(inner, eventId, 'session', ids);
    return { ids: [], removed: ids };
  });
}

async function makeCopies(ctx: Ctx, eventId: string, input: { copy: string; version: number }) {
  const [source] = await holdAsSeen(ctx, eventId, [{ id: input.copy, version: input.version }]);
  if (source!.kind !== 'break') throw refuse('invalid', 'editor.no_break');
  if (!source!.starts_at || !source!.room_id) throw refuse('invalid', 'editor.break_nowhere');
  const origin = source!.copy_of ?? source!.id;
  const rooms = await ctx.db
    .selectFrom('congress.room')
    .select('id')
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .where('id', '<>', source!.room_id)
    .where('id', 'not in', (query) =>
      query
        .selectFrom('congress.session')
        .select(sql<string>`coalesce(room_id, '')`.as('room'))
        .where('event_id', '=', eventId)
        .where('status', '<>', 'deleted')
        .where('starts_at', '=', source!.starts_at)
        .where((where) => where.or([where('copy_of', '=', origin), where('id', '=', origin)])),
    )
    .orderBy('position')
    .execute();
  const ids = rooms.map(() => newId());
  const pairs = JSON.stringify(rooms.map((room, index) => ({ id: ids[index], room: room.id })));
  await sql`insert into congress.session (id, event_id, kind, status, title, subtitle, abstract, description, section_id,
      room_id, starts_at, minutes, langs, record, copy_of)
    select row.id, s.event_id, s.kind, s.status, s.title, s.subtitle, s.abstract, s.description, s.section_id,
      row.room, s.starts_at, s.minutes, s.langs, s.record, ${origin}
    from congress.session s, jsonb_to_recordset(${pairs}::jsonb) as row (id text, room text)
    where s.id = ${input.copy}`.execute(ctx.db);
  await noteEdit(ctx, eventId, 'session', ids);
  return { ids, removed: [] };
}

async function inGrid(
  ctx: Ctx,
  eventId: string,
  action: string,
  work: (ctx: Ctx) => Promise<{ ids: string[]; removed: string[] }>,
): Promise<GridResult> {
  return inDraft(ctx, eventId, action, `grid:${eventId}`, async (inner) => {
    const { ids, removed } = await work(inner);
    return {
      seq: await lastEdit(inner, eventId),
      sessions: await readGridSessions(inner, eventId, ids),
      removed,
    };
  });
}

/** Locks sessions that are to be changed, and makes sure that each is as the editor saw it. */
async function holdAsSeen(ctx: Ctx, eventId: string, seen: readonly { id: string; version: number }[]) {
  const found = await ctx.db
    .selectFrom('congress.session')
    .select(['id', 'version', 'title', 'kind', 'status', 'room_id', 'starts_at', 'copy_of'])
    .where('event_id', '=', eventId)
    .where(
      'id',
      'in',
      seen.map((one) => one.id),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const byId = new Map(found.map((row) => [row.id, row]));
  for (const one of seen) {
    const row = byId.get(one.id);
    if (!row) throw refuse('not_found', 'congress.no_such_session');
    const params = { session: row.id, title: pick(row.title as Words, ctx.lang).text };
    if (row.status === 'deleted') throw refuse('conflict', 'editor.removed_meanwhile', params);
    if (row.version !== one.version) throw refuse('conflict', 'editor.changed_meanwhile', params);
  }
  return found;
}
