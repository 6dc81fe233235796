import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settings } from '#server/kernel';

const root = join(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/admin/configure.md'), 'utf8');

/** Rows of the page: name, default, sentence. */
const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$/gm)].map(
  ([, name, value, sentence]) => ({
    name,
    value,
    sentence,
  }),
);

function shown(value: unknown): string {
  if (value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? '`1`' : '`0`';
  return `\`${String(value)}\``;
}

describe('docs/admin/configure.md', () => {
  test('says each setting once, with its sentence and its default', () => {
    const wanted = Object.entries(settings).map(([name, schema]) => ({
      name,
      value: shown(schema.parse(undefined)),
      sentence: schema.description,
    }));
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) =>
      (a.name ?? '').localeCompare(b.name ?? '');
    expect(rows.toSorted(byName)).toEqual(wanted.sort(byName));
  });

  test('is complete: nothing in the program reads a setting past the list', () => {
    const read = new Set<string>();
    const walk = (folder: string): void => {
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) walk(path);
        else if (/\.(ts|mjs|svelte)$/.test(entry.name) && !entry.name.includes('.test.')) {
          const text = readFileSync(join(root, path), 'utf8');
          for (const [, name] of text.matchAll(/\benv(?:ironment)?\.(VECHE_[A-Z_]+|LIVEKIT_[A-Z_]+)/g))
            read.add(name!);
        }
      }
    };
    walk('src');
    walk('bin');
    // Only a folder of test data is found by it.
    read.delete('VECHE_SHARED');
    expect([...read].filter((name) => !(name in settings))).toEqual([]);
  });
});
