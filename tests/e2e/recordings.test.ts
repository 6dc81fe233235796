import { join } from 'node:path';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as live from '#server/live';
import { accept, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { go, turn } from '../support/journeys.ts';
import { inPage, openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';
import { makeTake } from '../support/take.ts';

const missing = chromiumPath && live.findFfmpeg() ? '' : ' (needs a browser and ffmpeg)';
const takeId = 'take0of0the0journey0';

describe.skipIf(missing)(`recordings${missing}`, { timeout: 180_000 }, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Visitor;
  /** On a phone, without JavaScript, in Belarusian. */
  let plain: Reader;
  /** At a desk, with JavaScript, in English. */
  let seeing: Reader;
  let event = '';
  let recording = '';
  const at = (rest = '', lang = 'be'): string => `/${lang}/s/${site.live}${rest}`;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = makeVisitor(site.url);
    await accept(organiser, site.organiserLink);
    plain = await openReader(browser, site.url, { js: false, width: 360, lang: 'be' });
    seeing = await openReader(browser, site.url, { js: true, width: 1280, lang: 'en' });
    const folder = join(site.data, 'media/takes', takeId);
    const [ana, bob] = ['ana', 'bob'];
    await makeTake(folder, {
      seconds: 40,
      langs: ['floor', 'en'],
      voices: [
        { identity: ana, hz: 440, from: 2, to: 22 },
        { identity: bob, hz: 880, from: 22, to: 38 },
        { identity: 'ivy', hz: 1320, from: 3, to: 37, booth: 'en' },
      ],
      picture: [
        { identity: ana, from: 2, to: 22, colour: 'red' },
        { identity: bob, from: 22, to: 38, colour: 'blue' },
      ],
    });
    await withDatabase(site.data, async (client) => {
      await client.query(
        `insert into recordings.take (id, session_id, is_kept, started_at, langs)
         values ($1, $2, true, now() - interval '40 seconds', '{floor,en}')`,
        [takeId, site.live],
      );
      await client.query(
        `update live.stage set captions_from = now() - interval '40 seconds' where session_id = $1`,
        [site.live],
      );
      await client.query('delete from live.caption where session_id = $1', [site.live]);
      for (const [n, [begins, text]] of [
        [3000, 'Шаноўныя сябры, пачынаем пра ткацтва.'],
        [24_000, 'Цяпер пра расшыфраваны ўзор.'],
      ].entries())
        await client.query(
          `insert into live.caption (session_id, seq, lang, begins, ends, text, version)
           values ($1, $2, 'be', $3, $3 + 3000, $4, 1000000)`,
          [site.live, 2_000_000_000 + n, begins, text],
        );
      for (const identity of [ana, bob, 'ivy'])
        await client.query(
          `insert into recordings.consent (session_id, identity, shown_as, choice, changed_on)
           values ($1, $2, $3, 'picture', now())`,
          [site.live, identity, `Спадарыня ${identity}`],
        );
      const found = await client.query<{ slug: string }>(
        `select e.slug from congress.event e join congress.session s on s.event_id = e.id where s.id = $1`,
        [site.live],
      );
      event = found.rows[0]!.slug;
    });
  }, 180_000);
  afterAll(async () => {
    organiser?.close();
    await browser?.close();
    await site?.stop();
  });

  const rowOf = () =>
    withDatabase(site.data, async (client) => {
      const found = await client.query<{ id: string; made: string; state: string }>(
        'select id, made, state from recordings.recording where take_id = $1',
        [takeId],
      );
      return found.rows[0];
    });

  test('the session ends, and what the listeners had is there at once', async () => {
    expect((await organiser.fill(at('/host'), { to: 'over' }, '?/state')).status).toBe(303);
    const stateOf = () =>
      withDatabase(site.data, async (client) => {
        const found = await client.query<{ state: string }>(
          'select state from recordings.take where id = $1',
          [takeId],
        );
        return found.rows[0]?.state;
      });
    await expect.poll(stateOf, { timeout: 10_000, interval: 100 }).toBe('over');
    // Its bot, which this take never had, would say that it has closed its files.
    await withDatabase(site.data, (client) =>
      client.query(
        `select graphile_worker.add_job('recordings:finish', json_build_object('takeId', $1::text), job_key => $2)`,
        [takeId, `finish ${takeId}`],
      ),
    );
    const begun = Date.now();
    await expect.poll(rowOf, { timeout: 10_000, interval: 100 }).toMatchObject({ state: 'published' });
    expect(Date.now() - begun).toBeLessThan(5000);
    recording = (await rowOf())!.id;
    const raw = await fetch(`${site.url}/recording/${recording}/v1/floor.mp3`, {
      headers: { range: 'bytes=0-999' },
    });
    expect([raw.status, raw.headers.get('content-type')]).toEqual([206, 'audio/mpeg']);
    const master = await (await fetch(`${site.url}/recording/${recording}/v1/floor.m3u8`)).text();
    expect(master).toContain('URI="en-sound.m3u8"');
    const list = await (await fetch(`${site.url}/recording/${recording}/v1/picture-sound.m3u8`)).text();
    const segment = list.split('\n').find((line) => line.endsWith('.m4s'))!;
    const piece = await fetch(`${site.url}/recording/${recording}/v1/${segment}`);
    expect([piece.status, piece.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
  });

  test('polished, it plays on the page of the session, without JavaScript and with', async () => {
    await expect
      .poll(async () => (await rowOf())?.made, { timeout: 120_000, interval: 500 })
      .toBe('polished');
    for (const reader of [plain, seeing]) {
      await go(reader, at('', reader.lang));
      const sources = await inPage<string[]>(
        reader.page,
        `[...document.querySelectorAll('#recording source')].map((one) => one.getAttribute('src'))`,
      );
      expect(sources.length).toBeGreaterThan(0);
      // What a bare player does: asks for the first bytes.
      const answer = await fetch(`${site.url}${sources[0]}`, { headers: { range: 'bytes=0-1' } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'video/mp4']);
    }
    const played = await inPage<number>(
      seeing.page,
      `(async () => { const v = document.querySelector('#recording video'); v.muted = true; await v.play();
         await new Promise((done) => setTimeout(done, 1500)); v.pause(); return v.currentTime; })()`,
    );
    expect(played).toBeGreaterThan(0.3);
  });

  test('each line leads to its second: as a link to the file, or in place', async () => {
    const link = plain.page.locator('#said a[data-second]').nth(0);
    const href = await link.getAttribute('href');
    expect(href).toMatch(new RegExp(`^/recording/${recording}/v2/[\\w.]+#t=\\d+$`));
    const second = Number(href!.split('=')[1]);
    expect(await plain.page.locator(`#t-${second}`).textContent()).toContain('пачынаем пра ткацтва');
    const jump = seeing.page.locator('#recording a[data-second]').nth(1);
    const to = Number(await jump.getAttribute('data-second'));
    await jump.click();
    await expect
      .poll(() => inPage<number>(seeing.page, `document.querySelector('#recording video').currentTime`), {
        timeout: 15_000,
      })
      .toBeGreaterThanOrEqual(to);
    await inPage(seeing.page, `document.querySelector('#recording video').pause()`);
  });

  test('another language is a link, and subtitles are files', async () => {
    await turn(plain, () => plain.page.locator('#recording .ways a').first().click());
    expect(await plain.page.locator('#recording source').first().getAttribute('src')).toContain(
      'small.en.mp4',
    );
    const vtt = await (await fetch(`${site.url}/r/${recording}/be.vtt`)).text();
    expect(vtt).toContain('Цяпер пра расшыфраваны ўзор.');
    expect((await fetch(`${site.url}/r/${recording}/be.srt`)).status).toBe(200);
  });

  test('it is found by what is said in it, and a line is put right', async () => {
    await go(plain, `/be/search?q=${encodeURIComponent('расшыфраваны')}`);
    const hit = plain.page.locator('.hits a').first();
    expect(await hit.getAttribute('href')).toMatch(/\?t=\d+&words=be#t-\d+$/);
    const wrong = { lang: 'be', position: '1', text: 'Цяпер пра разгаданы ўзор.' };
    const path = `/be/r/${recording}/edit`;
    expect((await organiser.fill(path, wrong, '?/line&words=be&page=1')).status).toBe(303);
    await go(plain, `/be/e/${event}/recordings?q=${encodeURIComponent('разгаданы')}`);
    await turn(plain, () => plain.page.locator('#list a').first().click());
    expect(new URL(plain.page.url()).pathname).toBe(at());
  });

  test('the list of the event leads to it, and to feeds that any reader takes', async () => {
    await go(plain, `/be/e/${event}/recordings`);
    expect(await plain.page.locator('#list li').count()).toBe(1);
    for (const path of [
      `/e/${event}/podcast/be.xml`,
      `/e/${event}/podcast/en.xml`,
      `/e/${event}/recordings.be.atom`,
    ]) {
      const answer = await fetch(`${site.url}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      const text = await answer.text();
      const xml = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET });
      const names = {
        itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
        atom: 'http://www.w3.org/2005/Atom',
      };
      if (path.endsWith('.xml')) {
        for (const name of ['title', 'link', 'description', 'language', 'itunes:author', 'itunes:explicit'])
          expect([path, name, xml.find(`/rss/channel/${name}`, names).length]).toEqual([path, name, 1]);
        expect(xml.find('/rss/channel/itunes:image/@href', names).length).toBe(1);
        const item = xml.get('/rss/channel/item');
        if (item) {
          const read = (of: string): string => xml.get(`/rss/channel/item/enclosure/@${of}`)!.content;
          const sound = await fetch(read('url'), { method: 'HEAD' });
          expect(sound.headers.get('content-length')).toBe(read('length'));
          expect(sound.headers.get('content-type')).toBe(read('type'));
        }
      } else expect(xml.find('/atom:feed/atom:entry/atom:id', names).length).toBe(1);
      xml.dispose();
      const again = await fetch(`${site.url}${path}`, {
        headers: { 'if-none-match': answer.headers.get('etag')! },
      });
      expect([path, again.status]).toEqual([path, 304]);
    }
    const withSound = await (await fetch(`${site.url}/e/${event}/podcast/en.xml`)).text();
    expect(withSound).toContain('en.mp3');
    expect((await fetch(`${site.url}/e/${event}/podcast/nonsense`)).status).toBe(404);
  });

  test('withdrawn, nothing of it is left for anybody', async () => {
    const sound = `${site.url}/recording/${recording}/v2/floor.mp3`;
    expect((await fetch(sound)).status).toBe(200);
    expect((await organiser.fill(`/be/r/${recording}/edit`, {}, '?/withdraw')).status).toBe(303);
    expect((await fetch(sound)).status).toBe(404);
    expect((await fetch(`${site.url}/r/${recording}/be.vtt`)).status).toBe(404);
    await expect
      .poll(async () => (await (await fetch(`${site.url}${at()}`)).text()).includes('id="recording"'), {
        timeout: 5000,
      })
      .toBe(false);
    expect(plain.troubles).toEqual([]);
    expect(seeing.troubles).toEqual([]);
  });
});
