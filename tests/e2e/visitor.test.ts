import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, turn } from '../support/journeys.ts';
import { faultsOf, openReader, type Reader } from '../support/pages.ts';
import { walk } from '../support/route-shapes.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`a visitor without an account${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const js of [true, false])
    for (const width of [360, 1400])
      for (const lang of ['be', 'en'] as const)
        test(`finds a session, asks and reads along: ${js ? 'with' : 'without'} JavaScript, ${width} px, ${lang}`, async () => {
          const reader = await openReader(browser, site.url, { js, width, lang });
          await home(reader);
          await programme(reader);
          await session(reader, site.live);
          expect(reader.troubles).toEqual([]);
          await reader.close();
        });

  test('an address that no page has is refused inside the site, with the search and the way home', async () => {
    const reader = await openReader(browser, site.url, { js: false, width: 360, lang: 'be' });
    const { page, t } = reader;
    for (const address of ['/be/nothing', '/be/nothing/at/all', '/be/e/no-such-event', '/nothing']) {
      const answer = await page.goto(site.url + address);
      expect([address, answer?.status()]).toEqual([address, 404]);
      expect(answer?.headers()['cache-control']).toBe('no-store');
      expect(await page.title()).not.toBe('');
      expect(await page.getByRole('search').count()).toBe(1);
      expect(await page.getByRole('contentinfo').count()).toBe(1);
      expect(await page.locator('h1').count()).toBe(1);
      const home = page.locator('main').getByRole('link', { name: t('web.to_start'), exact: true });
      expect(await home.getAttribute('href')).toBe('/be');
    }
    await turn(reader, () =>
      page
        .locator('main')
        .getByRole('link', { name: t('search.title') })
        .click(),
    );
    await fine(reader);
    await reader.close();
  });

  test('every public page is whole in Russian, on a screen of 320 px and on one of 2560', async () => {
    const { pages, broken } = await walk(site.url, ['/ru'], { each: 1 });
    expect(broken).toEqual([]);
    const addresses = [...pages.keys()].filter((address) => /^\/ru(\/|\?|$)/.test(address));
    expect(addresses.length).toBeGreaterThan(12);
    const reader = await openReader(browser, site.url, { js: true, width: 320, lang: 'ru' });
    const faults: string[] = [];
    for (const address of addresses) {
      await reader.page.setViewportSize({ width: 320, height: 640 });
      await reader.page.goto(address);
      faults.push(...(await faultsOf(reader)));
      await reader.page.setViewportSize({ width: 2560, height: 1300 });
      faults.push(...(await faultsOf(reader)));
    }
    expect(faults).toEqual([]);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });
});

async function home(reader: Reader): Promise<void> {
  const { page, t, lang } = reader;
  await go(reader, `/${lang}`);
  // the first thing on the page leads into what is live now
  await press(reader, 'link', t('pages.join_now'));
  expect(new URL(page.url()).pathname).toMatch(/^\/\w\w\/s\/\w+$/);
  await go(reader, `/${lang}`);
  await turn(reader, () =>
    page
      .locator('header')
      .getByRole('link', { name: t('pages.programme') })
      .click(),
  );
  await fine(reader);
}

async function programme(reader: Reader): Promise<void> {
  const { page, t, js, lang } = reader;
  const sessions = page.locator('main a[href*="/s/"]');
  const tabs = page.getByRole('navigation', { name: t('pages.days') }).getByRole('link');
  const ofOneDay = await sessions.count();
  expect(ofOneDay).toBeGreaterThan(10);
  await turn(reader, () => tabs.nth(1).click());
  await fine(reader);
  expect(await tabs.nth(1).getAttribute('aria-current')).toBe('page');
  await turn(reader, () => tabs.filter({ hasText: t('pages.all_days') }).click());
  await fine(reader);
  const all = await sessions.count();
  expect(all).toBeGreaterThan(ofOneDay);

  await page.getByLabel(t('pages.kind')).selectOption('workshop');
  await press(reader, 'button', t('pages.show'));
  expect(page.url()).toContain('kind=workshop');
  const workshops = await sessions.count();
  expect(workshops).toBeGreaterThan(0);
  expect(workshops).toBeLessThan(all);

  await page.getByLabel(t('pages.kind')).selectOption('');
  await page.getByLabel(t('pages.search_sessions')).fill('шшшшщ');
  await press(reader, 'button', t('pages.show'));
  expect(await page.getByText(t('pages.nothing_found'), { exact: true }).count()).toBe(1);

  // one's own time: one tap with scripts, one small page without
  await go(reader, `/${lang}/e/vytoki/programme`);
  await turn(reader, () => page.getByRole('link', { name: t('pages.zone_choose') }).click());
  await fine(reader);
  if (!js) {
    await page.getByLabel(t('pages.zone_label')).selectOption('America/Toronto');
    await press(reader, 'button', t('pages.show'));
  }
  expect(page.url()).toContain('zone=America%2FToronto');
  await press(reader, 'link', t('pages.zone_show_event'));
  expect(page.url()).not.toContain('zone=');
}

async function session(reader: Reader, live: string): Promise<void> {
  const { page, t, lang, js } = reader;
  await turn(reader, () => page.locator(`main a[href="/${lang}/s/${live}"]`).first().click());
  await fine(reader);
  await press(reader, 'link', t('pages.ask'));
  await page.getByLabel(t('live.ask.text')).fill('Ці будзе пераклад?');
  await press(reader, 'button', t('live.ask.send'));
  expect(await page.getByText(t('live.ask.sent'), { exact: true }).count()).toBe(1);
  await press(reader, 'link', t('live.back'));
  await press(reader, 'link', t('pages.listen'));
  expect(new URL(page.url()).pathname).toBe(`/${lang}/s/${live}/text`);
  // the demo's bot speaks: its words are in the page as sent
  expect(await page.getByRole('heading', { name: t('live.text.said') }).count()).toBe(1);
  const lines = page.locator('[data-live-lines]');
  const said = await lines.textContent();
  expect(said!.trim()).not.toBe('');
  // it goes on: by a stream, or by a page that asks for itself again
  if (js) await expect.poll(() => lines.textContent(), { timeout: 20_000 }).not.toBe(said);
  else
    expect(await page.locator('noscript meta[http-equiv=refresh], meta[http-equiv=refresh]').count()).toBe(1);
}
