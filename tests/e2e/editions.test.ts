import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { press } from '../support/journeys.ts';
import { faultsOf, openReader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`editions of an event${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('a summer course begun from a template joins the series, by forms alone', async () => {
    const reader = await openReader(browser, site.url, { js: false, lang: 'en', width: 360 });
    const { page, t } = reader;
    await page.goto(new URL(site.organiserLink).pathname.replace('/be/', '/en/'));
    await press(reader, 'button', t('accounts.invitation.accept'));
    await page.goto('/en/desk/new');
    await page.getByLabel(t('editions.begins')).selectOption('summer_course');
    await page.locator('[name="title.en"]').fill('A week of law');
    await page.locator('[name=slug]').fill('law-week');
    await page.locator('[name=startsOn]').fill('2027-07-05');
    await page.locator('[name=days]').fill('5');
    await page.locator('[name=kind]').selectOption('summer_course');
    await press(reader, 'button', t('desk.make_event'));
    expect(await faultsOf(reader)).toEqual([]);
    await page.goto('/en/desk/e/law-week/sessions');
    expect(await page.locator('main').innerText()).toContain('Lunch');

    await page.goto('/en/desk/series');
    await page.getByRole('link', { name: 'The Many Springs congresses' }).click();
    await page.getByLabel('A week of law, 2027').check();
    await press(reader, 'button', t('editions.save'));
    await page.getByText(t('editions.saved')).waitFor();
    // Not public before its release, not even as a number.
    await page.goto('/en/series/kanhresy');
    expect(await page.locator('main').innerText()).not.toContain('A week of law');
    expect(await page.locator('main').innerText()).toContain(t('editions.count', { count: 1 }));
    await page.goto('/en/desk/e/law-week/release');
    await press(reader, 'button', t('desk.release_now'));
    await page.goto('/en/series/kanhresy');
    expect(await faultsOf(reader)).toEqual([]);
    expect(await page.locator('main').innerText()).toContain('A week of law');
    await page.getByRole('link', { name: 'Many Springs, One River' }).last().click();
    await page.getByRole('heading', { name: t('editions.others') }).waitFor();
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });
});
