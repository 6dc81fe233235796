import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, desk, eventFields } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, turn } from '../support/journeys.ts';
import { openReader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

let site: RunningSite;
let guest: Visitor;
beforeAll(async () => {
  site = await startSite();
  guest = makeVisitor(site.url);
});
afterAll(async () => {
  guest?.close();
  await site?.stop();
});

const ask = async (q: string, more = ''): Promise<{ status: number; text: string }> =>
  guest.get(`/be/search?q=${encodeURIComponent(q)}${more}`);
const said = (html: string): string => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').toLowerCase();

describe.skipIf(missing)(`a visitor searches${missing}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  test.each([
    [true, 1400],
    [false, 1400],
    [false, 360],
  ])('from any page, mistyped, by kinds: JavaScript %s, %i px', async (js, width) => {
    const reader = await openReader(browser, site.url, { js, width, lang: 'be' });
    const { page, t } = reader;
    await go(reader, '/be/themes');
    if (width < 500) await press(reader, 'link', t('search.title'));
    const field = page
      .getByRole('searchbox', { name: t('search.label') })
      .locator('visible=true')
      .first();
    await field.fill('парвы чалвека');
    await turn(reader, () => field.press('Enter'));
    await fine(reader);
    expect(await page.getByRole('status').textContent()).toContain('«чалавек»');
    expect(await page.locator('main mark').allTextContents()).toContain('чалавека');
    await turn(reader, () => page.locator('main nav a').nth(1).click());
    await fine(reader);
    expect(new URL(page.url()).searchParams.get('kind')).toBe('session');
    await turn(reader, () => page.locator('.hits h3 a').first().click());
    expect(new URL(page.url()).pathname).toMatch(/^\/be\/s\//);
    // Nothing found, and nothing asked: both say what to do.
    await go(reader, '/be/search?q=зюзюкацельства');
    expect(await page.locator('main').textContent()).toContain(t('search.nothing_text'));
    await go(reader, '/be/search');
    expect(await page.locator('main').textContent()).toContain(t('search.start_text'));
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('and filters the programme by forms of a word', async () => {
    const reader = await openReader(browser, site.url, { js: false, lang: 'be' });
    const event = /\/e\/([\w-]+)/.exec((await guest.get('/be')).text)![1]!;
    await go(reader, `/be/e/${event}/programme?day=all&q=${encodeURIComponent('палітвязням')}`);
    expect(await reader.page.locator('main a[href*="/s/"]').count()).toBeGreaterThan(0);
    await reader.close();
  });
});

test('what is not released is not found, not counted and not offered; what is taken back is gone at once', async () => {
  const organiser = makeVisitor(site.url);
  await accept(organiser, site.organiserLink);
  // Whoever asks for one of them would be shown the other beside it.
  const planted = 'Цуркалавіч';
  const beside = 'Жвіндурык';
  const near = 'Цуркалваіч';
  await desk(organiser, 'new', eventFields('hidden', 'Сход пра нябачнае'));
  await desk(organiser, 'e/hidden/speakers/new', { 'name.be': `${planted} ${beside}`, 'bio.be': planted });
  const session = (title: string, status: string) =>
    desk(organiser, 'e/hidden/sessions/new', {
      'title.be': title,
      minutes: '30',
      status,
      startsAt: '2026-11-22T09:00',
    });
  await session('Адкрытая гаворка', 'confirmed');
  const isNowhere = async (): Promise<void> => {
    for (const q of [planted, near, 'цуркал', `гаворка ${planted}`]) {
      const { status, text } = await ask(q);
      expect(status).toBe(200);
      expect(said(text), q).not.toMatch(/жвіндур|таемная/);
      if (q !== planted) expect(said(text).replaceAll(planted.toLowerCase(), ''), q).not.toContain('«цуркал');
    }
    expect(said((await ask(near)).text)).not.toContain('цуркалавіч');
  };
  await isNowhere();
  await desk(organiser, 'e/hidden/release', { name: '1' });
  await session(`Таемная гаворка: ${planted}, ${beside}`, 'confirmed');
  await isNowhere();
  expect((await ask('гаворка', '&event=hidden')).text).toContain('Адкрытая');
  await desk(organiser, 'e/hidden/release', { name: '2' });
  expect(said((await ask(near)).text)).toMatch(/цуркалавіч[\s\S]*жвіндурык/);
  await desk(
    organiser,
    'e/hidden/settings',
    { ...eventFields('hidden', 'Сход', { status: 'draft' }) },
    'save',
  );
  await isNowhere();
  expect(said((await ask('гаворка')).text)).not.toContain('адкрытая');
  organiser.close();
}, 120_000);

test('odd questions are answered, and what was asked is kept nowhere', async () => {
  const marker = 'зщвхжыпыт';
  const odd = [
    marker.repeat(200),
    `${marker}' | (:*&!`,
    `${marker}\u0000\u202e%_\\`,
    `${marker} ${'слова '.repeat(300)}`,
    '%',
    "'; drop schema search cascade; --",
  ];
  for (const q of odd) expect((await ask(q)).status, q.slice(0, 30)).toBe(200);
  for (const address of [
    '?q=%ff%fe',
    '?q[]=1',
    '?q=1&q=2&kind=x&event=../..&page=-1',
    '?kind=session&page=99&q=%D0%B0',
  ])
    expect((await guest.get(`/be/search${address}`)).status, address).toBe(200);
  expect((await ask('адкрытая')).status).toBe(200);
  const traces = [Buffer.from(marker), Buffer.from(encodeURIComponent(marker))];
  expect(site.output()).not.toContain(marker);
  expect(site.output()).not.toContain(encodeURIComponent(marker));
  const files = readdirSync(site.data, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  expect(files.length).toBeGreaterThan(100);
  const kept = files
    .map((one) => join(one.parentPath, one.name))
    .filter((path) => statSync(path).size < 64 * 1024 * 1024)
    .filter((path) => traces.some((trace) => readFileSync(path).includes(trace)));
  expect(kept).toEqual([]);
}, 120_000);
