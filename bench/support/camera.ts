import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Lang } from '#server/kernel';
import type { Somebody } from '../../tests/nets/audience.ts';
import { openReader } from '../../tests/support/pages.ts';
import type { RunningSite } from '../../tests/support/site.ts';

export interface Shot {
  js?: boolean;
  width?: number;
  lang?: Lang;
  dark?: boolean;
  /** Who is signed in. */
  as?: Somebody;
  /** The whole page, and not the first screen of it. */
  whole?: boolean;
  /** What is done before the picture is taken; a page that never stops loading is not waited for. */
  before?: (page: Page) => Promise<unknown>;
  isEndless?: boolean;
}

/** Takes pictures of the site's pages into `folder`; without one pages are opened all the same. `path` has no language. */
export type Camera = (name: string, path: string, shot?: Shot) => Promise<void>;

export function makeCamera(browser: Browser, site: RunningSite, folder: string | undefined): Camera {
  if (folder) mkdirSync(folder, { recursive: true });
  return async (name, path, { as, whole = false, before, isEndless = false, ...reader } = {}) => {
    const lang = reader.lang ?? 'be';
    const { page, context, close } = await openReader(browser, site.url, {
      js: true,
      zone: 'Europe/Vilnius',
      ...reader,
    });
    try {
      for (const [key, value] of as?.visitor.cookies ?? [])
        await context.addCookies([{ name: key, value, url: site.url }]);
      const waitUntil = isEndless ? 'commit' : 'load';
      await page.goto(path.startsWith('/listen/') ? path : `/${lang}${path}`, { waitUntil });
      await before?.(page);
      if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
    } finally {
      await close();
    }
  };
}
