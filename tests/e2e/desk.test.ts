import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { startSite, type RunningSite } from '../support/site.ts';

let site: RunningSite;
let browser: Browser;
let page: Page;

const desk = (path = ''): string => `${site.url}/en/desk/e/spring${path}`;
const open = async (path: string): Promise<number | undefined> => (await page.goto(path))?.status();
const said = async (): Promise<string> => (await page.locator('main .notice').first().innerText()).trim();
const fill = async (fields: Record<string, string>): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name="${name}"]`, value);
};
const save = (): Promise<void> => page.click('.desk-form button.main');

/** Makes one of a kind by its form and answers the address of its page. */
async function make(kind: string, fields: Record<string, string>): Promise<string> {
  await open(desk(`/${kind}/new`));
  await fill(fields);
  await save();
  expect(await said()).toBe('Saved.');
  return kind === 'sessions'
    ? page.url().split('?')[0]!
    : `${site.url}${await page
        .locator('table tbody a', { hasText: Object.values(fields)[0]! })
        .first()
        .getAttribute('href')}`;
}

describe.skipIf(!chromiumPath)(
  `the desk, without JavaScript${chromiumPath ? '' : ' (skipped: needs a browser)'}`,
  () => {
    beforeAll(async () => {
      site = await startSite();
      browser = await openBrowser();
      page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await page.goto(site.organiserLink);
      await page.click('main form button.main');
      await open(`${site.url}/en/desk/new`);
      await fill({ 'title.en': 'Spring school', slug: 'spring', startsOn: '2026-10-31', days: '2' });
      await save();
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });

    test('a guest is sent to sign in, and a stranger finds nothing', async () => {
      const guest = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await guest.goto(desk());
      expect(guest.url()).toContain('/en/sign-in?to=');
      await guest.goto(site.speakerLink);
      await guest.click('main form button.main');
      for (const path of [
        '/en/desk',
        '/en/desk/new',
        '/en/desk/system',
        '/en/desk/themes',
        '/en/desk/e/spring',
        '/en/desk/e/spring/release',
      ]) {
        expect([path, (await guest.goto(site.url + path))?.status()]).toEqual([path, 404]);
      }
      await guest.context().close();
    });

    test('a room, a section, a speaker and two sessions that clash; one is moved, and all is released', async () => {
      await make('rooms', { 'title.en': 'Great hall', slug: 'great' });
      await make('sections', { 'title.en': 'Bees', slug: 'bees' });
      await make('speakers', { 'name.en': 'Kalina' });
      const first = await make('sessions', {
        'title.en': 'On bees',
        startsAt: '2026-10-31T10:00',
        minutes: '60',
      });
      const second = await make('sessions', {
        'title.en': 'On honey',
        startsAt: '2026-10-31T10:30',
        minutes: '60',
      });
      for (const address of [first, second]) {
        await open(address);
        await page.selectOption('[name=room]', { label: 'Great hall' });
        await page.selectOption('[name=section]', { label: 'Bees' });
        await page.selectOption('[name=status]', 'confirmed');
        await page.getByLabel('Kalina').check();
        await save();
      }
      await open(second);
      expect(await page.locator('aside').innerText()).toMatch(
        /2 clashes[^]*one person in two places: Kalina[^]*two sessions in one room: Great hall/,
      );
      await page.locator('aside').getByText('On bees').first().waitFor();
      await fill({ startsAt: '2026-10-31T11:00' });
      await save();
      expect(await page.locator('aside').innerText()).toContain('No clashes');

      await open(desk('/release'));
      await page.click('main form button.main');
      expect(await said()).toContain('Released.');
      await open(`${site.url}/en/e/spring/programme`);
      expect(await page.locator('main').innerText()).toMatch(/On bees[^]*On honey/);
    });

    test('what is refused stays in the form, with the reason', async () => {
      await open(desk('/sessions/new'));
      await fill({ 'abstract.en': 'Words that must not be lost', minutes: '45' });
      await save();
      expect(await said()).toContain('Give it a name in at least one language.');
      expect(await page.inputValue('[name="abstract.en"]')).toBe('Words that must not be lost');
      expect(await page.inputValue('[name=minutes]')).toBe('45');
    });

    test('a thing goes only after a second step', async () => {
      const address = await make('pages', { 'title.en': 'Food', 'body.en': 'Soup', slug: 'food' });
      await open(address);
      await page.click('a[href="?remove"]');
      expect(await said()).toContain('“Food”');
      await page.click('button.danger');
      expect(await said()).toBe('Removed.');
      expect(await open(address)).toBe(404);
    });

    const folder = sharedData('schedules');
    const skipped = folder ? '' : ` (skipped: ${noSharedData})`;
    test.skipIf(!folder)(
      `a file is looked at, then taken in; the second time changes nothing${skipped}`,
      async () => {
        const file = readdirSync(folder!).find((name) => /39c3-everything.*json$/.test(name));
        const look = async (): Promise<void> => {
          await open(desk('/import'));
          await page.setInputFiles('[name=file]', join(folder!, file!));
          await page.click('button[value=look]');
        };
        await look();
        expect(await page.locator('.figures').nth(1).innerText()).toMatch(/895\s+New/);
        await open(desk('/sessions'));
        expect(await page.locator('main').innerText()).toContain('2 sessions');
        await look();
        await page.click('button[value=take]');
        expect(await said()).toContain('Imported.');
        await look();
        expect(await page.locator('.figures').nth(1).innerText()).toMatch(/0\s+New[^]*895\s+Unchanged/);
      },
    );

    test('an invitation shows its link once and can be taken back', async () => {
      await open(desk('/invitations'));
      await page.selectOption('[name=role]', 'host');
      await page.click('main form button.main');
      const link = await page.locator('.link-once').innerText();
      await open(desk('/invitations'));
      expect(await page.locator('.link-once').count()).toBe(0);
      await page.locator('table tbody a').first().click();
      await page.click('button.danger');
      await open(link);
      expect(await page.locator('main').innerText()).toContain('taken back');
    });

    test('a thesaurus goes out as a file and comes in after a look', async () => {
      expect(await open(`${site.url}/en/desk/themes`)).toBe(200);
      const turtle = `${await (await fetch(`${site.url}/themes.ttl`)).text()}
        <http://x.example/t#Loom> a <http://www.w3.org/2004/02/skos/core#Concept> ;
          <http://www.w3.org/2004/02/skos/core#prefLabel> "Кросны"@be , "Loom craft"@en .`;
      await page.setInputFiles('[name=file]', {
        name: 'themes.ttl',
        mimeType: 'text/turtle',
        buffer: Buffer.from(turtle),
      });
      await page.click('main form button.main');
      expect(await page.locator('main').innerText()).toMatch(/would change[^]*new: 1/);
      expect(await (await fetch(`${site.url}/themes.ttl`)).text()).not.toContain('Loom craft');
      await page.click('main form button.main');
      expect(await page.locator('main').innerText()).toMatch(/taken in[^]*new: 1/);
      expect(await (await fetch(`${site.url}/themes.ttl`)).text()).toContain('Loom craft');
      await page.setInputFiles('[name=file]', {
        name: 'x.ttl',
        mimeType: 'text/turtle',
        buffer: Buffer.from('<rdf:RDF>'),
      });
      await page.click('main form button.main');
      expect(await page.locator('main').innerText()).toContain('This is not Turtle.');
    });

    test('the state of the system is told to an organiser', async () => {
      expect(await open(`${site.url}/en/desk/system`)).toBe(200);
      const text = await page.locator('main').innerText();
      expect(text).toMatch(/PostgreSQL 18[^]*the chain is whole[^]*Released the programme/);
      expect(text).toContain('Video is switched off');
    });
  },
);
