import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { openReader, type ReaderOptions } from '../support/pages.ts';
import type { RunningSite } from '../support/site.ts';
import { missing, startHall } from './live-needs.ts';

interface Seen {
  source: string;
  time: number;
  frames: number;
  /** Loudness of what is decoded can't be asked of a long answer; that bytes of sound were decoded can. */
  decoded: number;
}
const look = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const media = document.querySelector<HTMLMediaElement>('[data-hear-media]')!;
    const counts = media as unknown as { webkitAudioDecodedByteCount?: number };
    return {
      source: media.currentSrc,
      time: media.currentTime,
      frames: media instanceof HTMLVideoElement ? media.getVideoPlaybackQuality().totalVideoFrames : 0,
      decoded: counts.webkitAudioDecodedByteCount ?? 0,
    };
  });
/** Plays on from here, and by how much. */
const goesOn = async (page: Page): Promise<void> => {
  await expect.poll(async () => (await look(page)).time, { timeout: 30_000 }).toBeGreaterThan(0);
  const { time } = await look(page);
  await expect.poll(async () => (await look(page)).time, { timeout: 15_000 }).toBeGreaterThan(time + 1);
};
const play = (page: Page): Promise<void> =>
  page.evaluate(() => {
    // What the script puts in place of the bare source breaks off the browser's own try.
    document
      .querySelector<HTMLMediaElement>('[data-hear-media]')!
      .play()
      .catch(() => undefined);
  });

describe.skipIf(missing)(`the ladder${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    // Sounds and pictures play without a hand that clicks the browser's own controls.
    [site, browser] = await Promise.all([
      startHall(),
      openBrowser(['--autoplay-policy=no-user-gesture-required']),
    ]);
    // The bot begins with the first who listens.
    const asked = `${site.url}/listen/${site.live}/floor.mp3`;
    for (let tries = 0; tries < 60 && !(await fetch(asked, { method: 'HEAD' })).ok; tries++)
      await new Promise((done) => setTimeout(done, 500));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  const open = (given: ReaderOptions) => openReader(browser, site.url, given);
  const here = (query = '', lang = 'be'): string => `/${lang}/s/${site.live}/listen${query}`;

  test('sound plays in another language and from half a minute before, without leaving the page', async () => {
    const { page, troubles, close } = await open({ js: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url().replace(/.*\//, '')));
    const last = (): string => asked.findLast((one) => /\.(mp3|ogg)/.test(one)) ?? '';
    await page.goto(here());
    expect(await page.locator('.rungs a[aria-current]').getAttribute('data-hear-rung')).toBe('sound');
    expect(last()).toBe('');
    await play(page);
    await goesOn(page);
    expect(last()).toBe('floor.ogg');
    await page.click('[data-hear-to=en]');
    await expect.poll(last).toMatch(/^en\.ogg/);
    await goesOn(page);
    await page.click('[data-hear-back]');
    await expect.poll(last).toMatch(/^en\.ogg\?back=3\d\.\d$/);
    await goesOn(page);
    expect(await page.locator('[data-hear-status]').textContent()).toMatch(/30|40/);
    await page.click('[data-hear-now] a');
    await expect.poll(() => page.locator('[data-hear-status]').textContent()).toBe('');
    await goesOn(page);
    expect(new URL(page.url()).pathname).toBe(here());
    expect(troubles).toEqual([]);
    await close();
  }, 120_000);

  test.each(['says that it takes no Opus', 'says that it takes Opus and doesn’t'])(
    'a browser that %s has MP3',
    async (kind) => {
      const { page, context, troubles, close } = await open({ js: true, lang: 'en' });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url().replace(/.*\//, '')));
      await context.addInitScript((isHonest) => {
        if (isHonest) {
          const real = MediaSource.isTypeSupported.bind(MediaSource);
          MediaSource.isTypeSupported = (type) => !type.includes('opus') && real(type);
          return;
        }
        const add = MediaSource.prototype.addSourceBuffer;
        MediaSource.prototype.addSourceBuffer = function (type) {
          const buffer = add.call(this, type);
          const append = buffer.appendBuffer.bind(buffer);
          if (type.includes('opus')) buffer.appendBuffer = () => append(new Uint8Array(5000).fill(7));
          return buffer;
        };
      }, kind.includes('no Opus'));
      await page.goto(here('?by=sound', 'en'));
      const cost = page.locator('[data-hear-rung=sound] + small');
      expect(await cost.textContent()).toContain(kind.includes('no Opus') ? '15 MB' : '8 MB');
      await play(page);
      await expect.poll(() => asked.at(-1)).toMatch(/^floor\.mp3/);
      await goesOn(page);
      expect(asked.some((one) => one.startsWith('floor.ogg'))).toBe(!kind.includes('no Opus'));
      expect(await cost.textContent()).toContain('15 MB');
      expect(troubles).toEqual([]);
      await close();
    },
    60_000,
  );

  test('whoever drops comes back to where they were', async () => {
    const { page, context, close } = await open({ js: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url().replace(/.*\//, '')));
    // The line breaks four seconds after it began, and the next try fails at once.
    await context.addInitScript(() => {
      const real = window.fetch;
      let calls = 0;
      window.fetch = async (address, init) => {
        if (!String(address).includes('.ogg')) return real(address, init);
        calls++;
        if (calls === 2) throw new TypeError('offline');
        const answer = await real(address, init);
        if (calls > 1) return answer;
        const reader = answer.body!.getReader();
        const until = Date.now() + 4000;
        const pull = async (to: ReadableStreamDefaultController): Promise<void> => {
          if (Date.now() < until) to.enqueue((await reader.read()).value);
          else to.error(new TypeError('broken'));
        };
        return new Response(new ReadableStream({ pull }));
      };
    });
    await page.goto(here());
    await play(page);
    await goesOn(page);
    await expect
      .poll(() => asked.filter((one) => one.includes('.ogg')).at(-1), { timeout: 30_000 })
      .toMatch(/ogg\?back=\d\.\d$/);
    const { time } = await look(page);
    // Not from the beginning, and nothing left out: it goes on.
    await expect.poll(async () => (await look(page)).time, { timeout: 30_000 }).toBeGreaterThan(time + 4);
    await close();
  }, 120_000);

  test('without WebRTC the session leads to the sound, and the stage says what is missing', async () => {
    const { page, context, troubles, close } = await open({ js: true, width: 360, dark: true, lang: 'en' });
    await context.addInitScript(() => {
      delete (window as unknown as { RTCPeerConnection?: unknown }).RTCPeerConnection;
    });
    await page.goto(`/en/s/${site.live}`);
    await page.click('[data-live-way]');
    await page.waitForURL(/\/listen$/);
    expect(await page.locator('[data-hear-rung=stage]').getAttribute('href')).toBeNull();
    await play(page);
    await goesOn(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect(troubles).toEqual([]);
    await close();
  }, 120_000);

  test('the picture plays from fragments, in another language and from half a minute before', async () => {
    const { page, troubles, close } = await open({ js: true, width: 1300 });
    await page.goto(here('?by=picture'));
    await page.click('[data-hear-start] button');
    await goesOn(page);
    const before = await look(page);
    await expect
      .poll(async () => (await look(page)).frames, { timeout: 20_000 })
      .toBeGreaterThan(before.frames + 15);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.click('[data-hear-to=en]');
    await expect
      .poll(() => asked.some((path) => /\/en\/\d+\.m4s$/.test(path)), { timeout: 15_000 })
      .toBe(true);
    await goesOn(page);
    const { time, decoded } = await look(page);
    await page.waitForTimeout(1500);
    expect((await look(page)).decoded).toBeGreaterThan(decoded);
    await page.click('[data-hear-back]');
    await expect.poll(async () => (await look(page)).time, { timeout: 15_000 }).toBeLessThan(time);
    await goesOn(page);
    expect(troubles.filter((one) => !/404|Failed to load/.test(one))).toEqual([]);
    await close();
  }, 120_000);

  test('without JavaScript everything is a link, and the sound plays', async () => {
    const { page, troubles, close } = await open({ js: false });
    await page.goto(here());
    expect(await page.locator('.rungs a').count()).toBe(5);
    await page.click('[data-hear-to=en]');
    await page.waitForURL(/hear=en/);
    await page.click('[data-hear-back]');
    await page.waitForURL(/back=30/);
    const sources = await page
      .locator('audio source')
      .evaluateAll((all) => all.map((one) => (one as HTMLSourceElement).src));
    expect(sources.map((one) => one.replace(/.*\//, ''))).toEqual(['en.mp3?back=30', 'en.ogg?back=30']);
    // Of a page without a script the browser still plays what stands in it.
    await play(page);
    await goesOn(page);
    for (const by of ['text', 'slides', 'picture']) {
      await page.click(`[data-hear-rung=${by}]`);
      await page.waitForURL(new RegExp(`by=${by}`));
      expect(await page.locator('.rungs a[aria-current]').getAttribute('data-hear-rung')).toBe(by);
    }
    expect(troubles).toEqual([]);
    await close();
  }, 120_000);

  test('text goes on without JavaScript, and looks like the site', async () => {
    const { page, troubles, close } = await open({ js: false });
    // The page never ends loading: that is what it is for.
    await page.goto(`/listen/${site.live}/text.be.html`, { waitUntil: 'commit' });
    const lines = page.locator('p.said');
    await expect.poll(() => lines.count(), { timeout: 20_000 }).toBeGreaterThan(0);
    const before = await lines.count();
    await expect.poll(() => lines.count(), { timeout: 60_000 }).toBeGreaterThan(before);
    expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toMatch(/Golos/);
    expect(troubles).toEqual([]);
    await close();
  }, 120_000);
});
