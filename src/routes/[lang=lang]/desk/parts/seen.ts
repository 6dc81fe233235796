// What a form was opened with, so that it can tell what a colleague changed since. Only short sums of it travel.

const fields = [
  'kind',
  'status',
  'title',
  'subtitle',
  'abstract',
  'description',
  'startsAt',
  'minutes',
  'room',
  'section',
  'speakers',
  'langs',
  'links',
  'record',
] as const;

/** FNV-1a, 32 bits: it only has to tell a changed text from an unchanged one. */
function sum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

const sums = (stored: object): string[] =>
  fields.map((name) => sum(JSON.stringify((stored as Record<string, unknown>)[name] ?? '')));

export const seenOf = (stored: object): string => sums(stored).join('.');

/** Fields that stand otherwise now than when the form was opened that was refused for it; none for any other answer. */
export function changedSince(answer: unknown, stored: object): string[] {
  const failure = answer as
    { refusal?: { code?: string }; values?: Record<string, unknown> } | null | undefined;
  if (failure?.refusal?.code !== 'editor.changed_since') return [];
  const seen = String(failure.values?.seen ?? '').split('.');
  const now = sums(stored);
  return fields.filter((_, index) => seen[index] !== now[index]);
}
