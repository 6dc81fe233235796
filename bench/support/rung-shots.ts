import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { inPage } from '../../tests/support/pages.ts';
import type { RunningSite } from '../../tests/support/site.ts';
import type { Camera, Shot } from './camera.ts';

const media = `document.querySelector('audio, video')`;

/** Plays, and answers whether time goes on in it: a second of it at least. */
async function plays(page: Page, mostMs = 20_000): Promise<boolean> {
  await inPage(page, `void ${media}.play().catch(() => undefined)`);
  let first: number | undefined;
  for (const began = performance.now(); performance.now() - began < mostMs; await wait(250)) {
    const at = await inPage<number>(page, `${media}.paused ? 0 : ${media}.currentTime`);
    if (at === 0) continue;
    first ??= at;
    if (at > first + 1) return true;
  }
  return false;
}

/**
 * Somebody on every rung of the ladder, and a picture of each: on a phone and on a wide screen, with JavaScript and without,
 * one of them at night. Answers which of them heard, saw or read what goes on.
 */
export async function shootRungs(shoot: Camera, { live }: RunningSite): Promise<Map<string, boolean>> {
  const here = `/s/${live}/listen`;
  const reached = new Map<string, boolean>();
  const note = (rung: string, work: (page: Page) => Promise<boolean>) => async (page: Page) =>
    reached.set(rung, await work(page).catch(() => false));
  const read = async (page: Page): Promise<boolean> => {
    await wait(6_000);
    return (await page.locator('p').count()) > 0;
  };
  const press = async (page: Page): Promise<boolean> => {
    await page.locator('[data-hear-start] button').click();
    return plays(page);
  };
  const watch = async (page: Page): Promise<boolean> => {
    await page.locator('button[data-how=video]').click();
    return page
      .locator('video')
      .first()
      .waitFor({ timeout: 20_000 })
      .then(() => wait(2_000, true));
  };
  const phone: Shot = { width: 360 };
  const plain: Shot = { width: 360, js: false };
  await shoot('rung-text-plain-phone', `/listen/${live}/text.be.html`, {
    ...{ ...plain, isEndless: true },
    before: note('text, JavaScript off', read),
  });
  await shoot('rung-text-phone', `${here}?by=text`, { ...phone, whole: true, before: note('text', read) });
  await shoot('rung-sound-plain-phone', `${here}?by=sound`, {
    ...{ ...plain, whole: true },
    before: note('sound, JavaScript off', plays),
  });
  await shoot('rung-sound-plain-wide', `${here}?by=sound&hear=en`, { js: false, lang: 'en' });
  await shoot('rung-slides-phone', `${here}?by=slides`, {
    ...{ ...phone, whole: true },
    before: note('sound and slides', plays),
  });
  await shoot('rung-slides-wide', `${here}?by=slides&hear=en`, { lang: 'en' });
  await shoot('rung-picture-dark-phone', `${here}?by=picture`, {
    ...{ ...phone, dark: true, whole: true },
    before: note('picture (HLS)', press),
  });
  await shoot('rung-picture-wide', `${here}?by=picture&hear=en`, { lang: 'en', before: press });
  await shoot('rung-stage-phone', `/s/${live}/stage`, { ...phone, before: note('stage (WebRTC)', watch) });
  await shoot('rung-stage-wide', `/s/${live}/stage?listen=en`, { lang: 'en', before: watch });
  return reached;
}
