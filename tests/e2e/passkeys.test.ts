import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { press } from '../support/journeys.ts';
import { faultsOf, inPage, openReader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

/** A phone that says yes: the browser's own virtual authenticator, with real keys and real signatures. */
async function plugIn(page: Page): Promise<{ answer(yes: boolean): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    answer: async (yes) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: yes });
    },
  };
}

describe.skipIf(missing)(`passkeys${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  /** A passkey belongs to a name, and a bare address has none. */
  let address: string;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    address = site.url.replace('127.0.0.1', 'localhost');
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('one is added, signs in, is refused once removed', async () => {
    const reader = await openReader(browser, address, { js: true, lang: 'en', width: 360 });
    const { page, t, context } = reader;
    const device = await plugIn(page);
    await page.goto(new URL(site.organiserLink).pathname.replace('/be/', '/en/'));
    await press(reader, 'button', t('accounts.invitation.accept'));
    await page.goto('/en/account/passkeys');
    expect(await faultsOf(reader)).toEqual([]);
    await page.getByLabel(t('accounts.join.label')).fill('old phone');
    await press(reader, 'button', t('accounts.passkey.act'));
    expect(new URL(page.url()).search).toBe('?done');
    expect(await page.locator('main table').innerText()).toContain('old phone');

    const signIn = async (): Promise<void> => {
      await context.clearCookies();
      await page.goto('/en/sign-in/passkey?to=/en/desk');
      await page.getByRole('button', { name: t('accounts.passkey.in_act') }).click();
    };
    await signIn();
    await page.waitForURL((url) => url.pathname === '/en/desk');

    // The device says no: nothing is sent, and the page says so.
    await device.answer(false);
    await signIn();
    await page.getByText(t('accounts.passkey.cancelled')).waitFor();
    await device.answer(true);
    await signIn();
    await page.waitForURL((url) => url.pathname === '/en/desk');

    await page.goto('/en/account/passkeys');
    await press(reader, 'button', t('accounts.passkey.drop_label', { label: 'old phone' }));
    expect(await page.getByText(t('accounts.passkey.none'), { exact: true }).count()).toBe(1);
    await signIn();
    await page.getByText(t('accounts.passkey.not_known')).waitFor();
    await reader.close();
  });

  test('a proof counts once and only where it was asked for', async () => {
    const reader = await openReader(browser, address, { js: true, lang: 'be' });
    const { page, t, context } = reader;
    await plugIn(page);
    await page.goto(new URL(site.speakerLink).pathname);
    await press(reader, 'button', t('accounts.invitation.accept'));
    await page.goto('/be/account/passkeys');
    await press(reader, 'button', t('accounts.passkey.act'));
    await context.clearCookies();

    await page.goto('/be/sign-in/passkey');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: t('accounts.passkey.in_act') }).click();
    const stolen = new URLSearchParams((await sent).postData() ?? '');
    await page.waitForURL('**/be/account');
    await context.clearCookies();
    const replayed = await openReader(browser, address, { js: true, lang: 'be' });
    await replayed.page.goto('/be/sign-in/passkey');
    for (const name of ['answer', 'box'])
      await inPage(
        replayed.page,
        `void (document.querySelector('input[name=${name}]').value = ${JSON.stringify(stolen.get(name))})`,
      );
    await replayed.page.getByRole('button', { name: t('accounts.passkey.in_act') }).click();
    await replayed.page.getByText(t('accounts.passkey.old')).waitFor();
    expect(await replayed.context.cookies()).toEqual([]);
    await replayed.close();
    await reader.close();
  });

  test('without JavaScript the page says that the words work', async () => {
    const reader = await openReader(browser, address, { js: false, lang: 'be', width: 360 });
    await reader.page.goto('/be/sign-in');
    await reader.page.getByRole('link', { name: reader.t('accounts.passkey.in') }).click();
    await reader.page.waitForURL('**/sign-in/passkey');
    expect(await reader.page.locator('main').innerText()).toContain(reader.t('accounts.passkey.noscript'));
    expect(await faultsOf(reader)).toEqual([]);
    await reader.close();
  });
});
