import { type FloorKind, type Spoken } from './kinds.ts';

export interface Share {
  /** A group's name, a kind, or a shown name. Undefined: of those who named none. */
  of: string | undefined;
  ms: number;
  speeches: number;
  /** Of all that was spoken, in whole per cent; together they are 100. */
  percent: number;
}

/** Time by what `of` says, the most first. Percents are rounded so that they make 100 together. */
export function sharesOf<S extends { ms: number }>(
  spoken: readonly S[],
  of: (one: S) => string | undefined,
): Share[] {
  const sums = new Map<string | undefined, { ms: number; speeches: number }>();
  for (const one of spoken) {
    const sum = sums.get(of(one)) ?? { ms: 0, speeches: 0 };
    sums.set(of(one), { ms: sum.ms + one.ms, speeches: sum.speeches + 1 });
  }
  const all = [...sums.values()].reduce((sum, { ms }) => sum + ms, 0);
  const shares = [...sums].map(([name, sum]) => ({
    of: name,
    ...sum,
    exact: all > 0 ? (sum.ms * 100) / all : 0,
    percent: all > 0 ? Math.floor((sum.ms * 100) / all) : 0,
  }));
  const missing = all > 0 ? 100 - shares.reduce((sum, { percent }) => sum + percent, 0) : 0;
  const byRest = [...shares].sort((a, b) => b.exact - b.percent - (a.exact - a.percent));
  for (const share of byRest.slice(0, missing)) share.percent += 1;
  return shares
    .sort((a, b) => b.ms - a.ms || String(a.of ?? '').localeCompare(String(b.of ?? '')))
    .map(({ of: name, ms, speeches, percent }) => ({ of: name, ms, speeches, percent }));
}

export const byKind = (spoken: readonly Pick<Spoken, 'ms' | 'kind'>[]): Share[] =>
  sharesOf(spoken, (one): FloorKind => one.kind);
export const byGroup = (spoken: readonly Pick<Spoken, 'ms' | 'group'>[]): Share[] =>
  sharesOf(spoken, (one) => one.group);
