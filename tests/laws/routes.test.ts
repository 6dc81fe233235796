import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readingRequest } from '../../src/server/app/http/reading-pages.ts';
import { addressOf, readRoutes } from '../nets/routes.ts';
import { root } from '../support/root.ts';

const routes = join(root, 'src/routes');
const files = readdirSync(routes, { recursive: true }) as string[];

test('every page and endpoint declares what it is and who may open it', () => {
  const owners = files.filter((name) => /\+(page\.svelte|server\.ts)$/.test(name));
  const undeclared = owners.filter((name) => {
    const file = name.endsWith('+server.ts') ? name : join(dirname(name), '+page.server.ts');
    const path = join(routes, file);
    return !existsSync(path) || !/export const _page = declare\(/.test(readFileSync(path, 'utf8'));
  });
  expect(owners.length).toBeGreaterThan(15);
  expect(undeclared).toEqual([]);
});

test('what is kept ready for everybody is a reading page, never one that answers one visitor', () => {
  const working = readRoutes().filter((route) => route.kind !== 'reading' && route.methods.includes('GET'));
  const kept = working
    .map((route) => addressOf(route, { lang: 'be' }))
    .filter((path) => readingRequest(path));
  expect(working.length).toBeGreaterThan(30);
  expect(kept).toEqual([]);
});

test('no page holds an inline style, handler or script', () => {
  const guilty = files
    .filter((name) => name.endsWith('.svelte'))
    .filter((name) =>
      /\sstyle=|\son[a-z]+="|<style|<script(?! lang="ts"| type="module" src="\/js\/)/.test(
        readFileSync(join(routes, name), 'utf8'),
      ),
    );
  expect(guilty).toEqual([]);
});

const chunks = join(root, '.svelte-kit/output/server');

test.skipIf(!existsSync(chunks))(
  'server code stands outside the bundle, so that it exists once in a process (needs a build)',
  () => {
    // A route such as `widget.js` is a folder.
    const files = readdirSync(chunks, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && one.name.endsWith('.js'),
    );
    const copies = files
      .map((one) => join(one.parentPath, one.name))
      .filter((path) => /class Refusal extends Error/.test(readFileSync(path, 'utf8')));
    expect(copies).toEqual([]);
  },
);
