import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`the proceedings of a session${missing}`, { timeout: 120_000 }, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Visitor;
  /** On a phone, without JavaScript, in Belarusian. */
  let plain: Reader;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = makeVisitor(site.url);
    await accept(organiser, site.organiserLink);
    plain = await openReader(browser, site.url, { js: false, width: 360, lang: 'be' });
    await withDatabase(site.data, (client) =>
      client.query(
        `insert into live.caption (session_id, seq, lang, begins, ends, text, version)
         select $1, 1000000000 + n, 'be', n * 4000, n * 4000 + 900, 'Радок нумар ' || n || ' пра сям’ю і кросны ў хаце.', 1000000
         from generate_series(0, 60) n`,
        [site.live],
      ),
    );
  }, 120_000);
  afterAll(async () => {
    organiser?.close();
    await browser?.close();
    await site?.stop();
  });

  test('before its end there are none', async () => {
    for (const rest of ['', '.pdf'])
      expect((await fetch(`${site.url}/be/s/${site.live}/proceedings${rest}`)).status).toBe(404);
  });

  test('afterwards they are read, and downloaded, without JavaScript, in each language', async () => {
    const over = await organiser.fill(`/be/s/${site.live}/host`, { to: 'over' }, '?/state');
    expect(over.status).toBe(303);
    await go(plain, `/be/s/${site.live}`);
    await press(plain, 'link', plain.t('proceedings.open'));
    expect(await plain.page.locator('main').textContent()).toContain('Радок нумар 60 пра сям’ю');
    await fine(plain);
    const href = (await plain.page.locator('main a[href$=".pdf"]').getAttribute('href'))!;
    const mupdf = await import('mupdf');
    for (const lang of ['be', 'ru', 'en']) {
      const answer = await fetch(site.url + href.replace('/be/', `/${lang}/`));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const pdf = new Uint8Array(await answer.arrayBuffer());
      const doc = mupdf.Document.openDocument(pdf, 'application/pdf') as InstanceType<
        typeof mupdf.PDFDocument
      >;
      const root = doc.getTrailer().get('Root');
      expect(root.get('StructTreeRoot').isNull()).toBe(false);
      expect(root.get('Lang').asString()).toBe(lang);
      const pages = Array.from({ length: doc.countPages() }, (_, n) =>
        doc.loadPage(n).toStructuredText('').asText(),
      );
      expect(pages.every((text) => text.trim().length > 20)).toBe(true);
      expect(pages.join(' ').replace(/\s+/g, ' ')).toContain('Радок нумар 60 пра сям’ю і кросны ў хаце.');
      const etag = answer.headers.get('etag')!;
      const again = await fetch(site.url + href.replace('/be/', `/${lang}/`), {
        headers: { 'if-none-match': etag },
      });
      expect(again.status).toBe(304);
    }
  });

  test('what is taken back is in neither of them', async () => {
    await withDatabase(site.data, (client) =>
      client.query(`update live.caption set text = '' where session_id = $1 and begins = 240000`, [
        site.live,
      ]),
    );
    const pdf = await (await fetch(`${site.url}/be/s/${site.live}/proceedings.pdf`)).arrayBuffer();
    const mupdf = await import('mupdf');
    const doc = mupdf.Document.openDocument(new Uint8Array(pdf), 'application/pdf');
    const text = Array.from({ length: doc.countPages() }, (_, n) =>
      doc.loadPage(n).toStructuredText('').asText(),
    ).join(' ');
    expect(text).toContain('Радок нумар 59');
    expect(text).not.toContain('Радок нумар 60');
  });
});
