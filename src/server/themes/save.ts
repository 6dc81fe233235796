import { sql } from 'kysely';
import { changed, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { handOver } from './hand-over.ts';
import { nodes } from './nodes.ts';
import { needSystem } from './policy.ts';
import type { ThemeInput } from './shapes.ts';

/**
 * Makes the themes, or brings those that have the same slug or URI up to date; answers how many of each.
 * Refuses two preferred labels in one language, a relation to a slug that is nowhere, and a broader relation that
 * comes back to itself. Only the system may.
 */
export async function saveThemes(
  ctx: Ctx,
  themes: ThemeInput[],
): Promise<{ created: number; updated: number; unchanged: number }> {
  needSystem(ctx);
  return inTransaction(ctx, async (inner) => {
    // Two who save at once would each miss what the other makes.
    await sql`lock table themes.concept in share row exclusive mode`.execute(inner.db);
    const known = await inner.db.selectFrom('themes.concept').select(['id', 'slug', 'uri']).execute();
    const before = await fingerprints(inner);
    const idOf = new Map(known.map((row) => [row.slug, row.id]));
    const byUri = new Map(known.flatMap((row) => (row.uri ? [[row.uri, row] as const] : [])));
    const rows = themes.map((theme) => {
      const same = theme.uri ? byUri.get(theme.uri) : undefined;
      const id = same?.id ?? idOf.get(theme.slug) ?? newId();
      idOf.set(theme.slug, id);
      const { slug, uri = null, hue = null, position = 0, note = {} } = theme;
      return { id, slug: same?.slug ?? slug, uri, hue, position, note, theme };
    });
    const ids = rows.map((row) => row.id);
    if (new Set(ids).size < ids.length) throw refuse('invalid', 'themes.theme_twice');
    const labels = rows.flatMap((row) => row.theme.labels.map((label) => ({ concept_id: row.id, ...label })));
    refuseTwoNames(labels);
    const target = (slug: string): string => {
      const id = idOf.get(slug);
      if (!id) throw refuse('invalid', 'themes.no_such_relation', { slug });
      return id;
    };
    const relations = rows.flatMap((row) => [
      ...(row.theme.broader ?? []).map((slug) => ({
        concept_id: row.id,
        other_id: target(slug),
        kind: 'broader',
      })),
      // Related works both ways: kept once, the smaller id first.
      ...(row.theme.related ?? []).map((slug) => {
        const [a, b] = [row.id, target(slug)].sort() as [string, string];
        return { concept_id: a, other_id: b, kind: 'related' };
      }),
    ]);
    await sql`insert into themes.concept (id, slug, uri, hue, note, position)
      select id, slug, uri, hue, note, position from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (id text, slug text, uri text, hue smallint, note jsonb, position integer)
      on conflict (id) do update set uri = coalesce(excluded.uri, concept.uri), hue = coalesce(excluded.hue, concept.hue),
        note = excluded.note, position = excluded.position`.execute(inner.db);
    if (ids.length > 0) {
      await inner.db.deleteFrom('themes.label').where('concept_id', 'in', ids).execute();
      await inner.db
        .deleteFrom('themes.relation')
        .where('kind', '=', 'broader')
        .where('concept_id', 'in', ids)
        .execute();
      await inner.db
        .deleteFrom('themes.relation')
        .where('kind', '=', 'related')
        .where('concept_id', 'in', ids)
        .where('other_id', 'in', ids)
        .execute();
    }
    await sql`insert into themes.label (concept_id, lang, kind, text)
      select distinct concept_id, lang, kind, text from jsonb_to_recordset(${JSON.stringify(labels)}::jsonb)
        as row (concept_id text, lang text, kind text, text text)`.execute(inner.db);
    await sql`insert into themes.relation (concept_id, other_id, kind)
      select distinct concept_id, other_id, kind from jsonb_to_recordset(${JSON.stringify(relations)}::jsonb)
        as row (concept_id text, other_id text, kind text) where concept_id <> other_id`.execute(inner.db);
    await refuseCircle(inner);
    await nodes(
      inner,
      rows.map((row) => ({
        kind: 'theme',
        id: row.id,
        titles: Object.fromEntries(
          row.theme.labels.filter((label) => label.kind === 'pref').map((label) => [label.lang, label.text]),
        ),
        path: `/t/${row.slug}`,
        audience: 'public' as const,
      })),
    );
    await handOver(inner);
    await changed(inner, 'themes');
    const after = await fingerprints(inner);
    const created = ids.filter((id) => !before.has(id)).length;
    const unchanged = ids.filter((id) => before.has(id) && before.get(id) === after.get(id)).length;
    return { created, unchanged, updated: ids.length - created - unchanged };
  });
}

function refuseTwoNames(labels: { concept_id: string; lang: string; kind: string; text: string }[]): void {
  const names = new Map<string, string>();
  for (const { concept_id, lang, kind, text } of labels) {
    if (kind !== 'pref') continue;
    const place = `${concept_id} ${lang}`;
    if (names.has(place) && names.get(place) !== text)
      throw refuse('invalid', 'themes.two_names', { lang, name: text });
    names.set(place, text);
  }
}

async function refuseCircle(ctx: Ctx): Promise<void> {
  const found = await sql<{ slug: string }>`with recursive up (start, id) as (
      select concept_id, other_id from themes.relation where kind = 'broader'
      union select up.start, relation.other_id from up join themes.relation on relation.concept_id = up.id and relation.kind = 'broader')
    select slug from up join themes.concept on concept.id = up.start where up.start = up.id limit 1`.execute(
    ctx.db,
  );
  if (found.rows[0]) throw refuse('invalid', 'themes.circle', { slug: found.rows[0].slug });
}

/** One text for each concept, equal as long as nothing of it changed. */
async function fingerprints(ctx: Ctx): Promise<Map<string, string>> {
  const found = await sql<{
    id: string;
    print: string;
  }>`select concept.id, md5(concat_ws(' ', concept.uri, hue, note, position,
      (select string_agg(concat_ws(' ', lang, kind, text), ';' order by lang, kind, text) from themes.label where concept_id = concept.id),
      (select string_agg(concat_ws(' ', concept_id, other_id, kind), ';' order by kind, concept_id, other_id) from themes.relation
        where concept_id = concept.id or (other_id = concept.id and kind = 'related')))) as print
    from themes.concept`.execute(ctx.db);
  return new Map(found.rows.map((row) => [row.id, row.print]));
}
