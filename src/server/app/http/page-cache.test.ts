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

test('dropped under many readers, pages go on as they were until they are made again, a few at a time', async () => {
  const pages = new PageCache();
  const keys = Array.from({ length: 30 }, (_, index) => `/be/${index}`);
  for (const key of keys) await pages.get(key, page('old'));
  pages.drop('site');
  let atOnce = 0;
  let most = 0;
  const release: (() => void)[] = [];
  const slow = async () => {
    most = Math.max(most, ++atOnce);
    await new Promise<void>((done) => release.push(done));
    atOnce -= 1;
    return page('new')();
  };
  const text = async (ready: Promise<{ body(encoding: 'identity'): Promise<Buffer> } | undefined>) =>
    (await (await ready)!.body('identity')).toString().trim();
  const first = keys.map((key) => pages.get(key, slow));
  const again = pages.get(keys[0]!, slow);
  // Whoever came before there was a queue waits for the new page; the others don't.
  expect(await text(again)).toBe('old');
  expect(await text(first[29]!)).toBe('old');
  const late = pages.get(keys[29]!, slow, Date.now() + 1_900);
  for (let done = 0; done < 30; done += 1) {
    await expect.poll(() => release.length).toBeGreaterThan(done);
    release[done]!();
  }
  expect(await text(first[0]!)).toBe('new');
  expect(await text(late)).toBe('new');
  await expect.poll(() => pages.count).toBe(30);
  expect(most).toBe(4);
  expect(await text(pages.get(keys[29]!, slow))).toBe('new');
});

test('a render that fails leaves its turn to the next', async () => {
  const pages = new PageCache();
  const fails = async () => {
    throw new Error('no');
  };
  await Promise.all(
    Array.from({ length: 5 }, (_, index) => expect(pages.get(`/be/${index}`, fails)).rejects.toThrow('no')),
  );
  expect(await pages.get('/be', page('home'))).toBeDefined();
});
