import { sql } from 'kysely';
import { pick, reads, refuse, type Ctx, type Words } from '#server/kernel';
import { audiencesOf } from './policy.ts';
import type { Theme, ThemeLink, ThemeListItem } from './shapes.ts';
import { toItem } from './trace.ts';

interface ConceptRow {
  id: string;
  slug: string;
  uri: string | null;
  hue: number | null;
  note: Words;
  position: number;
  pref: Words;
}

/** All concepts with their preferred labels: a thesaurus of a congress has hundreds, never hundreds of thousands. */
async function readConcepts(ctx: Ctx): Promise<Map<string, ConceptRow>> {
  const found = await sql<ConceptRow>`select concept.id, slug, uri, hue, note, position,
      coalesce(jsonb_object_agg(label.lang, label.text) filter (where label.kind = 'pref'), '{}') as pref
    from themes.concept left join themes.label on label.concept_id = concept.id
    group by concept.id order by position, slug`.execute(ctx.db);
  return new Map(found.rows.map((row) => [row.id, row]));
}

const toLink = (ctx: Ctx, row: ConceptRow): ThemeLink => ({
  id: row.id,
  slug: row.slug,
  title:
    row.slug && Object.keys(row.pref).length > 0 ? pick(row.pref, ctx.lang) : { text: row.slug, lang: 'und' },
  hue: row.hue ?? 1,
});

const byName = (ctx: Ctx) => (a: ThemeLink, b: ThemeLink) =>
  a.title.text.localeCompare(b.title.text, ctx.lang);

/** The theme with everything public that hangs on it. Refuses an unknown slug with `not_found`. */
export async function getTheme(ctx: Ctx, slug: string): Promise<Theme> {
  reads(ctx, 'themes');
  const concepts = await readConcepts(ctx);
  const row = [...concepts.values()].find((one) => one.slug === slug);
  if (!row) throw refuse('not_found', 'themes.no_such_theme');
  const relations = await ctx.db
    .selectFrom('themes.relation')
    .select(['concept_id', 'other_id', 'kind'])
    .where((where) => where.or([where('concept_id', '=', row.id), where('other_id', '=', row.id)]))
    .execute();
  const labels = await ctx.db
    .selectFrom('themes.label')
    .select(['lang', 'kind', 'text'])
    .where('concept_id', '=', row.id)
    .where('kind', 'in', ['pref', 'alt'])
    .orderBy('lang')
    .orderBy('text')
    .execute();
  const linked = (ids: string[]) =>
    [...new Set(ids)]
      .flatMap((id) => (concepts.get(id) ? [toLink(ctx, concepts.get(id)!)] : []))
      .sort(byName(ctx));
  const found = await ctx.db
    .selectFrom('themes.link as link')
    .innerJoin('themes.node as node', (join) =>
      join.onRef('node.kind', '=', 'link.from_kind').onRef('node.id', '=', 'link.from_id'),
    )
    .select(['node.kind', 'node.id', 'node.titles', 'node.path', 'node.proof', 'node.day'])
    .distinct()
    .where('link.to_kind', '=', 'theme')
    .where('link.to_id', '=', row.id)
    .where('node.kind', '<>', 'theme')
    .where('node.audience', 'in', audiencesOf(ctx.actor))
    .orderBy('node.day', 'desc')
    .orderBy('node.path')
    .limit(500)
    .execute();
  const things = Map.groupBy(found, (thing) => thing.kind);
  const note = pick(row.note, ctx.lang);
  return {
    ...toLink(ctx, row),
    uri: row.uri ?? uriOf(ctx, row.slug),
    ...(note.text && { note }),
    labels: [...Map.groupBy(labels, (label) => label.lang)].map(([lang, own]) => ({
      lang,
      text: own.find((label) => label.kind === 'pref')?.text ?? '',
      alt: own.filter((label) => label.kind === 'alt').map((label) => label.text),
    })),
    broader: linked(
      relations
        .filter((one) => one.kind === 'broader' && one.concept_id === row.id)
        .map((one) => one.other_id),
    ),
    narrower: linked(
      relations
        .filter((one) => one.kind === 'broader' && one.other_id === row.id)
        .map((one) => one.concept_id),
    ),
    related: linked(
      relations
        .filter((one) => one.kind === 'related')
        .map((one) => (one.concept_id === row.id ? one.other_id : one.concept_id)),
    ),
    things: [...things].map(([kind, rows]) => ({ kind, items: rows.map((thing) => toItem(ctx, thing)) })),
  };
}

/** A concept made here has our own address as its URI. */
export const uriOf = (ctx: Ctx, slug: string): string =>
  `${ctx.config.origins[0] ?? 'urn:veche:site'}/t/${slug}`;

/** A theme by its slug, or undefined. */
export async function findTheme(ctx: Ctx, slug: string): Promise<ThemeLink | undefined> {
  reads(ctx, 'themes');
  const row = [...(await readConcepts(ctx)).values()].find((one) => one.slug === slug);
  return row && toLink(ctx, row);
}

/** Themes by id, for modules that keep one. */
export async function listThemeLinks(ctx: Ctx): Promise<ThemeLink[]> {
  reads(ctx, 'themes');
  return [...(await readConcepts(ctx)).values()].map((row) => toLink(ctx, row));
}

/** The top themes in their order, each with its narrower ones and how many public things hang on them. */
export async function listThemes(ctx: Ctx): Promise<ThemeListItem[]> {
  reads(ctx, 'themes');
  const concepts = await readConcepts(ctx);
  const relations = await ctx.db
    .selectFrom('themes.relation')
    .select(['concept_id', 'other_id'])
    .where('kind', '=', 'broader')
    .execute();
  const narrowerOf = Map.groupBy(relations, (one) => one.other_id);
  const hasBroader = new Set(relations.map((one) => one.concept_id));
  const links = await ctx.db
    .selectFrom('themes.link as link')
    .innerJoin('themes.node as node', (join) =>
      join.onRef('node.kind', '=', 'link.from_kind').onRef('node.id', '=', 'link.from_id'),
    )
    .select(['link.to_id as theme', sql<string>`node.kind || ' ' || node.id`.as('thing')])
    .where('link.to_kind', '=', 'theme')
    .where('node.audience', 'in', audiencesOf(ctx.actor))
    .execute();
  const thingsOf = Map.groupBy(links, (one) => one.theme);
  return [...concepts.values()]
    .filter((row) => !hasBroader.has(row.id))
    .map((row) => {
      const below = (narrowerOf.get(row.id) ?? []).flatMap((one) => concepts.get(one.concept_id) ?? []);
      const things = new Set(
        [row, ...below].flatMap((one) => thingsOf.get(one.id) ?? []).map((one) => one.thing),
      );
      const note = pick(row.note, ctx.lang);
      return {
        ...toLink(ctx, row),
        ...(note.text && { note }),
        count: things.size,
        narrower: below.map((one) => toLink(ctx, one)).sort(byName(ctx)),
      };
    });
}
