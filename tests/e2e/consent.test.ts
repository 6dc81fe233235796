import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../nets/cast.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 30_000, interval: 250 });

describe.skipIf(missing)(`what is recorded of somebody${missing}`, { timeout: 120_000 }, () => {
  let site: RunningSite;
  let browser: Browser;
  const at = (reader: Reader, rest = ''): string => `/${reader.lang}/s/${site.live}${rest}`;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [js, width, lang] of [
    [true, 1280, 'be'],
    [false, 360, 'en'],
  ] as const)
    test(`is asked behind the stage, shown on it, and taken back: ${js ? 'with' : 'without'} JavaScript, ${lang}`, async () => {
      const speaker = await openReader(browser, site.url, { js, width, lang });
      const watcher = await openReader(browser, site.url, { js, width, lang });
      const { t, page } = speaker;
      const name = js ? 'Алеся Ткачыха' : 'Vesna Weaver';
      await go(
        speaker,
        new URL(js ? site.speakerLink : site.organiserLink).pathname.replace(/^\/be/, `/${lang}`),
      );
      await press(speaker, 'button', t('accounts.invitation.accept'));
      await go(speaker, at(speaker, '/consent'));
      if (js) expect(await page.getByText(t('consent.no_seat')).count()).toBe(1);

      await go(speaker, at(speaker, '/backstage'));
      await page.locator('[name=shownAs]').fill(name);
      await press(speaker, 'button', t('live.backstage.take'));
      expect(await page.getByText(t('consent.ask_text')).count()).toBe(1);
      await press(speaker, 'link', t('consent.open'));
      await fine(speaker);
      await page.getByLabel(t('consent.choice.voice')).check();
      await press(speaker, 'button', t('consent.save'));
      await fine(speaker);
      expect(await page.getByRole('status').allTextContents()).toContain(
        `${t('consent.now')}: ${t('consent.choice.voice')}`,
      );
      await go(speaker, at(speaker, '/backstage'));
      expect(await page.locator('[data-own-consent]').textContent()).toContain(t('consent.choice.voice'));

      // On the stage: everybody sees what is recorded of them.
      await go(watcher, at(watcher, '/stage'));
      await withDatabase(site.data, async (client) => {
        await client.query(`update live.seat set place = 'stage' where session_id = $1 and shown_as = $2`, [
          site.live,
          name,
        ]);
        await client.query(`select pg_notify('pages', $1)`, [`live:${site.live}`]);
        // Whoever comes onto the stage is told of as such: what is recorded of them follows by itself.
        await client.query(`select pg_notify('live', $1)`, [
          JSON.stringify({ channel: `live:${site.live}`, event: 'state', data: {} }),
        ]);
      });
      const marks = watcher.page.locator('[data-recorded]');
      await soon(async () => {
        if (!js) await watcher.page.reload();
        return marks.textContent();
      }).toContain(`${name}: ${t('consent.mark.voice')}`);
      await go(speaker, at(speaker, '/consent'));
      await page.getByLabel(t('consent.choice.none')).check();
      await press(speaker, 'button', t('consent.save'));
      await soon(async () => {
        if (!js) await watcher.page.reload();
        return marks.textContent();
      }).toContain(`${name}: ${t('consent.mark.no')}`);

      // Found again from the account, and taken back for good; not by a slip of the finger.
      await go(speaker, `/${lang}/account`);
      await page.locator(`a[href="${at(speaker, '/consent')}"]`).click();
      await page.waitForURL((url) => url.pathname.endsWith('/consent'));
      await page.getByRole('button', { name: t('consent.revoke'), exact: true }).click();
      await soon(() => page.getByText(t('consent.say_sure')).count()).toBeGreaterThan(0);
      await page.getByLabel(t('consent.revoke_sure')).check();
      await press(speaker, 'button', t('consent.revoke'));
      expect(await page.getByText(t('consent.revoked'), { exact: true }).count()).toBe(1);
      expect(await page.getByLabel(t('consent.choice.voice')).count()).toBe(0);
      await go(speaker, at(speaker, '/backstage'));
      expect(await page.getByText(t('consent.revoked')).count()).toBe(1);
      // What was refused on purpose is told by the browser, too.
      const troubles = [...speaker.troubles, ...watcher.troubles];
      expect(troubles.filter((one) => !one.includes('?/revoke: '))).toEqual([]);
      await speaker.close();
      await watcher.close();
    });
});
