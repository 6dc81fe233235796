import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, turn } from '../support/journeys.ts';
import { inPage, openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

/** Waits until an expression is true in the page. */
const comes = (page: Reader['page'], source: string): Promise<void> =>
  expect.poll(() => inPage(page, source), { timeout: 10_000 }).toBe(true);

describe.skipIf(missing)(`releases and corrections${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Reader;
  let base: string;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = await openReader(browser, site.url, { js: false, width: 390 });
    await organiser.page.goto(site.organiserLink);
    await press(organiser, 'button', organiser.t('accounts.invitation.accept'));
    await go(organiser, '/be/desk');
    const link = await organiser.page.locator('main a[href*="/desk/e/"]').first().getAttribute('href');
    base = new URL(link!, site.url).pathname.split('/').slice(0, 5).join('/');
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const event = (): string => base.split('/')[4]!;

  /** The open rows of the page of corrections: id of the session and its title. */
  async function rows(): Promise<{ id: string; title: string; start: string }[]> {
    await go(organiser, `${base}/corrections?day=2`);
    return inPage(
      organiser.page,
      `[...document.querySelectorAll('.to-correct > details')].map((one) => ({
        id: one.querySelector('[name=session]').value, title: one.querySelector('summary b').textContent.trim(),
        start: one.querySelector('[name=startsAt]').value }))`,
    );
  }

  /** Opens a page and waits until it follows its stream. */
  async function open(page: Reader['page'], path: string): Promise<void> {
    const follows = page.waitForResponse((one) => one.url().endsWith('/events'));
    await Promise.all([follows, page.goto(path)]);
  }

  /** Two taps: the session, then what happened. */
  async function tap(id: string, act: string): Promise<void> {
    const { page } = organiser;
    const row = page.locator(`.to-correct > details:has([value="${id}"])`);
    await row.locator(':scope > summary').click();
    await turn(organiser, () => row.locator(`button[value^="${act}"]`).first().click());
    await fine(organiser);
  }

  test('two taps without JavaScript reach an open page in place, and are taken back by one', async () => {
    const [one] = await rows();
    const reader = await openReader(browser, site.url, { js: true, lang: 'en', zone: 'Europe/Warsaw' });
    const { page } = reader;
    await open(page, `/en/e/${event()}/programme?day=2`);
    const link = page.locator(`.tt a[href="/en/s/${one!.id}"]`);
    const time = page.locator(`.tt li:has(> a[href="/en/s/${one!.id}"]) time`);
    const before = await time.textContent();
    await link.focus();
    await inPage(page, `window.stillHere = true`);
    await tap(one!.id, 'shift:15');
    expect(await organiser.page.getByText(organiser.t('changes.now.done')).count()).toBe(1);
    await comes(page, `document.querySelector('[data-news-status]').textContent.includes('→')`);
    const after = await time.textContent();
    expect(after).not.toBe(before);
    expect(await page.locator('[data-news-status]').textContent()).toContain(`${before} → ${after}`);
    expect(await page.locator('.tt b[data-own]').textContent()).toBe(reader.t('changes.changed_note'));
    // Neither loaded again nor taken from where the reader was.
    expect(await inPage(page, `window.stillHere`)).toBe(true);
    expect(await inPage(page, `document.activeElement.getAttribute('href')`)).toBe(`/en/s/${one!.id}`);

    await turn(organiser, () =>
      organiser.page
        .locator('.notice')
        .getByRole('button', { name: organiser.t('changes.now.undo') })
        .click(),
    );
    expect(await organiser.page.getByText(organiser.t('changes.now.undone')).count()).toBe(1);
    await comes(
      page,
      `document.querySelector('.tt li:has(> a[href="/en/s/${one!.id}"]) time').textContent === ${JSON.stringify(before)}`,
    );
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('an open page of a session hears of its own changes only', async () => {
    const [, one, other] = await rows();
    const reader = await openReader(browser, site.url, { js: true, lang: 'be' });
    const { page } = reader;
    await open(page, `/be/s/${one!.id}`);
    await tap(other!.id, 'cancel');
    await tap(one!.id, 'move:');
    await comes(page, `document.querySelector('[data-news-status]').textContent !== ''`);
    const said = await page.locator('[data-news-status]').textContent();
    expect(said).toContain(reader.t('changes.kind.moved_room'));
    expect(await page.getByText(said!.split(' → ')[1]!).count()).toBeGreaterThan(0);
    await page.goto(`/be/s/${other!.id}`);
    expect(await page.getByText(reader.t('pages.session_cancelled')).count()).toBe(1);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('the log, the feed and “since then” need no JavaScript and no account', async () => {
    const reader = await openReader(browser, site.url, { js: false, width: 360, lang: 'en' });
    await go(reader, `/en/e/${event()}/programme`);
    await press(reader, 'link', reader.t('changes.link'));
    expect(await reader.page.locator('section.version').count()).toBeGreaterThan(3);
    await go(reader, `/en/e/${event()}/changes?since=1`);
    expect(await reader.page.locator('[data-change]').count()).toBe(2);
    await go(reader, `/en/e/${event()}/changes?version=2`);
    for (const lang of ['be', 'ru', 'en']) {
      const answer = await fetch(`${site.url}/e/${event()}/changes.${lang}.atom`);
      const feed = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'application/atom+xml; charset=utf-8',
      ]);
      expect(feed.match(/<entry>/g)!.length).toBeGreaterThan(3);
      expect(feed).toContain(`xml:lang="${lang}"`);
      const again = await fetch(`${site.url}/e/${event()}/changes.${lang}.atom`, {
        headers: { 'if-none-match': answer.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    }
    expect((await fetch(`${site.url}/e/nowhere/changes.be.atom`)).status).toBe(404);
    await reader.close();
  });

  test('a device that looked before is told what changed since, and a new one nothing', async () => {
    const reader = await openReader(browser, site.url, { js: true });
    const { page } = reader;
    const address = `/be/e/${event()}/programme?day=2`;
    await page.goto(address);
    await page.locator('[data-news-status]').waitFor({ state: 'attached' });
    // Who only reads leaves nothing behind.
    await page.waitForLoadState('networkidle');
    expect(await inPage(page, `[localStorage.length, sessionStorage.length]`)).toEqual([0, 0]);
    await inPage(
      page,
      `localStorage.setItem('veche:stars:' + document.querySelector('[data-news]').dataset.news, '["starred1"]')`,
    );
    await page.reload();
    await comes(page, `Object.keys(localStorage).some((key) => key.startsWith('veche:seen:'))`);
    expect(await page.locator('[data-news-since]').isVisible()).toBe(false);
    await inPage(
      page,
      `(() => { const key = Object.keys(localStorage).find((one) => one.startsWith('veche:seen:'));
        localStorage.setItem(key, '1'); sessionStorage.clear(); })()`,
    );
    await page.reload();
    await page.locator('.tt b[data-own]').first().waitFor();
    expect(await page.locator('[data-news-since] a').getAttribute('href')).toContain('since=1');
    expect(await page.locator('.tt b[data-own]').count()).toBe(2);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('before a release the organiser reads what it changes; others who were quicker are not overwritten', async () => {
    const { page, t } = organiser;
    await go(organiser, `${base}/release`);
    expect(await page.getByText(t('changes.desk.same')).count()).toBe(1);
    await press(organiser, 'link', t('changes.all_versions'));
    await turn(organiser, () => page.getByRole('button', { name: t('changes.desk.compare_now') }).click());
    await fine(organiser);
    expect(await page.locator('main .changes > li').count()).toBeGreaterThan(0);
    await go(organiser, `${base}/release`);
    await page.getByLabel(t('desk.release_name')).fill('Другая');
    const sent = page.waitForResponse((one) => one.request().method() === 'POST');
    await page.getByRole('button', { name: t('desk.release_now') }).click();
    expect((await sent).status()).toBe(409);
    await fine(organiser);
    expect(await page.getByRole('alert').textContent()).toContain('нічога не змянілася');
    expect(await page.getByLabel(t('desk.release_name')).inputValue()).toBe('Другая');
  });
});
