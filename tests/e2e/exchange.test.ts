import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { startSite, type RunningSite } from '../support/site.ts';

let site: RunningSite;
let browser: Browser;
let page: Page;
let pretalx: Server;

const at = (path: string): string => `${site.url}/en/desk/e/exchange${path}`;
const rows = (selector: string): Promise<string[]> => page.locator(`${selector} tbody tr`).allInnerTexts();
const main = (): Promise<string> => page.locator('main').innerText();

/** As an office program of old writes it: one byte a letter, semicolons, the day first, one row that can't be. */
const table = [
  'Заглавие;Выступает;Когда;Сколько;Где',
  'Первая;Анна;31.10.2026 9:30;45 мин;Большой',
  'Вторая;Пётр;31.10.2026 25:10;30 мин;Большой',
  '',
].join('\r\n');
const letters = new Map(
  [...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, code) => code))].map(
    (letter, code) => [letter, code],
  ),
);
const bytes = Buffer.from(Uint8Array.from(table, (letter) => letters.get(letter) ?? 63));

describe.skipIf(!chromiumPath)(
  `exchange, without JavaScript${chromiumPath ? '' : ' (skipped: needs a browser)'}`,
  () => {
    beforeAll(async () => {
      site = await startSite({ env: { VECHE_IMPORT_LOCAL: '1' } });
      browser = await openBrowser();
      page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await page.goto(site.organiserLink);
      await page.click('main form button.main');
      await page.goto(`${site.url}/en/desk/new`);
      for (const [name, value] of Object.entries({
        'title.en': 'Exchange',
        slug: 'exchange',
        startsOn: '2026-10-31',
        days: '2',
      }))
        await page.fill(`main [name="${name}"]`, value);
      await page.click('.desk-form button.main');
      pretalx = createServer((req, res) => {
        const name = /^\/api\/events\/democon\/(\w[\w-]*)?/.exec(req.url ?? '')?.[1];
        res.setHeader('content-type', 'application/json');
        const talk = {
          code: 'ABCDEF',
          title: 'From elsewhere',
          state: 'confirmed',
          speakers: [{ code: 'SPEAKR', name: 'Kalina' }],
          duration: 30,
          slots: [{ id: 1, room: { id: 1, name: { en: 'Yard' } }, start: '2026-11-01T10:00:00+02:00' }],
        };
        res.end(
          JSON.stringify(
            name
              ? { count: 0, next: null, results: name === 'submissions' ? [talk] : [] }
              : { slug: 'democon', name: { en: 'DemoCon' }, timezone: 'Europe/Vilnius' },
          ),
        );
      });
      await new Promise<void>((done) => pretalx.listen(0, '127.0.0.1', done));
    }, 90_000);
    afterAll(async () => {
      pretalx?.close();
      await browser?.close();
      await site?.stop();
    });

    test('a table whose columns nobody could guess is mapped by hand, looked at, mended and taken', async () => {
      await page.goto(at('/import'));
      await page.setInputFiles('input[type=file]', {
        name: 'table.csv',
        mimeType: 'text/csv',
        buffer: bytes,
      });
      await page.click('button[value=look]');
      expect(await main()).toContain('No column is the title');
      expect(await page.inputValue('[name=encoding]')).toBe('windows-1251');
      expect(await page.inputValue('[name=separator]')).toBe('semicolon');
      const holds = page.locator('select[name="columns[]"]');
      for (const [column, field] of ['title', 'speakers', 'start', 'minutes', 'room'].entries())
        await holds.nth(column).selectOption(field);
      await page.fill('[name=zone]', 'Europe/Vilnius');
      await page.locator('button[value=look]').last().click();
      expect(await page.locator('.figures b').allInnerTexts()).toEqual([
        '2',
        '1',
        '0',
        '2',
        '2',
        '0',
        '0',
        '0',
      ]);
      expect((await rows('.box')).some((row) => /^3\s+A time of day/.test(row))).toBe(true);
      await page.click('button[value=take]');
      expect(await main()).toContain('Imported.');
      await page.goto(at('/sessions'));
      expect(await main()).toContain('Первая');
    });

    test('a running pretalx is fetched, looked at and taken', async () => {
      const address = `http://127.0.0.1:${(pretalx.address() as AddressInfo).port}/democon`;
      await page.goto(at('/import'));
      await page.fill('[name=address]', 'https://10.0.0.1/democon');
      await page.click('button[value=fetch]');
      expect(await page.getByRole('alert').innerText()).toContain('can’t be reached');
      await page.fill('[name=address]', address);
      await page.click('button[value=fetch]');
      expect(await page.locator('.figures b').allInnerTexts()).toEqual([
        '1',
        '1',
        '0',
        '1',
        '1',
        '0',
        '2',
        '0',
      ]);
      await page.click('button[value=take]');
      expect(await main()).toContain('Imported.');
    });

    test('what is released is taken away in every format, and only asked for once', async () => {
      expect((await page.goto(at('/release')))?.status()).toBe(200);
      await page.getByRole('button', { name: 'Release to everyone' }).click();
      await page.goto(`${site.url}/en/e/exchange/open-data`);
      const links = await page
        .locator('main table a')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')!));
      expect(links).toHaveLength(8);
      for (const link of links) {
        const first = await fetch(site.url + link);
        const text = await first.text();
        expect([link, first.status, text.includes('From elsewhere')]).toEqual([link, 200, true]);
        expect(text).not.toContain('Первая');
        const again = await fetch(site.url + link, {
          headers: { 'if-none-match': first.headers.get('etag')! },
        });
        expect([link, again.status]).toEqual([link, 304]);
      }
    });

    test('programs read the same, page by page, from any site', async () => {
      const answer = await fetch(`${site.url}/api/v1/events/exchange/sessions?limit=1`);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.json()).toMatchObject({
        items: [{ title: { und: 'From elsewhere' } }],
        next: null,
      });
      const again = await fetch(`${site.url}/api/v1/events/exchange/sessions?limit=1`, {
        headers: { 'if-modified-since': answer.headers.get('last-modified')! },
      });
      expect(again.status).toBe(304);
      const wrong = await fetch(`${site.url}/api/v1/events/exchange/sessions?colour=red&lang=en`);
      expect([wrong.status, await wrong.json()]).toEqual([
        400,
        {
          error: {
            code: 'exchange.api.bad_parameter',
            words: 'The parameter “colour” is not known here, or can’t be that.',
          },
        },
      ]);
      const absent = await fetch(`${site.url}/api/v1/events/nowhere`);
      expect([absent.status, absent.headers.get('content-type')]).toEqual([404, 'application/json']);
    });
  },
);
