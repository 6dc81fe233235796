import { refuse } from '#server/kernel';

/** Far above any form of ours; half a megabyte of `a[]=&` would be a hundred thousand. */
const mostFields = 4_000;

/**
 * Nested plain values from a form: `title.be` → {title: {be}}, `langs[]` → array. Leaves out names that reach prototypes.
 * Refuses a form of more fields than any of ours has.
 */
export function readForm(form: FormData): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let count = 0;
  for (const [name, value] of form) {
    count += 1;
    if (count > mostFields) throw refuse('invalid', 'web.unreadable');
    if (name.startsWith('_') || name.length > 80) continue;
    const isList = name.endsWith('[]');
    const path = (isList ? name.slice(0, -2) : name).split('.');
    if (
      path.length > 4 ||
      path.some((part) => part === '__proto__' || part === 'constructor' || part === 'prototype')
    )
      continue;
    put(
      result,
      path,
      typeof value === 'string' ? value.replaceAll('\u0000', '').replaceAll('\r\n', '\n') : value,
      isList,
    );
  }
  return result;
}

function put(into: Record<string, unknown>, path: string[], value: unknown, isList: boolean): void {
  const [first, ...rest] = path as [string, ...string[]];
  if (rest.length > 0) {
    const inner = into[first];
    const next =
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : Object.create(null);
    into[first] = next;
    put(next as Record<string, unknown>, rest, value, isList);
  } else if (isList) {
    const list = into[first];
    // In place: a copy for each entry makes a long list cost its square.
    if (Array.isArray(list)) list.push(value);
    else into[first] = [value];
  } else {
    into[first] = value;
  }
}

/** What may be shown again in a refused form: its strings, never files or secrets. */
export function echo(
  values: Record<string, unknown>,
  secret: readonly string[] = [],
): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(values, (key, value: unknown) =>
      secret.includes(key) || (typeof value === 'object' && value !== null && 'arrayBuffer' in value)
        ? undefined
        : value,
    ),
  ) as Record<string, unknown>;
}
