import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { comesBack, fine, go, press, turn } from '../support/journeys.ts';
import { inPage, openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
const event = 'vytoki';

describe.skipIf(missing)(`registration${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Reader;
  let figures = '';
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = await openReader(browser, site.url, { js: true, width: 1400, lang: 'be' });
    await go(organiser, new URL(site.organiserLink).pathname);
    await press(organiser, 'button', organiser.t('accounts.invitation.accept'));
    await go(organiser, `/be/s/${site.live}/host`);
    await press(organiser, 'link', organiser.t('registration.show_figures'));
    await press(organiser, 'button', organiser.t('registration.word_open'));
    figures = await organiser.page.locator('.word-now').innerText();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  /** From the event's home to a ticket; answers its code. */
  async function register(reader: Reader): Promise<string> {
    const { page, t, lang } = reader;
    await go(reader, `/${lang}/e/${event}`);
    await press(reader, 'link', t('registration.link'));
    await page.getByRole('checkbox').first().check();
    await press(reader, 'button', t('registration.send'));
    expect(await page.locator('h1').textContent()).toBe(t('registration.done_in'));
    const code = await page.locator('.ticket .code').innerText();
    expect(code).toMatch(/^(\w{4}-){4}\w{4}$/);
    expect(page.url()).not.toContain(code);
    return code;
  }

  /** Shows a ticket by its code, typed. */
  async function open(reader: Reader, code: string): Promise<void> {
    await go(reader, `/${reader.lang}/ticket`);
    await reader.page.locator('main [name=code]').fill(code);
    await press(reader, 'button', reader.t('registration.show'));
  }

  const stored = (reader: Reader): Promise<string> =>
    inPage<string>(reader.page, 'JSON.stringify({ ...localStorage })');

  test('with JavaScript: a ticket on the device, a stamp signed unseen, a certificate, its verification', async () => {
    const reader = await openReader(browser, site.url, { js: true, width: 1400, lang: 'be' });
    const { page, t, lang } = reader;
    const code = await register(reader);
    // nothing stays on the device unless one asks for it
    expect(await stored(reader)).not.toContain(code);
    await page.getByRole('button', { name: t('registration.keep') }).click();
    expect(await stored(reader)).toContain(code);

    // the square's address: what stands after the # fills the form and leaves the address
    await go(reader, `/${lang}/ticket#${code}`);
    expect(await page.locator('main [name=code]').inputValue()).toBe(code);
    expect(page.url()).not.toContain(code);
    await press(reader, 'button', t('registration.show'));
    await press(reader, 'button', t('registration.here'));
    expect(await page.locator('main').textContent()).toContain(t('registration.is_here'));

    await turn(reader, () => page.locator(`main a[href$="/ticket/stamp/${site.live}"]`).click());
    await page.locator('main [name=word]').fill('0000 0000');
    await page.locator('main [name=code]').fill(code);
    const send = () => page.getByRole('button', { name: t('registration.stamp_take') }).click();
    await comesBack(reader, send, t('registration.wrong_word'));
    await page.locator('main [name=word]').fill(figures);
    await press(reader, 'button', t('registration.stamp_take'));
    await page.getByText(t('registration.stamp_kept'), { exact: true }).waitFor();
    const kept = JSON.parse(JSON.parse(await stored(reader))['veche.stamps']) as Record<
      string,
      { stamp: string }
    >;
    expect(kept[site.live]!.stamp).toMatch(/^\w+\.[\w-]{43}\.[\w-]{342}$/);

    await go(reader, `/${lang}/certificate`);
    expect(await page.locator('main [name=stamps]').inputValue()).toBe(kept[site.live]!.stamp);
    await page.locator('main [name=name]').fill('Вольга Прыклад');
    await press(reader, 'button', t('registration.make_certificate'));
    expect(await page.locator('.certificate').textContent()).toContain('Вольга Прыклад');
    const link = await page.locator('.long-code a').getAttribute('href');

    const other = await openReader(browser, site.url, { js: true, width: 360, lang: 'be', dark: true });
    await go(other, new URL(link!).pathname + new URL(link!).hash);
    await press(other, 'button', t('registration.verify_now'));
    expect(await other.page.locator('.certificate').textContent()).toContain('Вольга Прыклад');
    const changed = link!.split('#')[1]!.replace(/^(.{40})./, '$1A');
    await other.page.locator('main [name=text]').fill(changed);
    const verify = () => other.page.getByRole('button', { name: t('registration.verify_now') }).click();
    await comesBack(other, verify, t('registration.bad_certificate'));

    // forgotten on this device, as plainly as it was kept
    await go(reader, `/${lang}/ticket`);
    await page.getByRole('button', { name: t('registration.forget') }).click();
    expect(await stored(reader)).not.toContain(code);
    expect([...reader.troubles, ...other.troubles]).toEqual([]);
    await reader.close();
    await other.close();
  });

  test('without JavaScript, 360 px: a ticket, other answers, a stamp to copy, a certificate from it, and gone', async () => {
    const reader = await openReader(browser, site.url, { js: false, width: 360, lang: 'en' });
    const { page, t, lang } = reader;
    const code = await register(reader);
    await open(reader, code.toUpperCase().replaceAll('-', ' '));
    await page.locator('summary', { hasText: t('registration.my_answers') }).click();
    const boxes = page.locator('main form[action*=answers] input[type=checkbox]');
    expect(await boxes.first().isChecked()).toBe(true);
    await boxes.nth(1).check();
    await press(reader, 'button', t('registration.save_answers'));
    expect(await page.locator('main').textContent()).toContain(t('registration.done_answers'));

    await go(reader, `/${lang}/ticket/stamp/${site.live}`);
    await page.locator('main [name=word]').fill(figures);
    await page.locator('main [name=code]').fill(code);
    await press(reader, 'button', t('registration.stamp_take'));
    expect(await page.locator('main').textContent()).toContain(t('registration.stamp_difference'));
    const stamp = await page.locator('main textarea').inputValue();
    await go(reader, `/${lang}/certificate`);
    await page.locator('main [name=name]').fill('Somebody');
    await page.locator('main [name=stamps]').fill(stamp);
    await press(reader, 'button', t('registration.make_certificate'));
    expect(await page.locator('.certificate').textContent()).toContain('Somebody');
    // the same stamp under another name
    await go(reader, `/${lang}/certificate`);
    await page.locator('main [name=name]').fill('Somebody Else');
    await page.locator('main [name=stamps]').fill(stamp);
    const make = () => page.getByRole('button', { name: t('registration.make_certificate') }).click();
    await comesBack(reader, make, t('registration.stamp_spent'));
    expect(await page.locator('main [name=name]').inputValue()).toBe('Somebody Else');

    await open(reader, code);
    await page.locator('summary', { hasText: t('registration.cancel') }).click();
    await press(reader, 'button', t('registration.cancel_now'));
    expect(await page.locator('main').textContent()).toContain(t('registration.cancelled_text'));
    await page.locator('main [name=code]').fill(code);
    const show = () => page.getByRole('button', { name: t('registration.show') }).click();
    await comesBack(reader, show, t('registration.no_such_ticket'));
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('closed while one types: nothing typed is lost; opened for groups, their code lets in and no more', async () => {
    const { page, t } = organiser;
    const desk = `/be/desk/e/${event}/registration`;
    await go(organiser, `${desk}/question`);
    await page.locator('[name="title.be"]').fill('Што яшчэ?');
    await page.locator('[name="why.be"]').fill('Каб ведаць.');
    await page.locator('select[name=kind]').selectOption('text');
    await press(organiser, 'button', t('desk.save'));
    const guest = await openReader(browser, site.url, { js: true, width: 360, lang: 'be' });
    await go(guest, `/be/e/${event}/register`);
    const typed = 'Доўгі адказ, які шкада згубіць. '.repeat(20).trim();
    await guest.page.locator('main textarea').fill(typed);

    const mode = async (name: string): Promise<void> => {
      await go(organiser, desk);
      await page.locator(`input[name=mode][value=${name}]`).check();
      await press(organiser, 'button', t('desk.save'));
    };
    await mode('closed');
    const send = () => guest.page.getByRole('button', { name: t('registration.send') }).click();
    await comesBack(guest, send, t('registration.closed_meanwhile'));
    expect(await guest.page.locator('main textarea').inputValue()).toBe(typed);
    // the link on the event's home went with it
    await go(guest, `/be/e/${event}`);
    expect(await guest.page.getByRole('link', { name: t('registration.link') }).count()).toBe(0);

    await mode('codes');
    await page.locator('main form[action*=group] [name=label]').fill('Настаўнікі');
    await page.locator('main form[action*=group] [name=places]').fill('1');
    await press(organiser, 'button', t('registration.make_code'));
    const invitation = await page.locator('.link-once').first().innerText();
    await go(guest, `/be/e/${event}/register`);
    expect(await guest.page.locator('main').textContent()).not.toContain('Настаўнікі');
    await guest.page.locator('main [name=invitation]').fill(invitation);
    await press(guest, 'button', t('registration.send'));
    expect(await guest.page.locator('.ticket .code').count()).toBe(1);
    await go(guest, `/be/e/${event}/register`);
    await guest.page.locator('main [name=invitation]').fill(invitation);
    await guest.page.locator('main textarea').fill(typed);
    await comesBack(guest, send, t('registration.invitation_used_up'));
    expect(await guest.page.locator('main textarea').inputValue()).toBe(typed);

    // the desk says how many, in tens, and names nobody
    await go(organiser, desk);
    const said = await page.locator('main').textContent();
    expect(said).toContain(t('registration.few'));
    expect(said).toContain(t('registration.texts_few'));
    await fine(organiser);
    expect([...guest.troubles, ...organiser.troubles]).toEqual([]);
    await guest.close();
  });
});
