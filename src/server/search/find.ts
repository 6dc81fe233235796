import { sql, type RawBuilder } from 'kysely';
import { pick, type Ctx, type Words } from '#server/kernel';
import { excerptOf, makeMarker, markWhole, type Marker } from './pieces.ts';
import type { Hit, SearchQuery, SearchResult } from './shapes.ts';
import { quoted } from './take-apart.ts';
import { understand, type Understood } from './understand.ts';
import { readVocabulary } from './vocabulary.ts';

const nothing: SearchResult = {
  total: 0,
  groups: [],
  kinds: [],
  events: [],
  mended: [],
  missing: [],
  isLoose: false,
};

/** How much a stem weighs where: text, what it is about, people, title. */
const weights = '{0, 0.35, 0.7, 1}';
const ofEachKind = 6;

const anyOf = (stems: string[]): string => stems.map(quoted).join(' | ');

/** What the asked words come to, for SQL. */
interface Asked {
  words: Understood[];
  every: string;
  some: string;
  exact: string;
  wide: string;
}

function toQuery(words: Understood[]): Asked | undefined {
  const used = words.filter((one) => one.exact.length + one.wide.length > 0);
  if (used.length === 0) return undefined;
  const all = used.map((one) => [...one.exact, ...one.wide]);
  return {
    words: used,
    every: all.map((stems) => `(${anyOf(stems)})`).join(' & '),
    some: anyOf(all.flat()),
    exact: anyOf(used.flatMap((one) => one.exact)),
    wide: anyOf(used.flatMap((one) => one.wide)),
  };
}

/** Who asks sees `public` and what the caller vouches for, nothing else; it is neither counted nor suggested. */
const audiencesOf = (query: SearchQuery): string[] => [...new Set(['public', ...(query.also ?? [])])].sort();

/**
 * What is found for a query, best first: words in any form, spelling and order, mistyped ones mended. All words must be
 * there; if nothing has them all, what has some. Refuses nothing: an odd query finds nothing. The query is kept nowhere.
 */
export async function find(ctx: Ctx, query: SearchQuery): Promise<SearchResult> {
  const audiences = audiencesOf(query);
  const words = understand(query.q, await readVocabulary(ctx, audiences));
  const missing = words
    .filter((one) => one.exact.length + one.wide.length === 0)
    .map((one) => one.word.slice(0, 40));
  const asked = toQuery(words);
  if (!asked) return { ...nothing, missing };
  const mended = asked.words.flatMap(({ word, mended: to }) =>
    to && to !== word ? [{ from: word, to }] : [],
  );
  for (const isLoose of [false, true]) {
    if (isLoose && asked.words.length === 1) break;
    const found = await ask(ctx, query, audiences, asked, isLoose ? asked.some : asked.every);
    if (found.total === 0 && !isLoose && found.elsewhere === 0) continue;
    const { elsewhere: _elsewhere, ...answer } = found;
    return { ...answer, mended, missing, isLoose };
  }
  return { ...nothing, mended, missing };
}

interface Row {
  kind: string;
  id: string;
  event: string | null;
  path: string;
  title: Words;
  people: Words[];
  about: Words[];
  texts: Words[];
  starts_at: Date | null;
  rank: number;
}

async function ask(
  ctx: Ctx,
  query: SearchQuery,
  audiences: string[],
  asked: Asked,
  condition: string,
): Promise<Omit<SearchResult, 'mended' | 'missing' | 'isLoose'> & { elsewhere: number }> {
  const { event = null, kind = null } = query;
  const most = Math.min(query.most ?? (kind ? 50 : ofEachKind), 200);
  const offset = Math.max(0, query.offset ?? 0);
  const found = await sql<{
    counts: { kind: string; event: string | null; count: number }[] | null;
    rows: (Row & { starts_at: string | null })[] | null;
  }>`with hit as materialized (
      select kind, id, event, starts_at, ${rankOf(asked)} as rank from search.document
      where terms @@ ${condition}::tsquery and audience = any(${audiences})
    ), chosen as (
      select kind, id, rank, row_number() over (partition by kind order by rank desc, starts_at, id) as place from hit
      where (${event}::text is null or event = ${event}) and (${kind}::text is null or kind = ${kind})
    ), shown as (
      select * from chosen where place > ${offset} and place <= ${offset + most}
    )
    select
      (select json_agg(one) from (select kind, event, count(*)::int as count from hit group by kind, event) one) as counts,
      (select json_agg(one order by rank desc, starts_at, id) from (
        select document.kind, document.id, event, path, title, people, about, texts, starts_at, rank
        from shown join search.document on document.kind = shown.kind and document.id = shown.id) one) as rows`.execute(
    ctx.db,
  );
  const { counts, rows } = found.rows[0]!;
  const inEvent = (counts ?? []).filter((one) => event === null || one.event === event);
  const kinds = add(inEvent, (one) => one.kind).map(([name, count]) => ({ kind: name, count }));
  const marker = makeMarker(asked.words.flatMap((one) => [...one.exact, ...one.wide]));
  const hits = (rows ?? []).map((row) => toHit(ctx, row, marker));
  const groups = Map.groupBy(hits, (hit) => hit.kind);
  return {
    total: kinds.reduce((sum, one) => sum + (kind === null || one.kind === kind ? one.count : 0), 0),
    groups: [...groups].map(([name, own]) => ({
      kind: name,
      count: kinds.find((one) => one.kind === name)!.count,
      hits: own,
    })),
    kinds,
    events: add(
      (counts ?? []).filter((one) => one.event !== null),
      (one) => one.event!,
    ).map(([name, count]) => ({ event: name, count })),
    elsewhere: (counts ?? []).length,
  };
}

function add<T extends { count: number }>(rows: T[], keyOf: (row: T) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.count);
  return [...sums].sort((a, b) => b[1] - a[1]);
}

/** Stems themselves count full, those that only sound or begin so less; only in the text, least. */
function rankOf({ exact, wide }: Asked): RawBuilder<number> {
  const one = (stems: string): RawBuilder<number> =>
    stems === ''
      ? sql<number>`0`
      : sql<number>`ts_rank(${weights}::float4[], head, ${stems}::tsquery) * ${stems.split(' | ').length}::float4`;
  return sql<number>`(${one(exact)} + 0.4 * ${one(wide)})`;
}

function toHit(ctx: Ctx, row: Row & { starts_at: string | Date | null }, marker: Marker): Hit {
  const { isFound, ...title } = markWhole(row.title, ctx.lang, marker);
  // Found in a title of another language: that is worth showing.
  const excerpt = excerptOf(isFound ? row.texts : [row.title, ...row.texts], ctx.lang, marker);
  return {
    kind: row.kind,
    id: row.id,
    path: row.path,
    ...(row.event !== null && { event: row.event }),
    title,
    people: row.people.map((name) => {
      const { isFound: _isFound, ...marked } = markWhole(name, ctx.lang, marker);
      return marked;
    }),
    about: row.about.map((words) => pick(words, ctx.lang)).filter((one) => one.text),
    ...(excerpt && { excerpt }),
    ...(row.starts_at && { startsAt: new Date(row.starts_at) }),
    rank: row.rank,
  };
}

/** Ids of everything public of one kind that has all words of the query: for lists that filter themselves. */
export async function findIds(
  ctx: Ctx,
  { q, event, kind }: { q: string; event: string; kind: string },
): Promise<Set<string>> {
  const audiences = ['public'];
  const words = understand(q, await readVocabulary(ctx, audiences));
  const asked = toQuery(words);
  if (!asked || asked.words.length < words.length) return new Set();
  const found = await sql<{ id: string }>`select id from search.document
    where terms @@ ${asked.every}::tsquery and audience = any(${audiences}) and event = ${event} and kind = ${kind}`.execute(
    ctx.db,
  );
  return new Set(found.rows.map((row) => row.id));
}
