import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { openReader } from '../support/pages.ts';
import { pageShapes, shapeOf, walk } from '../support/route-shapes.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

/** Bytes of script as they come over the network, compressed. */
const limits = { reading: 8 * 1024, following: 15 * 1024, joining: 190 * 1024 };

describe.skipIf(missing)(`bytes of script${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  /** What a browser with an empty cache fetches of scripts on one page. */
  async function scriptsOf(
    address: string,
    isAll = async (_names: () => string[]): Promise<void> => undefined,
  ): Promise<{ bytes: number; names: string[]; packed: boolean }> {
    const reader = await openReader(browser, site.url, { js: true });
    const devtools = await reader.context.newCDPSession(reader.page);
    await devtools.send('Network.enable');
    const scripts = new Map<string, { name: string; packed: boolean }>();
    let bytes = 0;
    devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type !== 'Script') return;
      const encoding = Object.entries(response.headers).find(
        ([name]) => name.toLowerCase() === 'content-encoding',
      );
      scripts.set(requestId, { name: new URL(response.url).pathname, packed: encoding?.[1] === 'br' });
    });
    const sizes = new Map<string, number>();
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
      sizes.set(requestId, encodedDataLength),
    );
    await reader.page.goto(address);
    await isAll(() => [...scripts.entries()].filter(([id]) => sizes.has(id)).map(([, { name }]) => name));
    await reader.page.waitForTimeout(300);
    for (const id of scripts.keys()) bytes += sizes.get(id) ?? Number.NaN;
    await reader.close();
    const all = [...scripts.values()];
    return { bytes, names: all.map(({ name }) => name), packed: all.every(({ packed }) => packed) };
  }

  test('to read any public page: at most 8 KB', async () => {
    const shapes = pageShapes();
    const { pages } = await walk(site.url, ['/be'], { each: 1 });
    const done = new Set<string | undefined>();
    for (const address of pages.keys()) {
      const shape = shapeOf(address.split('?')[0]!, shapes);
      if (done.has(shape) || /\/(stage|text|listen)$/.test(address)) continue;
      done.add(shape);
      const { bytes, packed } = await scriptsOf(address);
      expect([address, packed]).toEqual([address, true]);
      expect([address, bytes <= limits.reading, bytes]).toEqual([address, true, bytes]);
    }
    expect(done.size).toBeGreaterThan(10);
  });

  test('to follow a live session without the stage: at most 15 KB', async () => {
    for (const address of ['', '/text', '/listen'].map((part) => `/be/s/${site.live}${part}`)) {
      const { bytes, names, packed } = await scriptsOf(address);
      expect([names.includes('/js/listen.js'), packed]).toEqual([true, true]);
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(limits.following);
    }
  });

  test('to join the stage, the client of the video engine included: at most 190 KB', async () => {
    const { bytes, packed } = await scriptsOf(`/be/s/${site.live}/stage`, (names) =>
      expect
        .poll(
          () => ['/viewer-', '/livekit-client'].every((part) => names().some((name) => name.includes(part))),
          { timeout: 20_000 },
        )
        .toBe(true),
    );
    expect(packed).toBe(true);
    expect(bytes).toBeGreaterThan(60 * 1024);
    expect(bytes).toBeLessThanOrEqual(limits.joining);
  });
});
