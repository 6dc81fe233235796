import { refuse, type Words } from '#server/kernel';

/** The old words with what a form says: a language it doesn't name stays, an empty text takes it away. */
export function mergeWords(old: Words, given: Words): Words {
  const merged = { ...old, ...given };
  return Object.fromEntries(Object.entries(merged).filter(([, text]) => text));
}

/** The same for what must have a name in at least one language. Refuses none with `invalid`. */
export function mergeName(old: Words, given: Words): Words {
  const merged = mergeWords(old, given);
  if (Object.keys(merged).length === 0) throw refuse('invalid', 'congress.no_name');
  return merged;
}

/** Runs a write and turns a clash of unique slugs into a refusal. */
export async function orTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw refuse('conflict', 'congress.slug_taken');
    throw error;
  }
}
