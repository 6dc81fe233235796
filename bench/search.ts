import { sql } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '#server/app';
import { asSystem, langs, makeLog, readConfig, startCluster, type Ctx, type Lang } from '#server/kernel';
import * as search from '#server/search';
import {
  fillCorpus,
  measure,
  readCorpus,
  readQueries,
  type Query,
} from '../src/server/search/queries/measure.ts';
import { root } from '../tests/support/root.ts';
import { makeDice, makeSessions, mistype, type Dice } from './support/search-sessions.ts';
import { median, printFigures, type Figure } from './support/table.ts';

const sessions = 10_000;
const aims: Record<Lang, number> = { be: 86, ru: 89, en: 90 };

const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

async function timed(queries: string[], run: (q: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const q of queries) {
    const began = performance.now();
    await run(q);
    times.push(performance.now() - began);
  }
  return times;
}

/** The two ways a site without a search of its own has: `ilike`, and PostgreSQL's text search with its own dictionaries. */
async function makePeers(ctx: Ctx): Promise<void> {
  await sql`create table public.peer (id text, texts text, stems tsvector)`.execute(ctx.db);
  const groups = await sql<{ name: string }>`select distinct group_name as name from search.document`.execute(
    ctx.db,
  );
  for (const { name } of groups.rows)
    await sql`insert into public.peer
      select id, texts, to_tsvector('russian', texts) || to_tsvector('english', texts)
      from (select id, concat_ws(' ',
        (select string_agg(value, ' ') from jsonb_each_text(title)),
        (select string_agg(text.value, ' ') from jsonb_array_elements(people || texts) one, jsonb_each_text(one) text)) as texts
        from search.document where group_name = ${name}) one`.execute(ctx.db);
  await sql`create index on public.peer using gin (stems)`.execute(ctx.db);
  await sql`analyze public.peer`.execute(ctx.db);
}

const byIlike = async (ctx: Ctx, q: string): Promise<string[]> => {
  const found = await sql<{
    id: string;
  }>`select id from public.peer where texts ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}
    order by id limit 50`.execute(ctx.db);
  return found.rows.map((row) => row.id);
};
const byTextSearch = async (ctx: Ctx, q: string): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    with asked as (select websearch_to_tsquery('russian', ${q}) as ru, websearch_to_tsquery('english', ${q}) as en)
    select id from public.peer, asked where stems @@ ru or stems @@ en
    order by ts_rank(stems, ru) + ts_rank(stems, en) desc, id limit 50`.execute(ctx.db);
  return found.rows.map((row) => row.id);
};

async function countFound(queries: Query[], run: (q: string) => Promise<string[]>): Promise<number> {
  let found = 0;
  for (const query of queries) {
    const first = (await run(query.q)).slice(0, query.find.length + 2);
    if (query.find.every((id) => first.includes(id))) found += 1;
  }
  return found;
}

/** Every longer word of the corpus with one mistake that nobody chose: is what holds the word among the first five? */
async function countMended(ctx: Ctx, lang: Lang, dice: Dice): Promise<{ found: number; of: number }> {
  const words = new Map<string, Set<string>>();
  for (const { id, title, text } of readCorpus())
    for (const word of `${title[lang] ?? ''} ${text?.[lang] ?? ''}`.toLowerCase().match(/\p{L}{6,}/gu) ?? [])
      words.set(word, (words.get(word) ?? new Set()).add(id));
  let found = 0;
  for (const [word, ids] of words) {
    const { groups } = await search.find(ctx, { q: mistype(word, dice), most: 50 });
    const hits = groups.flatMap((group) => group.hits).sort((a, b) => b.rank - a.rank);
    if (hits.slice(0, 5).some((hit) => ids.has(hit.id))) found += 1;
  }
  return { found, of: words.size };
}

/** What is found, and how fast among ten thousand sessions. */
export default async function searching(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'veche-bench-'));
  const log = makeLog('silent');
  const cluster = await startCluster({ dir: join(data, 'postgres'), log });
  const veche = await startApp({
    config: readConfig({ VECHE_DATA: data }, root),
    log,
    connection: cluster.url,
    working: false,
  });
  const figures: Figure[] = [];
  try {
    const ctx = asSystem(veche.ctx(), 'bench');
    ctx.app.parts.search = await search.module.start!(ctx);
    await fillCorpus(ctx);
    await makePeers(ctx);
    for (const lang of langs) {
      const queries = readQueries(lang);
      const own = { ...ctx, lang };
      const { found, precision, missed } = await measure(own, queries);
      const ilike = await countFound(queries, (q) => byIlike(ctx, q));
      const texts = await countFound(queries, (q) => byTextSearch(ctx, q));
      const mended = await countMended(own, lang, makeDice(7));
      if (missed.length > 0) console.log(missed.join('\n'));
      figures.push({
        what: `${lang}: found among the first, of ${queries.length}; precision of all that is shown`,
        ours: `${found}; ${(precision * 100).toFixed(1)} %`,
        beside: `ilike: ${ilike}; PostgreSQL's russian and english: ${texts}`,
        aim: `≥ ${aims[lang]}`,
        isReached: found >= aims[lang],
      });
      figures.push({
        what: `${lang}: a word of the corpus with one random mistake, found among the first five`,
        ours: `${mended.found} of ${mended.of} (${((100 * mended.found) / mended.of).toFixed(0)} %)`,
        beside: '—',
        aim: '—',
        isReached: undefined,
      });
    }

    const dice = makeDice(1);
    const began = performance.now();
    for (let event = 0; event < sessions / 1_000; event += 1)
      await search.replaceAll(ctx, { group: `event:${event}` }, makeSessions(dice, event, 1_000));
    const handedOver = (performance.now() - began) / (sessions / 1_000);
    await sql`vacuum analyze search.document`.execute(ctx.db);
    await sql`drop table public.peer`.execute(ctx.db);
    await makePeers(ctx);

    const asked = langs.flatMap((lang) => readQueries(lang).map((query) => query.q));
    const common = [
      'права',
      'свабода і права',
      'праграма',
      'demokracy',
      'свобода',
      'людзі',
      'кангрэс праграма',
    ];
    const all = [...asked, ...asked.map((q) => mistype(q, dice)), ...common];
    const cold = await timed(['парламенц'], (q) => search.find(ctx, { q }));
    await timed(all.slice(0, 100), (q) => search.find(ctx, { q }));
    // Interleaved, so that what else the machine does meets all three.
    const times: Record<'ours' | 'ilike' | 'texts', number[]> = { ours: [], ilike: [], texts: [] };
    for (const [at, q] of all.entries()) {
      times.ours.push(...(await timed([q], () => search.find(ctx, { q }))));
      // ilike reads everything each time: a few of them are enough to know it.
      if (at % 10 > 0) continue;
      times.ilike.push(...(await timed([q], () => byIlike(ctx, q))));
      times.texts.push(...(await timed([q], () => byTextSearch(ctx, q))));
    }
    const p95 = percentile(times.ours, 0.95);
    figures.push(
      {
        what: `${sessions.toLocaleString('en')} sessions in three languages, ${all.length} queries, half with a mistake: p95 (p50, slowest)`,
        ours: `${ms(p95)} (${ms(median(times.ours))}, ${ms(Math.max(...times.ours))})`,
        beside: `ilike ${ms(percentile(times.ilike, 0.95))}; PostgreSQL's ${ms(percentile(times.texts, 0.95))} (p95)`,
        aim: '< 20 ms',
        isReached: p95 < 20,
      },
      {
        what: 'the first query after a change of the index',
        ours: ms(cold[0]!),
        beside: '—',
        aim: '—',
        isReached: undefined,
      },
      {
        what: '1,000 new sessions handed over',
        ours: ms(handedOver),
        beside: '—',
        aim: '—',
        isReached: undefined,
      },
    );
    const again = performance.now();
    await search.replaceAll(ctx, { group: 'event:0' }, makeSessions(makeDice(1), 0, 1_000));
    figures.push({
      what: 'the same 1,000 again, nothing changed',
      ours: ms(performance.now() - again),
      beside: '—',
      aim: '—',
      isReached: undefined,
    });
    printFigures('search', figures);
  } finally {
    await veche.stop();
    await cluster.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
