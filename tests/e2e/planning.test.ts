import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { comesBack, fine, go, press, turn } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
const day = '2031-05-17';

describe.skipIf(missing)(`planning${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let first: Reader;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    first = await openReader(browser, site.url, { js: false, lang: 'be' });
    await go(first, new URL(site.organiserLink).pathname);
    await press(first, 'button', first.t('accounts.invitation.accept'));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [js, width, lang] of [
    [true, 1400, 'be'],
    [false, 360, 'en'],
  ] as const)
    test(`clashes are seen, accepted and solved by forms: ${js ? 'with' : 'without'} JavaScript, ${width} px, ${lang}`, async () => {
      const organiser = await openReader(browser, site.url, { js, width, lang });
      await organiser.context.addCookies(await first.context.cookies());
      const base = `/${lang}/desk/e/plan-${lang}`;
      const session = await makeTrouble(organiser, base, `plan-${lang}`);
      await accept(organiser, base, session);
      await declareRules(organiser, session);
      await findPlace(organiser, session);
      expect(organiser.troubles).toEqual([]);
      await organiser.close();
    });
});

const main = async ({ page }: Reader): Promise<string> =>
  ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');

/** Two sessions in one small room at once, with one speaker; answers the address of the second. */
async function makeTrouble(reader: Reader, base: string, slug: string): Promise<string> {
  const { page, t, lang } = reader;
  const put = (name: string, text: string) => page.locator(`main [name="${name}"]`).fill(text);
  const save = () => press(reader, 'button', t('desk.save'));
  await go(reader, `/${lang}/desk/new`);
  await put('title.be', 'Пробны кангрэс');
  await put('title.en', 'A trial congress');
  await put('slug', slug);
  await put('startsOn', day);
  await put('days', '1');
  await page.locator('select[name=zone]').selectOption('Europe/Vilnius');
  await press(reader, 'button', t('desk.make_event'));
  for (const [room, seats] of [
    ['mala', '10'],
    ['vialikaja', '200'],
  ] as const) {
    await go(reader, `${base}/rooms/new`);
    await put('title.be', `Зала ${room}`);
    await put('slug', room);
    await put('capacity', seats);
    await put('turnover', '10');
    if (room === 'mala') {
      // Half a line of hours comes back with what was typed.
      await put('daily.from', '18:00');
      await comesBack(
        reader,
        () => page.getByRole('button', { name: t('desk.save'), exact: true }).click(),
        t('clashes.hours_half'),
      );
      expect(await page.locator('[name="daily.from"]').inputValue()).toBe('18:00');
      expect(await page.locator('[name="title.be"]').inputValue()).toBe('Зала mala');
    }
    await put('daily.from', '09:00');
    await put('daily.to', '18:00');
    await save();
  }
  await go(reader, `${base}/speakers/new`);
  await put('name.be', 'Бусел');
  await save();
  for (const title of ['Першая', 'Другая']) {
    await go(reader, `${base}/sessions/new`);
    await put('title.be', title);
    await put('startsAt', `${day}T${title === 'Першая' ? '10:00' : '10:30'}`);
    await put('minutes', '60');
    await put('expected', '50');
    await page.locator('select[name=status]').selectOption('confirmed');
    await page.locator('select[name=room]').selectOption({ label: 'Зала mala' });
    await page.getByRole('checkbox', { name: 'Бусел' }).check();
    await save();
  }
  const beside = (await page.locator('aside').textContent()) ?? '';
  expect(beside).toContain(t('desk.clashes_count', { count: 3 }));
  expect(beside).toContain(t('clashes.kind.room_too_small', { count: 40 }));
  expect(beside).toContain('Першая');
  return new URL(page.url()).pathname;
}

async function accept(reader: Reader, base: string, session: string): Promise<void> {
  const { page, t } = reader;
  await press(reader, 'link', t('clashes.accept_here'));
  expect(new URL(page.url()).searchParams.get('session')).toBe(session.split('/').at(-1));
  await go(reader, `${base}/clashes?kind=room_twice`);
  expect(await main(reader)).toContain(t('clashes.found', { count: 1 }));
  await page.locator('main summary').click();
  await page.locator('[name=reason]').fill('Зала падзеленая шырмай');
  await press(reader, 'button', t('clashes.accept_do'));
  expect(new URL(page.url()).searchParams.get('kind')).toBe('room_twice');
  expect(await main(reader)).toContain('Зала падзеленая шырмай');
  expect(await page.locator('.figures b').allTextContents()).toEqual(['1', '2', '0']);
  await press(reader, 'button', t('clashes.reject'));
  expect(await page.locator('.figures b').allTextContents()).toEqual(['2', '2', '0']);
  await go(reader, `${base}/clashes?severity=note`);
  expect(await main(reader)).toContain(t('clashes.none_found'));
}

async function declareRules(reader: Reader, session: string): Promise<void> {
  const { page, t } = reader;
  await go(reader, session);
  await press(reader, 'link', t('clashes.rules'));
  expect(await main(reader)).toContain(t('clashes.rules_none'));
  const other = page.locator('form:has([name=other])');
  await other.locator('[name=kind]').selectOption('after');
  await other.locator('[name=other]').selectOption({ label: 'Першая' });
  await turn(reader, () => other.getByRole('button').click());
  await fine(reader);
  expect(await main(reader)).toContain(t('clashes.rule.after'));
  await go(reader, session);
  expect(await page.locator('aside').textContent()).toContain(t('clashes.kind.not_after'));
}

async function findPlace(reader: Reader, session: string): Promise<void> {
  const { page, t } = reader;
  await press(reader, 'link', t('clashes.where'));
  const spots = page.locator('.spots > li');
  expect(await spots.first().textContent()).toContain(t('clashes.breaks_nothing'));
  expect(await spots.first().textContent()).toContain('Зала vialikaja');
  expect(await spots.last().textContent()).not.toContain(t('clashes.breaks_nothing'));
  // A colleague moves it while the list is looked at: nothing is overwritten, and the new list has the new version.
  await move(reader, session);
  await comesBack(reader, () => spots.first().getByRole('button').click(), 'Другая');
  await turn(reader, () => spots.first().getByRole('button').click());
  await fine(reader);
  expect(new URL(page.url()).pathname).toBe(session);
  expect(await page.locator('aside').textContent()).toContain(t('clashes.none_here'));
}

async function move({ context, t }: Reader, session: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(session);
  await page.locator('[name=startsAt]').fill(`${day}T10:40`);
  await Promise.all([
    page.waitForURL('**saved'),
    page.getByRole('button', { name: t('desk.save'), exact: true }).click(),
  ]);
  await page.close();
}
