import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { comesBack, fine, go, press, tabTo, turn } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`a member${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [js, width, lang] of [
    [true, 360, 'be'],
    [true, 1400, 'en'],
    [false, 360, 'en'],
    [false, 1400, 'be'],
  ] as const)
    test(`comes with ten words, goes, comes back, takes the data, leaves: ${js ? 'with' : 'without'} JavaScript, ${width} px, ${lang}`, async () => {
      const reader = await openReader(browser, site.url, { js, width, lang });
      const words = await join(reader);
      await signOut(reader);
      await signIn(reader, words);
      await settings(reader);
      const pseudonym = await takePersona(reader);
      await takeData(reader, pseudonym);
      await leave(reader, words);
      expect(reader.troubles).toEqual([]);
      await reader.close();
    });

  for (const js of [true, false])
    test(`makes an account by keyboard only, ${js ? 'with' : 'without'} JavaScript`, async () => {
      const reader = await openReader(browser, site.url, { js, lang: 'en' });
      const { page } = reader;
      await go(reader, '/en');
      // the first stop is the way past the header
      await tabTo(reader, 'a.skip');
      await tabTo(reader, 'header .tools > a');
      await turn(reader, () => page.keyboard.press('Enter'));
      await tabTo(reader, 'main a[href^="/en/join"]');
      await turn(reader, () => page.keyboard.press('Enter'));
      await tabTo(reader, 'input[name=words]');
      await tabTo(reader, 'main button');
      await turn(reader, () => page.keyboard.press('Enter'));
      const words = await page.locator('ol.words li').allTextContents();
      await tabTo(reader, 'main a.btn.main');
      await turn(reader, () => page.keyboard.press('Enter'));
      await tabTo(reader, 'textarea[name=typed]');
      await page.keyboard.type(words.join(' '));
      await tabTo(reader, 'main button');
      await turn(reader, () => page.keyboard.press('Enter'));
      expect(new URL(page.url()).pathname).toBe('/en/account');
      expect(reader.troubles).toEqual([]);
      await reader.close();
    });
});

/** Makes an account; answers its ten words. */
async function join(reader: Reader): Promise<string[]> {
  const { page, t, lang } = reader;
  await go(reader, `/${lang}`);
  await press(reader, 'link', t('pages.sign_in'));
  await press(reader, 'link', t('accounts.join.title'));
  await page.getByRole('radio', { name: t(`accounts.tongue.${lang}`) }).check();
  await press(reader, 'button', t('accounts.join.show'));
  const words = await page.locator('ol.words li').allTextContents();
  expect(words).toHaveLength(10);
  await press(reader, 'link', t('accounts.join.written'));
  // the page that asks for the words does not show them (a common one may stand in another sentence)
  const shown = await page.locator('main').textContent();
  expect(words.filter((word) => shown!.includes(word)).length).toBeLessThan(5);

  const send = () => page.getByRole('button', { name: t('accounts.join.create'), exact: true }).click();
  await page.getByLabel(t('accounts.join.typed')).fill(words.slice(0, 9).join(' '));
  await comesBack(reader, send, t('accounts.words_too_few'));
  expect(await page.getByLabel(t('accounts.join.typed')).inputValue()).toBe(words.slice(0, 9).join(' '));
  await page.getByLabel(t('accounts.join.typed')).fill(words.join(' '));
  await turn(reader, send);
  await fine(reader);
  expect(await page.getByText(t('accounts.own.made_title'), { exact: true }).count()).toBe(1);
  return words;
}

async function signOut(reader: Reader): Promise<void> {
  const { page, t, lang, context } = reader;
  await press(reader, 'button', t('accounts.own.out'));
  expect(await context.cookies()).toEqual([]);
  // what was one's own asks for the words again
  await go(reader, `/${lang}/account`);
  expect(new URL(page.url()).pathname).toBe(`/${lang}/sign-in`);
}

async function signIn(reader: Reader, words: string[]): Promise<void> {
  const { page, t, lang } = reader;
  const field = page.getByLabel(t('accounts.in.words'));
  const send = () =>
    page
      .locator('main')
      .getByRole('button', { name: t('accounts.in.act'), exact: true })
      .click();
  await field.fill([...words.slice(1), words[0]].join(' '));
  await comesBack(reader, send, t('accounts.words_not_known'));
  // capitals, commas and new lines do not matter
  await field.fill(`  ${words.map((word) => word.toLocaleUpperCase(lang)).join(',\n ')}. `);
  await turn(reader, send);
  await fine(reader);
  expect(new URL(page.url()).pathname).toBe(`/${lang}/account`);
  await go(reader, `/${lang}/account`);
}

async function settings(reader: Reader): Promise<void> {
  const { page, t } = reader;
  await page.getByRole('textbox', { name: t('accounts.own.zone') }).fill('Mars/Olympus');
  const save = () => page.getByRole('button', { name: t('accounts.own.save'), exact: true }).click();
  await comesBack(reader, save, t('accounts.no_such_zone'));
  await page.getByRole('textbox', { name: t('accounts.own.zone') }).fill('America/Toronto');
  await turn(reader, save);
  await fine(reader);
  expect(await page.getByText(t('accounts.own.saved'), { exact: true }).count()).toBe(1);
}

/** Chooses a pseudonym for the demo's event; answers it. */
async function takePersona(reader: Reader): Promise<string> {
  const { page, t, lang } = reader;
  await go(reader, `/${lang}/account`);
  // nobody has one before they want to speak
  expect(await page.getByText(t('accounts.own.personas_none'), { exact: true }).count()).toBe(1);
  await turn(reader, () => page.locator('main a[href*="/account/persona"]').first().click());
  await fine(reader);
  const pseudonym = await page.getByRole('radio').first().getAttribute('value');
  await page.getByRole('radio').first().check();
  await press(reader, 'button', t('accounts.persona.act'));
  await go(reader, `/${lang}/account`);
  expect(await page.getByRole('rowheader', { name: pseudonym!, exact: true }).count()).toBe(1);
  return pseudonym!;
}

async function takeData(reader: Reader, pseudonym: string): Promise<void> {
  const { page, t, lang } = reader;
  await go(reader, `/${lang}/account`);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: t('accounts.own.take'), exact: true }).click();
  const file = await coming;
  // a list of downloads is read by others too
  expect(file.suggestedFilename()).toBe('data.json');
  const data = JSON.parse(readFileSync(await file.path(), 'utf8')) as Record<string, unknown>;
  expect(JSON.stringify(data)).toContain(pseudonym);
  expect(JSON.stringify(data)).not.toMatch(/127\.0\.0\.1|Mozilla|Chrom/);
}

async function leave(reader: Reader, words: string[]): Promise<void> {
  const { page, t, lang, context } = reader;
  await go(reader, `/${lang}/account`);
  await press(reader, 'link', t('accounts.own.leave_go'));
  await page.getByRole('checkbox').check();
  await press(reader, 'button', t('accounts.leave.act'));
  expect(await context.cookies()).toEqual([]);
  // and gone: the same words open nothing
  await go(reader, `/${lang}/sign-in`);
  await page.getByLabel(t('accounts.in.words')).fill(words.join(' '));
  await comesBack(
    reader,
    () =>
      page
        .locator('main')
        .getByRole('button', { name: t('accounts.in.act'), exact: true })
        .click(),
    t('accounts.words_not_known'),
  );
}
