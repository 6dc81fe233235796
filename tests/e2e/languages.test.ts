import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { comesBack, fine, go, press, tabTo, turn } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`languages and the crew${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Reader;
  let event = '';
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = await openReader(browser, site.url, { js: true, width: 1400, lang: 'be' });
    await go(organiser, new URL(site.organiserLink).pathname);
    await press(organiser, 'button', organiser.t('accounts.invitation.accept'));
    event = (await organiser.page.locator('a[href*="/desk/e/"]').first().getAttribute('href'))!
      .split('/')
      .at(-1)!;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const selectOf = (session: string): string => `select[name="ways.${session}.en"]`;

  for (const [js, width, lang] of [
    [true, 1400, 'be'],
    [false, 360, 'en'],
  ] as const)
    test(`are planned and made public: ${js ? 'with' : 'without'} JavaScript, ${width} px, ${lang}`, async () => {
      const staff = await openReader(browser, site.url, { js, width, lang, dark: js });
      await staff.context.addCookies(await organiser.context.cookies());
      const visitor = await openReader(browser, site.url, { js, width, lang });
      const base = `/${lang}/desk/e/${event}`;
      const name = `Voice ${lang} ${width}`;
      const crew = await addCrew(staff, base, name);
      const session = await promise(staff, base);
      await assign(staff, base, session, crew, name);
      await order(staff, base, crew, session);
      await release(staff, base);
      await public_(visitor, session, name);
      await ownPage(staff, visitor, base, crew, session);
      expect([...staff.troubles, ...visitor.troubles]).toEqual([]);
      await staff.close();
      await visitor.close();
    });

  test('of a colleague are not written over', async () => {
    const one = await openReader(browser, site.url, { js: false, lang: 'be' });
    await one.context.addCookies(await organiser.context.cookies());
    const path = `/be/desk/e/${event}/languages?show=open`;
    await Promise.all([go(one, path), go(organiser, path)]);
    const select = one.page.locator('select[name$=".en"]').first();
    const name = (await select.getAttribute('name'))!;
    await organiser.page.locator(`select[name="${name}"]`).selectOption('both');
    await turn(organiser, () => organiser.page.locator('form[action*="save"] button').click());
    await select.selectOption('captioned');
    await comesBack(
      one,
      () => one.page.locator('form[action*="save"] button').click(),
      one.t('languages.changed_meanwhile'),
    );
    await one.close();
  });

  test('and the day is watched as it runs, by keyboard too', async () => {
    const { page, t } = organiser;
    await go(organiser, `/be/desk/e/${event}/run`);
    const live = page.locator(`tr[data-run="${site.live}"]`);
    expect(await live.locator('.live').count()).toBe(1);
    expect(await page.locator('[data-run-count=on]').textContent()).not.toBe('0');
    const news = await organiser.context.request.get(`/be/desk/e/${event}/run/news`);
    expect(news.headers()['cache-control']).toContain('no-store');
    const said = (await news.json()) as { now: { id: string; look: string }[] };
    expect(said.now.find((one) => one.id === site.live)).toMatchObject({ look: 'on' });
    await tabTo(organiser, 'tr[data-run] a');
    await turn(organiser, () => page.keyboard.press('Enter'));
    expect(new URL(page.url()).pathname).toMatch(/\/host$/);
    const plain = await openReader(browser, site.url, { js: false, width: 360, lang: 'be' });
    await plain.context.addCookies(await organiser.context.cookies());
    await go(plain, `/be/desk/e/${event}/run`);
    await press(plain, 'link', t('languages.run.watch'));
    expect(await plain.page.getByRole('link', { name: t('languages.run.watch') }).count()).toBe(0);
    const html = await plain.page.content();
    expect(html).toContain('http-equiv="refresh"');
    expect(html).toContain(t('languages.run.watched'));
    await plain.close();
  });

  async function addCrew(staff: Reader, base: string, name: string): Promise<string> {
    const { page, t } = staff;
    await go(staff, `${base}/crew`);
    await press(staff, 'link', t('languages.crew_new'));
    await page.locator('input[name=name]').fill(name);
    await page.locator('input[name="langs[]"][value=en]').check();
    await turn(staff, () => page.locator('form[action="?/save"] button').click());
    const href = await page.getByRole('link', { name, exact: true }).getAttribute('href');
    return href!.split('/').at(-1)!;
  }

  /** Promises English where nobody speaks it; the matrix says at once that nobody does it. */
  async function promise(staff: Reader, base: string): Promise<string> {
    const { page, t } = staff;
    await go(staff, `${base}/languages?page=2`);
    const fresh = 'select[name$=".en"]:has(option[value=both]):has(option[value=""]:checked)';
    const session = (await page.locator(fresh).last().getAttribute('name'))!.split('.')[1]!;
    await page.locator(selectOf(session)).selectOption('interpreted');
    await turn(staff, () => page.locator('form[action*="save"] button').click());
    await go(staff, `${base}/languages?show=open`);
    expect(
      await page
        .locator('td.open')
        .filter({ has: page.locator(selectOf(session)) })
        .getByText(t('languages.nobody_interpreted'))
        .count(),
    ).toBe(1);
    return session;
  }

  async function assign(
    staff: Reader,
    base: string,
    session: string,
    crew: string,
    name: string,
  ): Promise<void> {
    const { page, t } = staff;
    await go(staff, `${base}/languages/${session}`);
    const send = async (anyway: boolean): Promise<void> => {
      await page.locator('select[name=crew]').selectOption(crew);
      await page.locator('select[name=role]').selectOption('interpreter');
      await page.locator('select[name=lang]').selectOption('en');
      if (anyway) await page.locator('input[name=anyway]').check();
      await page.locator('form[action="?/assign"] button').click();
    };
    await turn(staff, () => send(false));
    expect(await page.getByText(t('languages.nobody_interpreted')).count()).toBe(0);
    expect(await page.locator('main').getByText(name).count()).toBeGreaterThan(0);
    // The session that is live now runs for two hours: somewhere beside it is another one.
    await go(staff, `${base}/languages/${session}`);
    const other = await beside(staff, base, session);
    if (!other) return;
    await go(staff, `${base}/languages/${other}`);
    await comesBack(staff, () => send(false), t('languages.anyway').split(',')[0]!);
    await turn(staff, () => send(true));
    await fine(staff);
    const free = page.getByRole('button', {
      name: t('languages.free_label', { name, role: t('accounts.role.interpreter') }),
    });
    await turn(staff, () => free.click());
  }

  /** Another session at the very time of this one, by what the matrix says of both. */
  async function beside(staff: Reader, base: string, session: string): Promise<string | undefined> {
    const { page } = staff;
    for (const number of [1, 2, 3]) {
      await page.goto(`${base}/languages?page=${number}`);
      const rows = await page.locator('tbody tr').evaluateAll((all) =>
        all.map((row) => {
          const one = row as unknown as {
            querySelector(s: string): { textContent: string; getAttribute(n: string): string };
          };
          return {
            id: one.querySelector('th a').getAttribute('href').split('/').at(-1)!,
            at: one.querySelector('th small').textContent.split(' · ')[0]!.trim(),
          };
        }),
      );
      const at = rows.find((row) => row.id === session)?.at;
      const found = rows.find((row) => row.id !== session && row.at === at);
      if (found) return found.id;
    }
    return undefined;
  }

  async function order(staff: Reader, base: string, crew: string, session: string): Promise<void> {
    await go(staff, `${base}/crew/${crew}/order`);
    expect(await staff.page.locator(`.order a[href="${base}/languages/${session}"]`).count()).toBe(1);
    // Printed, it is the order and nothing else of the desk.
    await staff.page.emulateMedia({ media: 'print' });
    expect(await staff.page.locator('.desk-head nav.tabs').first().isVisible()).toBe(false);
    expect(await staff.page.locator('.order table').isVisible()).toBe(true);
    await staff.page.emulateMedia({ media: 'screen' });
  }

  async function release(staff: Reader, base: string): Promise<void> {
    await go(staff, `${base}/release`);
    await turn(staff, () => staff.page.locator('main form[method=POST] button').last().click());
  }

  async function public_(visitor: Reader, session: string, name: string): Promise<void> {
    const { page, t, lang } = visitor;
    await go(visitor, `/${lang}/s/${session}`);
    const facts = page.locator('dl.facts');
    expect(await facts.getByText(t('languages.interpreted_into')).count()).toBe(1);
    expect(await page.content()).not.toContain(name);
    await go(visitor, `/${lang}/e/${event}/programme?day=all&language=en`);
    expect(await page.locator(`a[href="/${lang}/s/${session}"]`).count()).toBeGreaterThan(0);
  }

  /** Somebody takes the place by a link, and sees their own order and nobody else's. */
  async function ownPage(
    staff: Reader,
    visitor: Reader,
    base: string,
    crew: string,
    session: string,
  ): Promise<void> {
    const { page, t, lang } = visitor;
    await go(staff, `${base}/crew/${crew}`);
    await turn(staff, () => staff.page.locator('form[action="?/invite"] button').click());
    const link = (await staff.page.locator('.link-once').textContent())!.trim();
    await go(visitor, new URL(link).pathname);
    await press(visitor, 'button', t('accounts.invitation.accept'));
    const own = page.locator(`a[href="/${lang}/speaking/order/${crew}"]`);
    for (let tries = 0; tries < 60 && (await own.count()) === 0; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      await page.reload();
    }
    await turn(visitor, () => own.click());
    await fine(visitor);
    expect(await page.locator(`.order a[href="/${lang}/s/${session}"]`).count()).toBe(1);
    expect((await page.goto(`${base}/crew`))?.status()).toBe(404);
    visitor.troubles.splice(0);
  }
});
