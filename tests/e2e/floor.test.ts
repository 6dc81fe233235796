import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { andLoad, send } from '../support/guests.ts';
import { tabTo } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`the list of speakers${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let state: Awaited<ReturnType<BrowserContext['storageState']>>;
  const readers: Reader[] = [];

  const open = async (js: boolean, rest: string, width = 1280): Promise<Reader> => {
    const reader = await openReader(browser, site.url, { js, lang: 'en', width });
    readers.push(reader);
    await reader.page.goto(`/en/s/${site.live}${rest}`);
    return reader;
  };
  /** One who may chair, at a desk of their own. */
  const chair = async (js: boolean, width = 1280): Promise<Reader> => {
    const reader = await open(js, '', width);
    await reader.context.addCookies(state.cookies);
    await reader.page.goto(`/en/s/${site.live}/chair`);
    return reader;
  };
  /** Somebody new: two steps to a pseudonym, as the page tells a guest. */
  const come = async (js: boolean): Promise<Reader> => {
    const reader = await open(js, '/floor');
    const { page } = reader;
    await send(page, '#enter a.btn.main');
    await send(page, 'main form .btn.main');
    const words = await page.locator('ol.words li').allInnerTexts();
    await page.click('main .act a.btn');
    await page.fill('textarea[name=typed]', words.join(' '));
    await send(page, 'main form .btn.main');
    expect(new URL(page.url()).pathname).toBe(`/en/s/${site.live}/floor`);
    return reader;
  };
  const names = (page: Page): Promise<string[]> => page.locator('.places > li b').allTextContents();
  const speaks = ({ page }: Reader): Promise<string | null> => page.textContent('[data-floor-name]');
  const fine = (): void => {
    for (const { troubles } of readers) expect(troubles).toEqual([]);
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    const organiser = await browser.newContext();
    const page = await organiser.newPage();
    await page.goto(site.organiserLink);
    await send(page, 'main form .btn.main');
    state = await organiser.storageState();
    await organiser.close();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('without JavaScript: two steps to a pseudonym, on the list, called, heard to the end', async () => {
    const person = await come(false);
    const { page } = person;
    await page.fill('input[name=shownAs] >> nth=0', 'Bullfinch');
    await send(page, 'button[name=kind][value=against]');
    expect(await names(page)).toContain('Bullfinch');
    expect(await page.textContent('#own')).toContain('You are on the list');
    expect(await page.textContent('.places li.own .why')).toMatch(/has not spoken yet/);

    const desk = await chair(false);
    const place = desk.page.locator('.places li:has(b:text-is("Bullfinch"))');
    await place.locator('summary').click();
    await place.locator('input[name=reason]').fill('leaves early');
    await andLoad(desk.page, () => place.getByRole('button', { name: 'Call out of turn' }).click());
    expect(await speaks(desk)).toBe('Bullfinch');
    await page.reload();
    expect(await page.textContent('#own')).toContain('You have the floor');
    expect(await page.textContent('#log')).toContain('leaves early');
    await send(page, 'form[action="?/finish"] button');
    expect(await page.isVisible('text=Nobody has the floor now')).toBe(true);
    expect(await page.textContent('#shares')).toContain('Bullfinch');
    fine();
  });

  test('with JavaScript: the clock runs, whoever is called knows at once, and the page stays', async () => {
    const [person, guest, desk] = [await come(true), await open(true, '/floor'), await chair(true, 390)];
    await person.page.fill('input[name=shownAs] >> nth=0', 'Siskin');
    await send(person.page, 'button[name=kind][value=question]');
    /** A tap on the desk, and its answer: a second tap before it is not taken. */
    const tap = async (selector: string): Promise<void> => {
      await desk.page.click(selector);
      await expect.poll(() => desk.page.locator('form[aria-busy=true]').count(), { timeout: 20_000 }).toBe(0);
    };
    const mark = 'window.stays = true';
    await Promise.all([guest, desk].map(({ page }) => page.evaluate(mark)));
    for (const one of [guest, desk])
      await expect.poll(() => names(one.page), { timeout: 20_000 }).toContain('Siskin');
    // Whoever stands before them is called first, by one tap each.
    for (let taps = 0; taps < 8 && (await speaks(desk)) !== 'Siskin'; taps += 1) {
      const first = (await names(desk.page))[0]!;
      await tap('form[action="?/call"] .btn.main');
      await expect.poll(() => speaks(desk), { timeout: 20_000 }).toBe(first);
    }
    await expect.poll(() => speaks(guest), { timeout: 20_000 }).toBe('Siskin');
    await expect
      .poll(() => person.page.locator('#own').textContent(), { timeout: 20_000 })
      .toContain('You have the floor');
    const soon = { timeout: 20_000 };
    const left = (): Promise<string | null> => guest.page.textContent('[data-floor-left]');
    const word = (): Promise<string | null> => guest.page.textContent('[data-floor-word]');
    const before = await left();
    await expect.poll(left, soon).not.toBe(before);
    await tap('button[value=pause]');
    await expect.poll(word, soon).toBe('The clock is paused');
    const paused = await left();
    await tap('button[value=extend]');
    await expect.poll(left, soon).not.toBe(paused);
    await tap('button[value=resume]');
    await expect.poll(word, soon).not.toBe('The clock is paused');
    for (const { page } of [guest, desk]) expect(await page.evaluate('window.stays')).toBe(true);
    await tap('button[value=end]');
    await expect.poll(() => guest.page.getAttribute('[data-floor-clock]', 'data-none'), soon).toBe('');
    fine();
  });

  test('two chairs: the second is told what is now, and nobody is called twice', async () => {
    const [one, two] = [await chair(false), await chair(false)];
    const add = async ({ page }: Reader, name: string): Promise<void> => {
      await page.getByText('Add somebody without an account').click();
      await page.fill('form[action="?/add"] input[name=shownAs]', name);
      await send(page, 'form[action="?/add"] button');
    };
    for (const name of ['From the room', 'By the window']) await add(one, name);
    await two.page.reload();
    const [first, second] = await names(one.page);
    const call = ({ page }: Reader): Promise<void> => send(page, 'form[action="?/call"] .btn.main');
    await call(one);
    expect(await speaks(one)).toBe(first);
    // The other one means the same person and finds it done.
    await call(two);
    expect(await speaks(two)).toBe(first);
    // Now both see the same; one ends the speech, the other calls on.
    await send(one.page, 'button[value=end]');
    await call(two);
    expect(await two.page.getByRole('alert').textContent()).toContain('Nothing was done');
    two.troubles.length = 0;
    expect((await names(two.page))[0]).toBe(second);
    await call(two);
    expect(await speaks(two)).toBe(second);
    fine();
  });

  test('by keyboard alone: on the list, off it, and from the desk', async () => {
    const person = await come(true);
    const { page } = person;
    await tabTo(person, 'input[name=shownAs]');
    await page.keyboard.type('Wren');
    await tabTo(person, 'button[name=kind]');
    await andLoad(page, () => page.keyboard.press('Enter'));
    expect(await names(page)).toContain('Wren');
    await tabTo(person, 'form[action="?/leave"] button');
    await andLoad(page, () => page.keyboard.press('Enter'));
    expect(await names(page)).not.toContain('Wren');

    const desk = await chair(true);
    await tabTo(desk, 'form[action="?/open"] button');
    await desk.page.keyboard.press('Enter');
    await expect
      .poll(() => desk.page.textContent('form[action="?/open"] button'), { timeout: 20_000 })
      .toBe('Open the list');
    // The focus is where it was: the same key opens it again.
    await desk.page.keyboard.press('Enter');
    await expect
      .poll(() => desk.page.textContent('form[action="?/open"] button'), { timeout: 20_000 })
      .toBe('Close the list');
    fine();
  });

  test('the stage and the text page say who has the floor', async () => {
    const desk = await chair(false);
    if ((await names(desk.page)).length === 0) {
      await desk.page.getByText('Add somebody without an account').click();
      await desk.page.fill('form[action="?/add"] input[name=shownAs]', 'Goldcrest');
      await send(desk.page, 'form[action="?/add"] button');
    }
    await send(desk.page, 'form[action="?/call"] .btn.main');
    const name = (await speaks(desk))!;
    for (const rest of ['/text', '/stage'])
      expect(await (await open(false, rest)).page.textContent('[data-floor-announce]')).toContain(name);
    fine();
  });
});
