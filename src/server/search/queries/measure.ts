import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ctx, Lang, Words } from '#server/kernel';
import { find } from '../find.ts';
import { replaceAll } from '../store.ts';

export interface Query {
  q: string;
  find: string[];
  also?: string[];
  why: string;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8'));

export const readQueries = (lang: Lang): Query[] => read(lang) as Query[];

export interface CorpusDocument {
  id: string;
  kind: string;
  title: Words;
  text?: Words;
  people?: string[];
}

export const readCorpus = (): CorpusDocument[] => read('corpus') as CorpusDocument[];

/** Hands the corpus over as a group of its own. */
export async function fillCorpus(ctx: Ctx): Promise<void> {
  const corpus = readCorpus();
  const nameOf = new Map(corpus.map((one) => [one.id, one.title]));
  await replaceAll(
    ctx,
    { group: 'corpus' },
    corpus.map(({ id, kind, title, text, people = [] }) => ({
      kind,
      id,
      audience: 'public',
      path: `/${kind}/${id}`,
      title,
      people: people.map((one) => nameOf.get(one)!),
      texts: text ? [text] : [],
    })),
  );
}

/** How many queries have all they must among the first results, and which share of all that is shown belongs there. */
export async function measure(
  ctx: Ctx,
  queries: Query[],
): Promise<{ found: number; missed: string[]; precision: number; recall: number; stray: string[] }> {
  const missed: string[] = [];
  const stray: string[] = [];
  const sums = { shown: 0, fitting: 0, wanted: 0, there: 0 };
  for (const query of queries) {
    const { groups } = await find(ctx, { q: query.q, most: 50 });
    const ids = groups
      .flatMap((group) => group.hits)
      .sort((a, b) => b.rank - a.rank)
      .map((hit) => hit.id);
    const first = ids.slice(0, query.find.length + 2);
    const lost = query.find.filter((id) => !first.includes(id));
    if (lost.length > 0) missed.push(`${query.q} → ${lost.join(', ')}; shown: ${first.join(', ')}`);
    const others = ids.filter((id) => !query.find.includes(id) && !query.also?.includes(id));
    if (others.length > 0) stray.push(`${query.q} → ${others.join(', ')}`);
    sums.shown += ids.length;
    sums.fitting += ids.length - others.length;
    sums.wanted += query.find.length;
    sums.there += query.find.filter((id) => ids.includes(id)).length;
  }
  return {
    found: queries.length - missed.length,
    missed,
    precision: sums.fitting / Math.max(1, sums.shown),
    recall: sums.there / Math.max(1, sums.wanted),
    stray,
  };
}
