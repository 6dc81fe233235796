import { newId } from '#server/kernel';
import type { FileRow } from './import-rows.ts';

/** What the database holds of a thing that once came from a file. */
export interface Known {
  id: string;
  source_key: string;
  /** Null: it vanished from the file later. */
  source_hash: string | null;
  slug?: string;
}

export interface Merged<Values> {
  /** To be written: new ones and those that the file says otherwise than last time. */
  write: (FileRow<Values> & { id: string })[];
  /** Ids of those that are no longer in the file. */
  vanished: string[];
  idOf: Map<string, string>;
  created: number;
  updated: number;
  unchanged: number;
}

/** Compares a file with what it said last time. What was changed here by hand stays until the file itself says something new. */
export function merge<Values>(rows: FileRow<Values>[], known: Known[]): Merged<Values> {
  const before = new Map(known.map((one) => [one.source_key, one]));
  const merged: Merged<Values> = {
    write: [],
    vanished: [],
    idOf: new Map(),
    created: 0,
    updated: 0,
    unchanged: 0,
  };
  for (const row of rows) {
    const old = before.get(row.key);
    const id = old?.id ?? newId();
    merged.idOf.set(row.key, id);
    if (old?.source_hash === row.hash) {
      merged.unchanged++;
      continue;
    }
    merged.write.push({ ...row, id });
    if (old && old.source_hash !== null) merged.updated++;
    else merged.created++;
  }
  for (const one of known)
    if (one.source_hash !== null && !merged.idOf.has(one.source_key)) merged.vanished.push(one.id);
  return merged;
}

/** Gives new rows a slug of their own; old ones keep theirs, so that their address stays. */
export function settleSlugs<Values extends { slug: string }>(
  merged: Merged<Values>,
  known: (Known & { slug: string })[],
  taken: Set<string>,
): void {
  const old = new Map(known.map((one) => [one.id, one]));
  // Ten thousand rooms may want one slug: each goes on counting where the last one stopped.
  const next = new Map<string, number>();
  for (const row of merged.write) {
    const was = old.get(row.id);
    if (was && was.source_hash !== null) {
      row.values = { ...row.values, slug: was.slug };
      continue;
    }
    let slug = row.values.slug;
    let n = next.get(slug) ?? 2;
    while (taken.has(slug)) slug = `${row.values.slug}-${n++}`;
    next.set(row.values.slug, n);
    taken.add(slug);
    row.values = { ...row.values, slug };
  }
}
