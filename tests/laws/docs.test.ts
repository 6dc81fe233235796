import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { roles } from '#server/accounts';
import { sessionKinds } from '#server/congress';
import { root } from '../support/root.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folders = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? [one.name] : [],
  );

/** Every Markdown file of the repository, relative to its root. */
const documents = ['.', ...['bench', 'changes', 'docs', 'src', 'tests', 'deploy']].flatMap((folder) => {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder), { recursive: folder !== '.' }) as string[];
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
});

test('every module says what it is in fifteen lines', () => {
  const modules = folders('src/server');
  const wordy = modules.filter((name) => {
    const path = `src/server/${name}/README.md`;
    return !existsSync(join(root, path)) || read(path).trimEnd().split('\n').length > 15;
  });
  expect(modules.length).toBeGreaterThanOrEqual(8);
  expect(wordy).toEqual([]);
});

test('the drawing of the architecture is the list of doors that is enforced', () => {
  interface Rule {
    name: string;
    to: { pathNot?: string[] };
  }
  const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
    forbidden: Rule[];
  };
  const enforced = forbidden
    .filter((rule) => rule.name.startsWith('doors-of-'))
    .map(({ name, to }) => {
      const doors = (to.pathNot ?? []).flatMap((path) => /server\/(\w+)\/index/.exec(path)?.[1] ?? []);
      return [name.slice('doors-of-'.length), doors.join(', ') || '–'];
    });
  const drawn = [...read('docs/architecture.md').matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)];
  expect(enforced.length).toBe(folders('src/server').length);
  expect(drawn.map((row) => [row[1], row[2]])).toEqual(enforced);
});

test('every benchmark has its row of figures, and every row its benchmark', () => {
  const table = read('bench/README.md');
  const names = readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.ts') && name !== 'run.ts');
  const rows = [...table.matchAll(/^\| `([\w-]+)` \|.*$/gm)];
  expect(
    names.map((name) => name.slice(0, -3)).filter((name) => !rows.some((row) => row[1] === name)),
  ).toEqual([]);
  const without = rows.filter(
    ([row, name]) => !names.includes(`${name}.ts`) && !row.includes('not measured yet'),
  );
  expect(without.map((row) => row[1])).toEqual([]);
});

test('the glossary has every main noun, in three languages, with its module', () => {
  const rows = [
    ...read('docs/glossary.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| (\w+) \| ([^|]+) \|$/gm),
  ];
  const known = (noun: string, module: string): boolean =>
    rows.some((row) => row[4] === module && new RegExp(`\\b${noun.replace('_', '[ -]')}\\b`).test(row[3]!));
  const migrations = readdirSync(join(root, 'migrations')).map((name) => read(join('migrations', name)));
  const tables = migrations.flatMap((sql) =>
    [...sql.matchAll(/create table (\w+)\.(\w+)/g)].map(([, schema, name]) => [name!, schema!] as const),
  );
  // Tables behind a noun, not nouns of their own.
  const behind = /^(handled|once|session_speaker|released_\w+)$/;
  const nouns = [
    ...tables.filter(([name]) => !behind.test(name)),
    ...roles.map((role) => [role, 'accounts'] as const),
    ...sessionKinds.map((kind) => [kind, 'congress'] as const),
  ];
  expect(nouns.length).toBeGreaterThan(30);
  expect(
    nouns.filter(([noun, module]) => !known(noun, module)).map(([noun, module]) => `${module}: ${noun}`),
  ).toEqual([]);
  expect(rows.filter((row) => /[ищъ]|['ʼ]/.test(row[1]!)).map((row) => row[1])).toEqual([]);
});

test('no document points to what is not there', () => {
  const broken = documents.flatMap((document) => {
    const text = read(document).replace(/^```[\s\S]*?^```/gm, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!.split('#')[0]!);
    const paths = [
      ...text.matchAll(/`((?:src|tests|docs|bench|scripts|bin|deploy|migrations|messages)\/[\w./[\]=+-]+)`/g),
    ].map((match) => join(root, match[1]!));
    const pointed = [
      ...links
        .filter((link) => link !== '' && !/^(https?|mailto):/.test(link))
        .map((link) => join(root, dirname(document), decodeURI(link))),
      ...paths,
    ];
    return pointed.filter((path) => !existsSync(path)).map((path) => `${document}: ${relative(root, path)}`);
  });
  expect(documents.length).toBeGreaterThan(20);
  expect(broken).toEqual([]);
});

test('every dependency is named, with its reason, where the stack was decided', () => {
  const stack = read('docs/decisions/0001-stack.md');
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >;
  const wanted = { ...dependencies, ...optionalDependencies };
  expect(
    Object.keys({ ...wanted, ...devDependencies }).filter((name) => !stack.includes(`\`${name}\``)),
  ).toEqual([]);
  // What is installed by a start stands there with its version too.
  const other = Object.entries(wanted).filter(
    ([name, version]) =>
      !stack.split('\n').some((line) => line.includes(`\`${name}\``) && line.includes(version)),
  );
  expect(other).toEqual([]);
});

test('pictures are few and small', () => {
  const pictures = readdirSync(join(root, 'docs/pictures'));
  const bytes = pictures.reduce((sum, name) => sum + statSync(join(root, 'docs/pictures', name)).size, 0);
  expect(bytes).toBeLessThan(900_000);
  const shown = read('README.md');
  expect(pictures.filter((name) => !shown.includes(`docs/pictures/${name}`))).toEqual([]);
});
