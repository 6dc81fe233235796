import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { startSite, type RunningSite } from '../support/site.ts';

let site: RunningSite;
let browser: Browser;

/** Sends the form of the page; a guest's form works or waits first, so the next page may take a while. */
const send = async (page: Page, button = 'main form .btn.main'): Promise<void> => {
  await Promise.all([page.waitForEvent('load'), page.click(button)]);
};
const errors = (page: Page) => page.locator('main .error').allInnerTexts();

async function signUp(page: Page): Promise<string[]> {
  await page.goto(`${site.url}/be/join`);
  await send(page);
  const words = await page.locator('ol.words li').allInnerTexts();
  await page.click('main .act a.btn');
  await page.fill(
    'textarea[name=typed]',
    words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n'),
  );
  await page.fill('input[name=label]', 'бібліятэка');
  await send(page);
  return words;
}

describe.skipIf(!chromiumPath)(
  `people, in a real browser${chromiumPath ? '' : ' (skipped: no Chromium on this machine)'}`,
  () => {
    beforeAll(async () => {
      site = await startSite();
      browser = await openBrowser();
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });

    describe.each([
      ['with', true],
      ['without', false],
    ] as const)('%s JavaScript', (_, javaScriptEnabled) => {
      const inContext = async (
        work: (context: BrowserContext, page: Page) => Promise<void>,
      ): Promise<void> => {
        const context = await browser.newContext({ javaScriptEnabled });
        try {
          await work(context, await context.newPage());
        } finally {
          await context.close();
        }
      };

      test(
        'ten words in, out, back in, and gone',
        () =>
          inContext(async (context, page) => {
            const words = await signUp(page);
            expect(words).toHaveLength(10);
            expect(page.url()).toBe(`${site.url}/be/account?made`);
            expect(await page.locator('main table').innerText()).toContain('бібліятэка');
            expect((await context.cookies()).map(({ expires, httpOnly }) => [expires, httpOnly])).toEqual([
              [-1, true],
            ]);

            const data = await (await context.request.get(`${site.url}/be/account/data`)).json();
            expect(data.accounts.signIns).toHaveLength(1);

            // A pseudonym of one's own for the event, taken from those offered, then given up.
            await page.goto(`${site.url}/be/account`);
            await page.click('a[href*="/persona?place=event:"]');
            const offered = await page.locator('input[name=suggested]').first().inputValue();
            await page.locator('input[name=suggested]').first().check();
            await send(page);
            expect(await page.locator('.who').innerText()).toContain(offered);
            await send(page, 'form[action="?/drop"] button');
            expect(await page.locator('.who').count()).toBe(0);

            await send(page, 'form[action="?/out"] button');
            expect(page.url()).toBe(`${site.url}/be`);
            expect(await context.cookies()).toEqual([]);

            await page.goto(`${site.url}/be/account/leave`);
            expect(page.url()).toContain('/sign-in?to=');
            await page.fill('textarea[name=words]', `${words.slice(0, 9).join(' ')} дамавіковы`);
            await send(page);
            expect((await errors(page))[0]).toContain('дамавіковы');
            await page.fill('textarea[name=words]', words.toReversed().join(' '));
            await send(page);
            expect(await errors(page)).toHaveLength(1);
            await page.fill('textarea[name=words]', words.join(', '));
            await send(page);
            expect(page.url()).toBe(`${site.url}/be/account/leave`);
            await page.check('input[name=sure]');
            await send(page, 'main form .btn.danger');
            expect(await context.cookies()).toEqual([]);
            await page.goto(`${site.url}/be/sign-in`);
            await page.fill('textarea[name=words]', words.join(' '));
            await send(page);
            expect(await errors(page)).toHaveLength(1);
          }),
        60_000,
      );

      test('one tap on the way out leaves nothing, half-written words included', () =>
        inContext(async (context, page) => {
          await page.goto(`${site.url}/ru/join?words=ru`);
          expect(await context.cookies()).toHaveLength(1);
          await page.click('[data-quick-exit]');
          expect(page.url()).toBe(`${site.url}/ru`);
          expect(await context.cookies()).toEqual([]);
        }));
    });

    test('a link pressed twice on a bad line lets in once, and lets in', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(site.speakerLink);
      await page.dblclick('main form .btn.main');
      await page.waitForURL(/backstage|account/);
      await page.goto(`${site.url}/en/account`);
      expect(await page.locator('.notice').allInnerTexts()).toEqual([
        expect.stringContaining('You have no words yet.'),
      ]);
      const stranger = await (await browser.newContext()).newPage();
      const answer = await stranger.goto(site.speakerLink);
      expect(answer?.status()).toBe(200);
      expect(await stranger.locator('main form').count()).toBe(0);
      await stranger.context().close();
      // Words turn it into an account like any other.
      await page.goto(`${site.url}/en/join?words=en`);
      const words = await page.locator('ol.words li').allInnerTexts();
      await page.goto(`${site.url}/en/join?step=back`);
      await page.fill('textarea[name=typed]', words.join(' '));
      await send(page);
      expect(page.url()).toBe(`${site.url}/en/account?made`);
      expect(await page.locator('.notice').allInnerTexts()).toEqual([expect.stringContaining('Done')]);
      expect(site.output()).not.toContain(words.join(' '));
      await context.close();
    }, 60_000);
  },
);
