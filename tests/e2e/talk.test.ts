import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { comesBack, go, press, turn } from '../support/journeys.ts';
import { openReader, type Reader, type ReaderOptions } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const soon = { timeout: 15_000 };
const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`talk and moderators${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let host: Reader;
  const come = (options: Partial<ReaderOptions> = {}): Promise<Reader> =>
    openReader(browser, site.url, { js: true, ...options });
  const here = (part: string, lang = 'be'): string => `/${lang}/s/${site.live}/${part}`;
  const said = ({ page }: Reader): Promise<string[]> =>
    page.locator('[data-talk-list] .said').allInnerTexts();
  const write = async (reader: Reader, text: string): Promise<void> => {
    await reader.page.fill('[data-talk-say] textarea', text);
    await reader.page.click('[data-talk-say] button');
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite({ env: { VECHE_WORK: '4' } }), openBrowser()]);
    host = await come({ js: false, lang: 'en' });
    await host.page.goto(site.organiserLink.replace('/be/i/', '/en/i/'));
    await press(host, 'button', host.t('accounts.invitation.accept'));
    await go(host, here('moderate', 'en'));
    await host.page.selectOption('select[name=slow]', '60');
    await press(host, 'button', host.t('moderation.talk_save'));
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('what one guest writes, others read at once, as text; reactions and hands are bands', async () => {
    const [one, two] = [await come(), await come({ width: 360, lang: 'en' })];
    const stream: string[] = [];
    const devtools = await two.context.newCDPSession(two.page);
    await devtools.send('Network.enable');
    devtools.on('Network.eventSourceMessageReceived', ({ data }) => stream.push(data));
    await go(one, here('talk'));
    await go(two, here('talk', 'en'));
    expect(await said(two)).toHaveLength(5);
    expect(await two.context.cookies()).toEqual([]);
    const text = '<b>глядзіце</b> https://example.invalid/x \u202Eабы што';
    await write(one, text);
    await expect
      .poll(async () => (await said(two))[0], soon)
      .toBe('<b>глядзіце</b> https://example.invalid/x абы што');
    expect(await two.page.locator('[data-talk-list] li').first().locator('a').count()).toBe(1);
    expect(await one.page.inputValue('[data-talk-say] textarea')).toBe('');
    // One's own second message in the same moment is refused in words, and kept.
    await write(one, 'і яшчэ');
    await expect.poll(() => one.page.locator('[data-talk-trouble]').innerText(), soon).toContain('Пачакайце');
    expect(await one.page.inputValue('[data-talk-say] textarea')).toBe('і яшчэ');
    await one.page.click('[data-talk-react] button[value=applause]');
    await expect.poll(() => two.page.locator('[data-reaction=applause]').innerText(), soon).toBe('a few');
    await one.page.click('[data-talk-hand-button]');
    await expect
      .poll(() => two.page.locator('[data-talk-hands]').innerText())
      .toBe('A few hands are raised.');
    await expect
      .poll(() => one.page.locator('[data-talk-hand-button]').innerText(), soon)
      .toBe('Апусціць руку');
    const cookies = await one.context.cookies();
    expect(cookies.map(({ expires, httpOnly }) => ({ expires, httpOnly }))).toEqual([
      { expires: -1, httpOnly: true },
    ]);
    for (const { value } of cookies) expect(stream.join()).not.toContain(value);
    expect(one.troubles).toEqual([]);
    expect(two.troubles).toEqual([]);
    await Promise.all([one.close(), two.close()]);
  });

  test('without JavaScript one writes, raises a hand and reports by forms; nothing typed is lost', async () => {
    const reader = await come({ js: false, width: 360 });
    await go(reader, here('talk'));
    await reader.page.fill('textarea[name=text]', 'без скрыптоў');
    await press(reader, 'button', reader.t('talk.send'));
    expect((await said(reader))[0]).toBe('без скрыптоў');
    await reader.page.fill('textarea[name=text]', 'зашмат');
    await comesBack(reader, () => reader.page.click('[data-talk-say] button'), 'Пачакайце');
    expect(await reader.page.inputValue('textarea[name=text]')).toBe('зашмат');
    await go(reader, here('talk'));
    await press(reader, 'button', reader.t('talk.hand_up'));
    expect(await reader.page.locator('[data-talk-hand-button]').getAttribute('aria-pressed')).toBe('true');
    await press(reader, 'button', reader.t('talk.reaction.slower'));
    await press(reader, 'link', reader.t('talk.report'));
    await press(reader, 'button', reader.t('talk.report_send'));
    expect(await reader.page.locator('.notice.good').innerText()).toContain('Дзякуй');
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('moderators hide, pause, and stop everything; the page and the public log say so calmly', async () => {
    const guest = await come();
    await go(guest, here('talk'));
    await write(guest, 'набыць танна');
    await expect.poll(async () => (await said(guest))[0], soon).toBe('набыць танна');

    await go(host, here('moderate', 'en'));
    const row = host.page.locator('#messages li').filter({ hasText: 'набыць танна' });
    await row.locator('summary').first().click();
    await row.locator('form[action="?/hide"] select[name=reason]').selectOption('spam');
    await row.locator('form[action="?/hide"] input[name=words]').fill('Sold here ten times');
    await turn(host, () => row.locator('form[action="?/hide"] button').click());
    await expect.poll(() => said(guest), soon).not.toContain('набыць танна');
    const again = host.page.locator('#messages li').filter({ hasText: 'набыць танна' });
    await again.locator('summary').last().click();
    await turn(host, () => again.locator('form[action="?/silence"] button').click());
    await write(guest, 'а чаму?');
    await expect
      .poll(() => guest.page.locator('[data-talk-trouble]').innerText(), soon)
      .toContain('Мадэратар');

    await go(host, here('moderate', 'en'));
    await press(host, 'link', host.t('moderation.stop'));
    await host.page.locator('#stop input[name=sure]').check();
    await press(host, 'button', host.t('moderation.stop_now'));
    expect(await host.page.locator('#stopped').innerText()).toContain(host.t('moderation.is_stopped'));
    await guest.page.fill('[data-talk-say] textarea', '').catch(() => undefined);
    const fresh = await come({ lang: 'en' });
    for (const part of ['', 'talk', 'text', 'stage']) {
      await go(fresh, here(part, 'en').replace(/\/$/, ''));
      expect(await fresh.page.locator('.notice').first().innerText()).toContain(
        'The session was stopped by the organisers',
      );
    }
    await go(fresh, here('log', 'en'));
    const log = await fresh.page.locator('main').innerText();
    for (const words of ['Session stopped', 'Sold here ten times', 'messages paused for 5 minutes'])
      expect(log).toContain(words);
    await press(host, 'button', host.t('moderation.resume'));
    await go(fresh, `/en/s/${site.live}`);
    expect(await fresh.page.locator('main').innerText()).not.toContain('stopped by the organisers');
    expect(host.troubles).toEqual([]);
    expect(guest.troubles).toEqual([]);
    await Promise.all([guest.close(), fresh.close()]);
  });
});
