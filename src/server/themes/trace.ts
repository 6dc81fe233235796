import { pick, reads, type Ctx, type Words } from '#server/kernel';
import { audiencesOf } from './policy.ts';
import type { Trace, TraceItem } from './shapes.ts';

/** A page shows so many of each list; a theme's page shows them all. */
const most = 40;

interface NodeRow {
  kind: string;
  id: string;
  titles: unknown;
  path: string;
  proof: unknown;
  day: string | null;
}

export function toItem(ctx: Ctx, row: NodeRow): TraceItem {
  const proof = pick(row.proof as Words, ctx.lang);
  return {
    kind: row.kind,
    id: row.id,
    title: pick(row.titles as Words, ctx.lang),
    path: row.path,
    ...(proof.text && { proof }),
    ...(row.day && { day: row.day }),
  };
}

/**
 * The two lists that every public page ends with. Holds only what the reader may see; both are empty for a thing
 * that has no node or one that the reader may not see.
 */
export async function getTrace(ctx: Ctx, kind: string, id: string): Promise<Trace> {
  reads(ctx, 'themes');
  const audiences = audiencesOf(ctx.actor);
  const self = await ctx.db
    .selectFrom('themes.node')
    .select('id')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('audience', 'in', audiences)
    .executeTakeFirst();
  if (!self) return { from: [], came: [] };
  const shown = ['node.kind', 'node.id', 'node.titles', 'node.path', 'node.proof', 'node.day'] as const;
  const from = await ctx.db
    .selectFrom('themes.link as link')
    .innerJoin('themes.node as node', (join) =>
      join.onRef('node.kind', '=', 'link.to_kind').onRef('node.id', '=', 'link.to_id'),
    )
    .select(shown)
    .where('link.from_kind', '=', kind)
    .where('link.from_id', '=', id)
    .where('node.audience', 'in', audiences)
    .orderBy('link.kind', 'desc')
    .orderBy('link.position')
    .limit(most)
    .execute();
  const came = await ctx.db
    .selectFrom('themes.link as link')
    .innerJoin('themes.node as node', (join) =>
      join.onRef('node.kind', '=', 'link.from_kind').onRef('node.id', '=', 'link.from_id'),
    )
    .select(shown)
    .where('link.to_kind', '=', kind)
    .where('link.to_id', '=', id)
    .where('node.audience', 'in', audiences)
    .orderBy('node.day')
    .orderBy('link.position')
    .limit(most)
    .execute();
  return { from: from.map((row) => toItem(ctx, row)), came: came.map((row) => toItem(ctx, row)) };
}
