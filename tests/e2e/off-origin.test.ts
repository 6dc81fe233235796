import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { press, turn } from '../support/journeys.ts';
import { inPage, isOwn, openReader } from '../support/pages.ts';
import { addressesIn, pageShapes, shapeOf, walk, type Walk } from '../support/route-shapes.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

/** What of a page is fetched without a tap: never another's. */
const fetched = /<(?:link|script|img|iframe|video|audio|source)\b[^>]*>/g;

describe.skipIf(missing)(`nothing goes to others, nothing stays${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let walked: Walk;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    walked = await walk(site.url, ['/']);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('every link of the public pages leads to a page', () => {
    expect(walked.broken).toEqual([]);
    const shapes = new Set(
      [...walked.pages.keys()].map((address) => shapeOf(address.split('?')[0]!, pageShapes())),
    );
    expect(walked.pages.size).toBeGreaterThan(40);
    for (const shape of [
      '',
      '/e/[event]/programme',
      '/s/[id]',
      '/p/[id]',
      '/t/[slug]',
      '/themes',
      '/sign-in',
    ])
      expect(shapes).toContain(`/[lang=lang]${shape}`);
  });

  test('no page has an inline script or style, or fetches from another place, and each has its policy', () => {
    for (const [address, html] of walked.pages) {
      expect([
        address,
        html.match(/<style|<script(?![^>]*\ssrc=)|\sstyle="|\son\w+="|javascript:/gi),
      ]).toEqual([address, null]);
      const others = addressesIn((html.match(fetched) ?? []).join(''), site.url).filter((one) =>
        /^(\w+:)?\/\//.test(one),
      );
      expect([address, others]).toEqual([address, []]);
      const policy = walked.headers.get(address)!.get('content-security-policy') ?? '';
      expect([address, policy]).toEqual([address, expect.stringContaining("default-src 'none'")]);
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain('require-trusted-types-for');
      expect(walked.headers.get(address)!.get('referrer-policy')).toBe('same-origin');
      expect(walked.headers.get(address)!.get('set-cookie')).toBeNull();
    }
  });

  test('a browser on one page of each shape asks only this origin', async () => {
    const reader = await openReader(browser, site.url, { js: true });
    const asked: string[] = [];
    reader.context.on('request', (request) => asked.push(request.url()));
    reader.page.on('websocket', (socket) => asked.push(socket.url().replace(/^ws/, 'http')));
    const done = new Set<string>();
    for (const address of walked.pages.keys()) {
      const shape = shapeOf(address.split('?')[0]!, pageShapes()) ?? address;
      if (done.has(shape)) continue;
      done.add(shape);
      await reader.page.goto(address);
    }
    expect(done.size).toBeGreaterThan(12);
    expect(asked.length).toBeGreaterThan(done.size);
    expect(asked.filter((url) => !isOwn(site.url, url))).toEqual([]);
    expect(reader.troubles).toEqual([]);
    expect(await left(reader.page)).toEqual(nothing);
    await reader.close();
  });

  for (const way of ['by signing out', 'by the quick exit', 'by leaving for good'] as const)
    test(`nothing stays in the browser after going ${way}`, async () => {
      const reader = await openReader(browser, site.url, { js: true });
      const { page, t, context } = reader;
      await page.goto('/be/join?words=be');
      const words = await page.locator('ol.words li').allTextContents();
      await press(reader, 'link', t('accounts.join.written'));
      await page.getByLabel(t('accounts.join.typed')).fill(words.join(' '));
      await press(reader, 'button', t('accounts.join.create'));
      // HttpOnly and for this host alone
      const cookies = await context.cookies();
      expect(
        cookies.map(({ name, httpOnly, sameSite, expires }) => ({ name, httpOnly, sameSite, expires })),
      ).toEqual([{ name: 'veche', httpOnly: true, sameSite: 'Lax', expires: -1 }]);
      await page.goto(`/be/s/${site.live}/text`);
      await page.goto('/be/account');
      if (way === 'by signing out') await press(reader, 'button', t('accounts.own.out'));
      else if (way === 'by the quick exit')
        await turn(reader, () => page.locator('[data-quick-exit]').click());
      else {
        await press(reader, 'link', t('accounts.own.leave_go'));
        await page.getByRole('checkbox').check();
        await press(reader, 'button', t('accounts.leave.act'));
      }
      expect(await context.cookies()).toEqual([]);
      expect(await left(page)).toEqual(nothing);
      await reader.close();
    });
});

const nothing = { cookie: '', local: 0, session: 0, databases: [], caches: [], workers: 0 };

/** All a page can keep in a browser. */
const left = (page: Parameters<typeof inPage>[0]) =>
  inPage<typeof nothing>(
    page,
    `(async () => ({
      cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
      databases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }))()`,
  );
