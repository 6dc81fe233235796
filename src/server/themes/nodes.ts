import { sql } from 'kysely';
import { changed, type Ctx } from '#server/kernel';
import type { Audience, LinkInput, LinkKind, NodeInput, NodeKey } from './shapes.ts';

/** Tells the graph of a thing, or what became of it. Called by the thing's own module in the same transaction. */
export const node = (ctx: Ctx, input: NodeInput): Promise<void> => nodes(ctx, [input]);

/** The same for many things at once. Pages are dropped only when one of them is new or not as it was. */
export async function nodes(ctx: Ctx, inputs: NodeInput[]): Promise<void> {
  if (inputs.length === 0) return;
  const rows = inputs.map((input) => ({ ...input, proof: input.proof ?? {}, day: input.day ?? null }));
  const written = await sql`insert into themes.node (kind, id, titles, path, audience, proof, day)
    select kind, id, titles, path, audience, proof, day from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (kind text, id text, titles jsonb, path text, audience text, proof jsonb, day date)
    on conflict (kind, id) do update set titles = excluded.titles, path = excluded.path,
      audience = excluded.audience, proof = excluded.proof, day = excluded.day
    where (node.titles, node.path, node.audience, node.proof, node.day)
      is distinct from (excluded.titles, excluded.path, excluded.audience, excluded.proof, excluded.day)
    returning 1`.execute(ctx.db);
  if (written.rows.length > 0) await changed(ctx, 'themes');
}

/** Nobody sees these any more. The node and its links stay: what came of it may still be public. */
export const hideNodes = (ctx: Ctx, kind: string, ids: string[]): Promise<void> =>
  setAudience(ctx, kind, ids, 'nobody');

/** Shows or hides things whose module has no other news of them. */
export async function setAudience(ctx: Ctx, kind: string, ids: string[], audience: Audience): Promise<void> {
  if (ids.length === 0) return;
  const rows = await ctx.db
    .updateTable('themes.node')
    .set({ audience })
    .where('kind', '=', kind)
    .where('id', '=', sql<string>`any(${ids})`)
    .where('audience', '<>', audience)
    .returning('id')
    .execute();
  if (rows.length > 0) await changed(ctx, 'themes');
}

/** Says that `from` comes from `to`. Both must have a node. */
export const link = (ctx: Ctx, from: NodeKey, to: NodeKey, kind: LinkKind): Promise<void> =>
  linkAll(ctx, [{ from, to, kind }]);

/** The same for many at once, in their order. A link whose ends have no node is left out. */
export async function linkAll(ctx: Ctx, links: LinkInput[]): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map(({ from, to, kind }, position) => [
    from.kind,
    from.id,
    to.kind,
    to.id,
    kind,
    position,
  ]);
  await sql`insert into themes.link (from_kind, from_id, to_kind, to_id, kind, position)
    select row ->> 0, row ->> 1, row ->> 2, row ->> 3, row ->> 4, (row ->> 5)::integer
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) row
      join themes.node a on a.kind = row ->> 0 and a.id = row ->> 1
      join themes.node b on b.kind = row ->> 2 and b.id = row ->> 3
    on conflict do nothing`.execute(ctx.db);
  await changed(ctx, 'themes');
}

/** Takes a link back. Does nothing when there is none. */
export async function unlink(ctx: Ctx, from: NodeKey, to: NodeKey, kind: LinkKind): Promise<void> {
  await ctx.db
    .deleteFrom('themes.link')
    .where('from_kind', '=', from.kind)
    .where('from_id', '=', from.id)
    .where('to_kind', '=', to.kind)
    .where('to_id', '=', to.id)
    .where('kind', '=', kind)
    .execute();
  await changed(ctx, 'themes');
}

/** Takes back every link of a kind that these things have. What they come from is said anew by `linkAll`. */
export async function unlinkAll(
  ctx: Ctx,
  fromKind: string,
  fromIds: string[],
  kinds: LinkKind[],
): Promise<void> {
  if (fromIds.length === 0) return;
  await ctx.db
    .deleteFrom('themes.link')
    .where('from_kind', '=', fromKind)
    .where('from_id', '=', sql<string>`any(${fromIds})`)
    .where('kind', 'in', kinds)
    .execute();
}

/**
 * Says all links of these kinds that things of one kind have, in their order: what isn't said any more is taken back.
 * Pages are dropped only when a link came or went. A link whose ends have no node is left out.
 */
export async function setLinks(
  ctx: Ctx,
  fromKind: string,
  fromIds: string[],
  kinds: LinkKind[],
  links: LinkInput[],
): Promise<void> {
  if (fromIds.length === 0) return;
  const rows = JSON.stringify(
    links.map(({ from, to, kind }, position) => [from.kind, from.id, to.kind, to.id, kind, position]),
  );
  const moved = await sql`with given as (
      select row ->> 0 as from_kind, row ->> 1 as from_id, row ->> 2 as to_kind, row ->> 3 as to_id, row ->> 4 as kind,
        min((row ->> 5)::integer) as position
      from jsonb_array_elements(${rows}::jsonb) row
      join themes.node a on a.kind = row ->> 0 and a.id = row ->> 1
      join themes.node b on b.kind = row ->> 2 and b.id = row ->> 3
      group by 1, 2, 3, 4, 5
    ), gone as (
      delete from themes.link where from_kind = ${fromKind} and from_id = any(${fromIds}) and kind = any(${kinds})
        and (from_kind, from_id, to_kind, to_id, kind) not in (select from_kind, from_id, to_kind, to_id, kind from given)
      returning 1
    ), put as (
      insert into themes.link (from_kind, from_id, to_kind, to_id, kind, position)
      select from_kind, from_id, to_kind, to_id, kind, position from given
      on conflict (from_kind, from_id, to_kind, to_id, kind) do update set position = excluded.position
        where link.position <> excluded.position
      returning xmax = 0 as fresh
    )
    select 1 from gone union all select 1 from put where fresh limit 1`.execute(ctx.db);
  if (moved.rows.length > 0) await changed(ctx, 'themes');
}
