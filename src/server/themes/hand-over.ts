import type { Ctx, Words } from '#server/kernel';
import * as search from '#server/search';

interface Label {
  concept_id: string;
  lang: string;
  kind: string;
  text: string;
}

const readLabels = (ctx: Ctx): Promise<Label[]> =>
  ctx.db
    .selectFrom('themes.label')
    .select(['concept_id', 'lang', 'kind', 'text'])
    .orderBy('concept_id')
    .orderBy('lang')
    .orderBy('text')
    .execute();

/** Brings the search up to the thesaurus as it is. Not for the door. */
export async function handOver(ctx: Ctx): Promise<void> {
  const concepts = await ctx.db
    .selectFrom('themes.concept')
    .select(['id', 'slug', 'note'])
    .orderBy('id')
    .execute();
  const labels = Map.groupBy(await readLabels(ctx), (label) => label.concept_id);
  await search.replaceAll(
    ctx,
    { group: 'themes' },
    concepts.map(({ id, slug, note }) => {
      const own = labels.get(id) ?? [];
      const title = own.filter((label) => label.kind === 'pref').map(({ lang, text }) => [lang, text]);
      return {
        kind: 'theme',
        id,
        audience: 'public',
        path: `/t/${slug}`,
        title: title.length > 0 ? (Object.fromEntries(title) as Words) : { und: slug },
        keywords: own.filter((label) => label.kind !== 'pref').map(({ lang, text }) => ({ [lang]: text })),
        texts: [note as Words],
      };
    }),
  );
}

/** The names of all themes in every language, by slug: for modules whose things are found by them. */
export async function listThemeNames(ctx: Ctx): Promise<Map<string, Words>> {
  const concepts = await ctx.db.selectFrom('themes.concept').select(['id', 'slug']).execute();
  const labels = Map.groupBy(
    (await readLabels(ctx)).filter((label) => label.kind === 'pref'),
    (label) => label.concept_id,
  );
  return new Map(
    concepts.map(({ id, slug }) => [
      slug,
      Object.fromEntries((labels.get(id) ?? []).map(({ lang, text }) => [lang, text])) as Words,
    ]),
  );
}
