import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press } from '../support/journeys.ts';
import { inPage, openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 30_000, interval: 250 });

describe.skipIf(missing)(`what a session leaves${missing}`, { timeout: 120_000 }, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Visitor;
  /** On a phone, without JavaScript, in Belarusian. */
  let plain: Reader;
  /** At a desk, with JavaScript, in English. */
  let seeing: Reader;
  const at = (rest = '', lang = 'be'): string => `/${lang}/s/${site.live}${rest}`;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = makeVisitor(site.url);
    await accept(organiser, site.organiserLink);
    plain = await openReader(browser, site.url, { js: false, width: 360, lang: 'be' });
    seeing = await openReader(browser, site.url, { js: true, width: 1280, lang: 'en' });
    // A caption every four seconds for three hours, and a statement that was played an hour and a half in.
    await withDatabase(site.data, async (client) => {
      await client.query(
        `insert into live.caption (session_id, seq, lang, begins, ends, text, version)
         select $1, 1000000000 + n, 'ru', n * 4000, n * 4000 + 900, 'Строка номер ' || n || ' о том, как ткали раньше.', 1000000
         from generate_series(0, 2699) n`,
        [site.live],
      );
      await client.query(
        `insert into live.played (session_id, identity, owner, shown_as, second, seconds)
         values ($1, 'x', '\\x00', 'Жытнёвая', 5399, 130)`,
        [site.live],
      );
    });
  }, 120_000);
  afterAll(async () => {
    organiser?.close();
    await browser?.close();
    await site?.stop();
  });

  const say = async (text: string): Promise<void> => {
    expect((await organiser.fill(at('/captions/be'), { text }, '?/type')).status).toBe(303);
  };

  test('what is said is read from the beginning while the session is on', async () => {
    await say('Шаноўныя сябры, пачынаем.');
    await say('Адна фраза з памылкай');
    await say('Гэтага імя тут быць не павінна');
    await go(plain, at());
    await press(plain, 'link', plain.t('left.said_live', { language: 'беларуская' }));
    expect(new URL(plain.page.url()).pathname).toBe(at('/said/be'));
    await soon(async () => {
      await plain.page.reload();
      return plain.page.locator('.said-text').textContent();
    }).toContain('Адна фраза з памылкай');
  });

  test('afterwards the page of the session tells it, as corrected and without what was taken away', async () => {
    expect((await organiser.fill(at('/host'), { to: 'over' }, '?/state')).status).toBe(303);
    await go(plain, at('/said/be'));
    const desk = (await organiser.get(at('/captions/be'))).text;
    const seqOf = (words: string): string =>
      [
        ...desk.matchAll(
          /name="seq" value="(\d+)"(?:(?!name="seq")[\s\S])*?name="text"[^>]*value="([^"]*)"/g,
        ),
      ].find((one) => one[2] === words)![1]!;
    for (const [words, text] of [
      ['Адна фраза з памылкай', 'Адна фраза без памылкі'],
      ['Гэтага імя тут быць не павінна', ''],
    ] as const)
      expect(
        (await organiser.fill(at('/captions/be'), { seq: seqOf(words), text }, '?/correct')).status,
      ).toBe(303);
    const said = async (): Promise<string> => {
      await plain.page.reload();
      return (await plain.page.locator('.said-text').textContent())!;
    };
    await soon(said).toContain('Адна фраза без памылкі');
    expect(await said()).not.toContain('Гэтага імя');
    await fine(plain);
    const file = await (await fetch(`${site.url}/s/${site.live}/captions/be.vtt`)).text();
    expect(file).toContain('Адна фраза без памылкі');
    expect(file).not.toContain('Гэтага імя');

    await go(plain, at());
    const page = (await plain.page.locator('main').textContent())!;
    for (const words of ['Адна фраза без памылкі', 'Жытнёвая', plain.t('left.played_note')])
      expect(page).toContain(words);
    expect(page).not.toContain('Гэтага імя');
    expect(await plain.page.locator(`#said a[href="/s/${site.live}/captions/be.vtt"]`).count()).toBe(1);
  });

  test('where nothing was written down, nobody is told to wait for words', async () => {
    // What the demo's speaker had time to say in English depends on the machine.
    await withDatabase(site.data, (client) =>
      client.query(`delete from live.caption where session_id = $1 and lang = 'en'`, [site.live]),
    );
    await go(plain, at('/said/en'));
    const nothing = (await plain.page.locator('main').textContent())!;
    expect(nothing).toContain(plain.t('left.said_never_text'));
    expect(nothing).not.toContain(plain.t('left.said_nothing'));
    await withDatabase(site.data, (client) =>
      client.query(`delete from live.line where session_id = $1`, [site.live]),
    );
    await go(plain, at('/text'));
    const text = (await plain.page.locator('main').textContent())!;
    expect(text).toContain(plain.t('left.no_words'));
    for (const words of ['live.text.empty', 'live.empty_stage', 'live.no_questions'])
      expect(text).not.toContain(plain.t(words));
    await fine(plain);
  });

  test('three hours stay light, and a link leads to its second', async () => {
    await go(seeing, at('', 'en'));
    await press(seeing, 'link', seeing.t('left.said_all', { language: 'русский' }));
    const { page } = seeing;
    const weigh = (): Promise<number> => inPage(page, 'document.documentElement.outerHTML.length');
    expect(await weigh()).toBeLessThan(120_000);
    await press(seeing, 'link', `${seeing.t('left.later')} →`);
    expect(new URL(page.url()).search).toBe('?part=2');
    const mark = page.locator('.said-text time').nth(3);
    const second = Number(/PT(\d+)S/.exec((await mark.getAttribute('datetime'))!)![1]);
    expect(second).toBeGreaterThanOrEqual(1800);
    await mark.click();
    expect(new URL(page.url()).hash).toBe(`#s-${second}`);
    expect(await page.locator('.said-text :target').textContent()).toContain(`${second / 4}`);
    // The same link for whoever it is sent to, and the one beside the statement that was played.
    const shared = page.url();
    await go(plain, new URL(shared).pathname.replace('/en/', '/be/') + new URL(shared).search);
    expect(await plain.page.locator(`#s-${second}`).count()).toBe(1);
    expect(await weigh()).toBeLessThan(120_000);
    await go(seeing, at('', 'en'));
    expect(await page.locator('#played a').getAttribute('href')).toMatch(/\/said\/\w+(\?part=\d+)?#s-\d+$/);
  });

  test('host and organiser say what came of it: marked as theirs, seen from both ends, and gone again', async () => {
    const other = await withDatabase(site.data, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        'select session_id as id from congress.released_session where session_id <> $1 order by 1 limit 1',
        [site.live],
      );
      return rows[0]!.id;
    });
    const add = (fields: Record<string, string>) => organiser.fill(at('/outcome'), fields, '?/add');
    expect((await add({ address: 'javascript:alert(1)', title: 'x' })).status).toBe(400);
    expect((await add({ address: 'https://example.org/zvarot', title: 'Адкрыты зварот' })).status).toBe(303);
    expect((await add({ address: `${site.url}/be/s/${other}` })).status).toBe(303);
    await go(plain, at());
    const ends = plain.page.locator('.ends');
    const link = ends.getByRole('link', { name: 'Адкрыты зварот', exact: true });
    expect(await link.getAttribute('href')).toBe('https://example.org/zvarot');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await ends.textContent()).toContain(plain.t('left.by_organisers'));
    await go(plain, `/be/s/${other}`);
    expect(await plain.page.locator(`.ends a[href="/be/s/${site.live}"]`).count()).toBe(1);
    expect((await organiser.fill(at('/outcome'), {}, '?/take')).status).toBe(303);
    await soon(async () => {
      await plain.page.goto(at());
      return plain.page.locator('.ends').getByText('Адкрыты зварот').count();
    }).toBe(0);
    await go(seeing, `/en/s/${other}`);
    expect([...plain.troubles, ...seeing.troubles]).toEqual([]);
  });
});
