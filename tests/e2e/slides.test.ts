import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockedPdf, nestedBomb, slidesPdf } from '../../src/server/live/slides/test-pdf.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, turn } from '../support/journeys.ts';
import { inPage, openReader, type Reader, type ReaderOptions } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
/** Drawing is a process with the lowest priority: on a busy machine it takes its time. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 60_000, interval: 500 });

describe.skipIf(missing)(`slides of a session${missing}`, { timeout: 240_000 }, () => {
  let site: RunningSite;
  let browser: Browser;
  let speaker: Reader;
  let host: Reader;
  const at = (part: string): string => `/be/s/${site.live}/${part}`;

  const come = (given: Partial<ReaderOptions> = {}): Promise<Reader> =>
    openReader(browser, site.url, { js: true, width: 1200, lang: 'be', ...given });

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    speaker = await come();
    // The host has a phone, and no JavaScript.
    host = await come({ js: false, width: 360 });
    for (const [reader, link] of [
      [speaker, site.speakerLink],
      [host, site.organiserLink],
    ] as const) {
      await reader.page.goto(link);
      await press(reader, 'button', reader.t('accounts.invitation.accept'));
    }
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const count = (page: Page): Promise<string | null> => page.locator('[data-slides-count]').textContent();
  const of = (reader: Reader, page: number, pages = 3): string => reader.t('slides.page_of', { page, pages });
  /** Width of the picture as it came, 0 as long as it did not. */
  const drawn = (page: Page, selector: string): Promise<number> =>
    inPage(page, `document.querySelector(${JSON.stringify(selector)})?.naturalWidth ?? 0`);
  const give = async (reader: Reader, name: string, buffer: Buffer, title: string): Promise<void> => {
    const { page, t } = reader;
    await page.locator('#f-files').setInputFiles({ name, mimeType: 'application/pdf', buffer });
    await page.locator('#f-title').fill(title);
    await turn(reader, () => page.getByRole('button', { name: t('slides.give'), exact: true }).click());
  };
  const rowOf = (reader: Reader, title: string) =>
    reader.page.locator('[data-deck-row]', { has: reader.page.getByText(title, { exact: true }) });
  /** Until nothing of the session is being drawn. */
  const settled = async (reader: Reader): Promise<void> => {
    await soon(async () => {
      await reader.page.goto(at('slides'));
      return reader.page.locator('[data-deck-row=waiting]').count();
    }).toBe(0);
  };

  test('the demo shows its second page to everybody, with pictures and as text', async () => {
    const [seeing, plain] = [await come(), await come({ js: false, width: 360 })];
    await soon(async () => {
      await seeing.page.goto(at('stage'));
      return count(seeing.page);
    }).toBe(of(seeing, 2));
    await fine(seeing);
    await soon(() => drawn(seeing.page, '[data-slides-picture]')).toBeGreaterThan(0);
    await go(plain, at('text'));
    expect(await count(plain.page)).toBe(of(plain, 2));
    expect(await drawn(plain.page, '[data-slides-picture]')).toBe(640);
    expect((await plain.page.locator('[data-slides-text]').textContent())!.length).toBeGreaterThan(20);
    expect([...seeing.troubles, ...plain.troubles]).toEqual([]);
    await seeing.close();
    await plain.close();
  });

  test('a speaker gives a PDF, lays it on the stage and turns it by keys; everybody sees it, nobody what comes', async () => {
    const { page, t } = speaker;
    const follower = await come({ width: 700 });
    await follower.page.goto(at('text'));
    await settled(speaker);
    await give(speaker, 'talk.pdf', slidesPdf(['Warp', 'Weft', 'Selvedge']), 'Кросны');
    await settled(speaker);
    expect(await rowOf(speaker, 'Кросны').textContent()).toContain(t('slides.pages', { count: 3 }));
    await turn(speaker, () =>
      rowOf(speaker, 'Кросны')
        .getByRole('button', { name: t('slides.show'), exact: true })
        .click(),
    );
    await fine(speaker);
    await soon(() => count(follower.page)).toBe(of(follower, 1));
    await soon(() => follower.page.locator('[data-slides-text]').textContent()).toBe('Warp');

    const names = (await page.locator('[data-turning]').getAttribute('data-names'))!.split(' ');
    expect(names).toHaveLength(3);
    const status = async (file: string): Promise<number> => (await fetch(`${site.url}/slide/${file}`)).status;
    expect(await status(`${names[0]}.webp`)).toBe(200);
    for (const end of ['.webp', '-small.webp', '.txt']) expect(await status(`${names[2]}${end}`)).toBe(404);
    const answer = await fetch(`${site.url}/slide/${names[0]}-small.webp`);
    expect(answer.headers.get('cache-control')).toContain('immutable');

    await page.keyboard.press('ArrowRight');
    await soon(() => count(follower.page)).toBe(of(follower, 2));
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await soon(() => count(follower.page)).toBe(of(follower, 3));
    await soon(() => follower.page.locator('[data-slides-text]').textContent()).toBe('Selvedge');
    expect(await page.locator('[data-turning-count]').textContent()).toBe(of(speaker, 3));
    expect(await status(`${names[2]}.webp`)).toBe(200);
    await page.keyboard.press('ArrowLeft');
    await soon(() => count(follower.page)).toBe(of(follower, 2));
    expect([...speaker.troubles, ...follower.troubles]).toEqual([]);
    await follower.close();
  });

  test('a host turns pages by forms, without JavaScript and on a phone; the speaker’s own desk follows', async () => {
    const follower = await come();
    await follower.page.goto(at('stage'));
    await speaker.page.goto(at('slides'));
    await go(host, at('slides'));
    await press(host, 'button', host.t('slides.next'));
    expect(await host.page.locator('[data-turning-count]').textContent()).toBe(of(host, 3));
    await soon(() => count(follower.page)).toBe(of(follower, 3));
    await soon(() => speaker.page.locator('[data-turning-count]').textContent()).toBe(of(speaker, 3));
    await host.page.locator('#f-page').fill('1');
    await press(host, 'button', host.t('slides.go'));
    await soon(() => count(follower.page)).toBe(of(follower, 1));
    await press(host, 'button', host.t('slides.hide'));
    await soon(() => follower.page.locator('[data-slides]').isHidden()).toBe(true);
    expect(follower.troubles).toEqual([]);
    await follower.close();
  });

  test('a locked file, a bomb and what is no slides at all are refused with a word, and the site goes on', async () => {
    const { t } = speaker;
    await settled(speaker);
    await give(speaker, 'locked.pdf', lockedPdf(), 'Замкнёная');
    await give(speaker, 'bomb.pdf', nestedBomb(), 'Бомба');
    // While the bomb is being drawn, everybody else is served.
    const reader = await come({ js: false });
    await go(reader, at('text'));
    await settled(speaker);
    expect(await rowOf(speaker, 'Замкнёная').textContent()).toContain(t('slides.fault.locked'));
    expect(await rowOf(speaker, 'Бомба').textContent()).toContain(t('slides.fault.slow'));
    await speaker.page.locator('#f-files').setInputFiles({
      name: 'slides.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('<html><script>alert(1)</script></html>'),
    });
    await Promise.all([
      speaker.page.waitForEvent('load'),
      speaker.page.getByRole('button', { name: t('slides.give'), exact: true }).click(),
    ]);
    expect(await speaker.page.locator('main').textContent()).toContain(t('slides.neither'));
    await reader.close();
  });
});
