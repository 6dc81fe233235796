import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, tabTo, turn } from '../support/journeys.ts';
import { inPage, openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`an own schedule without an account${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let event = '';
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    const home = await (await fetch(`${site.url}/be`)).text();
    event = /\/be\/e\/([\w-]+)\/programme/.exec(home)![1]!;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const base = (lang = 'be') => `/${lang}/e/${event}`;
  const stars = (reader: Reader): Promise<string> =>
    inPage(reader.page, `JSON.stringify(Object.entries(localStorage))`);

  /** Stars the first sessions of the programme, which begin at the same time: they clash. */
  async function star(reader: Reader, count: number): Promise<string[]> {
    await go(reader, `${base(reader.lang)}/programme?day=2`);
    const buttons = reader.page.locator('.tt .star');
    const links = reader.page.locator('.tt > li:has(.star) > a');
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      await buttons.nth(index).click();
      ids.push((await links.nth(index).getAttribute('href'))!.split('/').at(-1)!);
    }
    return ids;
  }

  test('stays on the device: stars, clashes, taking out, and no request that tells of it', async () => {
    const reader = await openReader(browser, site.url, { js: true, width: 360, lang: 'be' });
    const { page, t } = reader;
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    const ids = await star(reader, 3);
    // A correction that reaches the open page draws its list anew: the stars come back with it.
    await inPage(
      page,
      `(document.querySelectorAll('.star').forEach((one) => one.remove()), document.dispatchEvent(new CustomEvent('veche:fresh')))`,
    );
    expect(await page.locator('.star[aria-pressed=true]').count()).toBe(3);
    // By keyboard too, and back.
    await page.locator('.tabs a').last().focus();
    await tabTo(reader, '.star');
    await page.keyboard.press('Space');
    expect(await page.locator('.star[aria-pressed=true]').count()).toBe(2);
    await page.keyboard.press('Enter');
    sent.length = 0;
    await page.locator('.star-link').click();
    await page.locator('.own .trouble').first().waitFor();
    await fine(reader);
    expect(await page.locator('.own a').count()).toBeGreaterThanOrEqual(3);
    expect(sent.filter((one) => ids.some((id) => one.includes(id)))).toEqual([]);
    // What the server sends is the same for whoever has stars and whoever has none.
    const first = await (await fetch(site.url + `${base()}/mine`)).text();
    expect(ids.filter((id) => first.includes(id))).toEqual([]);
    const before = await page.locator('.own a').count();
    await page
      .getByRole('button', { name: /^Прыбраць «/ })
      .first()
      .click();
    expect(await page.locator('.own a').count()).toBeLessThan(before);
    // the page of a session says the same
    await go(reader, `/be/s/${ids[2]}`);
    const button = page.locator('[data-star]');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('body').textContent()).toContain(t('visit.star_here'));
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('behind a private link without JavaScript: made, filled, read as a calendar, emptied, deleted', async () => {
    const reader = await openReader(browser, site.url, { js: false, width: 360, lang: 'be' });
    const { page, t } = reader;
    await go(reader, `${base()}/mine`);
    await press(reader, 'link', t('visit.link_make'));
    await press(reader, 'button', t('visit.link_make'));
    const link = new URL(page.url()).pathname;
    expect(link).toMatch(/^\/be\/mine\/[\w-]{43}$/);
    await press(reader, 'link', t('visit.choose'));
    const boxes = page.locator('.choice input');
    for (const index of [0, 1]) await boxes.nth(index).check();
    await press(reader, 'button', t('visit.choose_save'));
    expect(new URL(page.url()).pathname).toBe(`${link}/choose`);
    await go(reader, link);
    expect(await page.locator('form .own a').count()).toBe(2);
    const answer = await fetch(site.url + link);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    const calendar = await fetch(`${site.url}${link}/calendar.ics`);
    expect(calendar.headers.get('cache-control')).toBe('no-store');
    const text = await calendar.text();
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(text).not.toContain(link.split('/').at(-1));
    const code = await fetch(`${site.url}${link}/code.svg`);
    expect([code.headers.get('content-type'), code.headers.get('cache-control')]).toEqual([
      'image/svg+xml; charset=utf-8',
      'no-store',
    ]);
    await turn(reader, () =>
      page
        .getByRole('button', { name: /^Прыбраць «/ })
        .first()
        .click(),
    );
    expect(await page.locator('form .own a').count()).toBe(1);
    await press(reader, 'button', t('visit.empty_plan'));
    expect(await page.locator('.own a').count()).toBe(0);
    await press(reader, 'button', t('visit.delete_plan'));
    expect(page.url()).toContain(`${base()}/mine/link?deleted`);
    for (const gone of [link, `${link}/choose`, `${link}/calendar.ics`, `${link}/code.svg`])
      expect([gone, (await fetch(site.url + gone)).status]).toEqual([gone, 404]);
    // Not in the log, and not in what a sent form leaves behind.
    expect(site.output()).not.toContain(link.split('/').at(-1));
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('goes from a phone to a computer by its link, and both can add', async () => {
    const phone = await openReader(browser, site.url, { js: true, width: 360, lang: 'en' });
    const ids = await star(phone, 2);
    await go(phone, `${base('en')}/mine/link`);
    await phone.page.locator('[data-plan-with]').waitFor({ state: 'visible' });
    await press(phone, 'button', phone.t('visit.link_make'));
    const link = new URL(phone.page.url()).pathname;
    expect(await phone.page.locator('.own .trouble').count()).toBeGreaterThanOrEqual(2);

    const computer = await openReader(browser, site.url, { js: true, width: 1400, lang: 'en' });
    const [, , own] = await star(computer, 3);
    await go(computer, link);
    await press(computer, 'button', computer.t('visit.from_device'));
    expect(await computer.page.locator('form .own a').count()).toBe(3);
    await go(phone, link);
    await phone.page.getByRole('button', { name: phone.t('visit.to_device') }).click();
    expect(await stars(phone)).toContain(own);
    for (const id of ids) expect(await stars(computer)).toContain(id);
    expect([...phone.troubles, ...computer.troubles]).toEqual([]);
    await phone.close();
    await computer.close();
  });

  test('goes along without a network when asked, and leaves nothing when taken away', async () => {
    const reader = await openReader(browser, site.url, { js: true, width: 360, lang: 'be' });
    const { page, context, t } = reader;
    await star(reader, 1);
    expect(await inPage(page, `navigator.serviceWorker.getRegistrations().then((all) => all.length)`)).toBe(
      0,
    );
    await go(reader, `${base()}/offline`);
    await page.getByRole('button', { name: t('visit.offline_keep') }).click();
    await page.getByText(t('visit.offline_kept')).waitFor();
    expect(
      await inPage(page, `navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)`),
    ).toBe(`${base()}/`);
    await context.setOffline(true);
    const shown: number[] = [];
    for (const path of ['/programme?day=2', '/programme', '/mine', '/book?day=1', '/now', '/offline']) {
      await page.goto(base() + path);
      shown.push(await page.locator('main a').count());
      expect([path, await page.locator('h1').count()]).toEqual([path, 1]);
    }
    expect(Math.min(...shown)).toBeGreaterThan(1);
    await page.goto(`${base()}/mine`);
    await page.locator('.own a').first().waitFor();
    // Offline a title leads to the description that was kept.
    await page.goto(`${base()}/programme?day=2`);
    expect(await page.locator('.tt > li:has(.star) > a').first().getAttribute('href')).toMatch(
      /\/book\?day=2#/,
    );
    await context.setOffline(false);
    await page.goto(`${base()}/mine`);
    await page.getByRole('button', { name: t('visit.clear') }).click();
    await page.getByText(t('visit.cleared')).waitFor();
    expect(
      await inPage(
        page,
        `Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then(([all, names]) => [all.length, names.length, localStorage.length])`,
      ),
    ).toEqual([0, 0, 0]);
    await reader.close();
  });

  test('a day is one or two sheets of A4', async () => {
    const { page, close } = await openReader(browser, site.url, { js: false });
    for (const day of [1, 2]) {
      await page.goto(`${base()}/print?day=${day}`);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      expect([day, sheets >= 1 && sheets <= 2]).toEqual([day, true]);
    }
    await close();
  });

  test('the display of a room has no way in, and shows what the programme says', async () => {
    const reader = await openReader(browser, site.url, { js: true, width: 1400 });
    await go(reader, `${base()}/wall`);
    await turn(reader, () => reader.page.locator('main .rows a').first().click());
    await fine(reader);
    expect(await reader.page.locator('a, button, input').count()).toBe(0);
    expect(await reader.page.locator('[data-fresh-clock]').textContent()).toMatch(/^\d\d:\d\d$/);
    expect((await reader.page.goto(`${base()}/wall/nowhere`))?.status()).toBe(404);
    await reader.close();
  });

  describe('on somebody else’s page', () => {
    let hostile: Server;
    let host = '';
    beforeAll(async () => {
      const page = (inner: string) =>
        `<!doctype html><html lang="en"><title>Elsewhere</title><body>${inner}</body></html>`;
      hostile = createServer((req, res) => {
        res.setHeader('content-type', 'text/html; charset=utf-8');
        const frame = (path: string) => `<iframe src="${site.url}${path}" width="600" height="500"></iframe>`;
        if (req.url === '/script')
          res.end(
            page(
              `<p>Before</p><script src="${site.url}/e/${event}/widget.js" data-lang="en" data-day="2"></script>`,
            ),
          );
        else res.end(page(frame(decodeURIComponent(req.url!.slice(1)))));
      });
      await new Promise<void>((done) => void hostile.listen(0, '127.0.0.1', done));
      host = `http://localhost:${(hostile.address() as AddressInfo).port}`;
    });
    afterAll(() => void hostile?.close());

    test('the programme shows by frame and by script; it sets no cookie, has no form, and opens pages apart', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      for (const path of [`/${base('en').slice(1)}/widget`, 'script']) {
        await page.goto(`${host}/${path}`);
        const frame = page.frameLocator('iframe');
        await frame.locator('.rows a').first().waitFor();
        expect(await frame.locator('form, input, button, script').count()).toBe(0);
        const outside = frame.locator('a:not([target=_blank][rel=noopener])');
        for (const href of await outside.evaluateAll((all) => all.map((one) => one.getAttribute('href'))))
          expect(href).toMatch(/^\?day=\d+/);
      }
      expect(await context.cookies()).toEqual([]);
      await context.close();
    });

    test('no other page can be framed, a form least of all', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      for (const path of [
        '/be',
        `${base()}/programme`,
        `${base()}/mine`,
        `${base()}/mine/link`,
        '/be/sign-in',
      ]) {
        await page.goto(`${host}/${path}`);
        await expect
          .poll(() => [path, page.frames()[1]?.url()], { timeout: 5_000 })
          .toEqual([path, 'chrome-error://chromewebdata/']);
      }
      await context.close();
    });
  });
});
