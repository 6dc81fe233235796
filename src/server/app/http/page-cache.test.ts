import { expect, test } from 'vitest';
import { PageCache } from './page-cache.ts';

const page = (html: string) => async () => ({
  html: Buffer.from(html.padEnd(1000)),
  notes: { topics: new Set(['site']), freshUntil: Date.now() + 60_000 },
  headers: [],
});

test('a flood of odd addresses pushes itself out, not what is being read', async () => {
  const pages = new PageCache(10_000);
  let renders = 0;
  const home = async () => {
    renders += 1;
    return page('home')();
  };
  for (let index = 0; index < 200; index += 1) {
    await pages.get('/be', home);
    await pages.get(`/be/e/x/programme?section=odd${index}`, page('odd'));
  }
  expect(renders).toBe(1);
  expect(pages.count).toBeLessThan(8);
});

test('a page that changed while it was made is given, and not kept', async () => {
  const pages = new PageCache();
  await pages.get('/be', async () => {
    pages.drop('site');
    return page('home')();
  });
  expect(pages.count).toBe(0);
});
