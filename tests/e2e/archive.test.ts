import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFfmpeg } from '#server/live';
import { accept, desk, eventFields, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, turn } from '../support/journeys.ts';
import { openReader, type Reader, type ReaderOptions } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = !chromiumPath ? ' (needs a browser)' : !findFfmpeg() ? ' (needs ffmpeg)' : '';
if (missing && process.env.CI) throw new Error(`.ci/run installs what is missing${missing}`);
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 60_000, interval: 400 });

const event = 'archiu';
const at = `/be/desk/e/${event}/recordings`;
const day = '2024-10-11';

describe.skipIf(missing)(`old recordings${missing}`, { timeout: 180_000 }, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Visitor;
  const folder = mkdtempSync(join(tmpdir(), 'veche-old-'));

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite({ env: { VECHE_UPLOAD_GB: '0.08' } }), openBrowser()]);
    organiser = makeVisitor(site.url);
    await accept(organiser, site.organiserLink);
    await desk(organiser, 'new', eventFields(event, 'Былы кангрэс', { startsOn: day, days: '2' }));
    await desk(organiser, `e/${event}/rooms/new`, { 'title.be': 'Нёман', slug: 'niaman' });
    const [room] = await rows<{ id: string }>(`select id from congress.room where slug = 'niaman'`);
    for (const [title, startsAt] of [
      ['Мова і час', `${day}T10:00`],
      ['Архівы на мяжы', `${day}T11:00`],
    ] as const) {
      const fields = { 'title.be': title, minutes: '45', status: 'confirmed', startsAt, room: room!.id };
      await desk(organiser, `e/${event}/sessions/new`, fields);
    }
    await desk(organiser, `e/${event}/release`, { name: 'усё' });
  }, 120_000);
  afterAll(async () => {
    organiser?.close();
    await browser?.close();
    await site?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const again = async (given: Partial<ReaderOptions> = {}): Promise<Reader> => {
    const reader = await openReader(browser, site.url, { js: true, width: 1280, lang: 'be', ...given });
    await reader.context.addCookies(
      [...organiser.cookies].map(([name, value]) => ({ name, value, url: site.url })),
    );
    return reader;
  };
  const file = (name: string, bytes: Buffer | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const tone = (name: string, seconds: number, hz: number, ...args: string[]): string => {
    const path = join(folder, name);
    const source = `sine=frequency=${hz}:sample_rate=48000`;
    const all = [
      '-v',
      'error',
      '-nostdin',
      '-y',
      '-f',
      'lavfi',
      '-i',
      source,
      '-t',
      String(seconds),
      ...args,
      path,
    ];
    execFileSync('ffmpeg', all);
    return path;
  };
  const rows = <T>(query: string): Promise<T[]> =>
    withDatabase(site.data, async (client) => (await client.query(query)).rows as T[]);
  const looked = () =>
    soon(
      async () => (await rows(`select 1 from recordings.upload where state in ('coming', 'came')`)).length,
    ).toBe(0);

  test('a plain form without JavaScript: what is no recording is refused in Belarusian, what is one finds its session', async () => {
    const reader = await again({ js: false, width: 360 });
    await go(reader, at);
    await reader.page.setInputFiles('#f-file', [
      tone('mova_i_chas.mp3', 12, 440),
      file('план.mp4', '#EXTM3U\nfile:///etc/passwd\n'),
      file('../../напад.mp4'.split('/').at(-1)!, Buffer.alloc(3000, 1)),
    ]);
    await turn(reader, () =>
      reader.page.getByRole('button', { name: reader.t('archive.upload.send') }).click(),
    );
    await fine(reader);
    expect(await reader.page.getByRole('status').first().textContent()).toContain('Прыйшлі 3 файлы');
    await looked();
    await go(reader, at);
    const list = await reader.page.locator('#uploads').textContent();
    expect(list).toContain(reader.t('archive.fault.list'));
    expect(list).toContain(reader.t('archive.fault.odd'));
    expect(list).toContain('Падобна да «Мова і час»');
    await press(reader, 'button', reader.t('archive.accept'));
    expect(await reader.page.locator('tbody').textContent()).toContain('Мова і час');
    // Refused ones leave nothing on the disk.
    expect(readdirSync(join(site.data, 'media/uploads')).length).toBeLessThanOrEqual(1);
    await soon(() => rows('select made, fault from recordings.recording')).toEqual([
      { made: 'polished', fault: null },
    ]);
    expect(readdirSync(join(site.data, 'media/uploads'))).toEqual([]);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('goes on after the line broke and after the page was opened anew, from where it was', async () => {
    const reader = await again();
    const { page } = reader;
    page.on('dialog', (dialog) => void dialog.accept());
    const path = tone('Архівы на мяжы.wav', 210, 330, '-ac', '2');
    const bytes = readFileSync(path);
    const offsets: string[] = [];
    let isBroken = false;
    await page.route('**/upload/**', async (route) => {
      const request = route.request();
      if (request.method() === 'PATCH') {
        offsets.push(request.headers()['upload-offset'] ?? '');
        if (isBroken || offsets.length > 1) {
          isBroken = true;
          return route.abort('connectionreset');
        }
      }
      return isBroken ? route.abort('connectionreset') : route.continue();
    });
    await go(reader, at);
    const send = async () => {
      await page.setInputFiles('#f-file', path);
      await page.getByRole('button', { name: reader.t('archive.upload.send') }).click();
    };
    await send();
    await soon(() => page.locator('[data-upload-says]').textContent()).toContain('сувязь перапынілася');
    // The page says how far it is, whoever opens it.
    isBroken = false;
    const first = offsets.length;
    await page.unroute('**/upload/**');
    page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
    });
    await page.goto(at);
    expect(await page.locator('#uploads').textContent()).toContain('Архівы на мяжы.wav');
    await Promise.all([page.waitForURL(/\?came=1$/), send()]);
    expect(offsets[0]).toBe('0');
    expect(Number(offsets[first])).toBeGreaterThanOrEqual(16 * 1024 * 1024);
    await looked();
    const [row] = await rows<{ sha256: string; state: string }>(
      `select sha256, state from recordings.upload where name like '%.wav'`,
    );
    expect(row).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), state: 'ready' });
    // Nothing of it is left on the device.
    expect(await page.evaluate('localStorage.length')).toBe(0);
    await go(reader, at);
    await press(reader, 'button', reader.t('archive.accept'));
    expect(reader.troubles.filter((one) => !/ERR_CONNECTION_RESET|Failed to load/.test(one))).toEqual([]);
    await reader.close();
  });

  test('pauses, and what is too large or here already is refused in the words of the page', async () => {
    const reader = await again();
    const { page } = reader;
    await go(reader, at);
    const send = async (path: string) => {
      await page.setInputFiles('#f-file', path);
      await page.getByRole('button', { name: reader.t('archive.upload.send') }).click();
    };
    const large = file('вялікі.mp4', Buffer.alloc(81_000_000));
    await send(large);
    await soon(() => page.locator('[data-upload-says]').first().textContent()).toContain('Больш за 0,08 ГБ');
    await page.goto(at);
    await Promise.all([page.waitForURL(/\?came=1$/), send(join(folder, 'mova_i_chas.mp3'))]);
    await looked();
    await go(reader, at);
    expect(await page.locator('#uploads').textContent()).toContain(reader.t('archive.fault.double'));
    await page.route('**/upload/**', async (route) => {
      await new Promise((done) => setTimeout(done, 1500));
      await route.continue();
    });
    await send(join(folder, 'mova_i_chas.mp3'));
    await page.locator('[data-upload-pause]').click();
    expect(await page.locator('[data-upload-says]').textContent()).toContain('прыпынена');
    await Promise.all([page.waitForURL(/\?came=1$/), page.locator('[data-upload-pause]').click()]);
    expect(reader.troubles.filter((one) => !one.includes('Failed to load'))).toEqual([]);
    await reader.close();
  });

  test('takes nothing from strangers, other sites, and pages that are too old', async () => {
    const cookie = [...organiser.cookies].map((pair) => pair.join('=')).join('; ');
    const tus = { 'tus-resumable': '1.0.0', 'upload-length': '1000' };
    const create = (headers: Record<string, string>) =>
      fetch(`${site.url}/upload?lang=be`, { method: 'POST', headers: { ...tus, ...headers } });
    expect((await create({ origin: site.url })).status).toBe(401);
    expect((await create({ cookie, origin: 'https://other.example' })).status).toBe(403);
    expect((await create({ cookie, origin: site.url, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const stale = await create({
      ...{ cookie, origin: site.url },
      'upload-metadata': `ticket ${Buffer.from('nothing').toString('base64')},filename YQ==`,
    });
    expect([stale.status, await stale.text()]).toEqual([
      409,
      `${'Гэтая старонка ўжо старая.'} Адкрыйце яе нанава і выберыце файлы яшчэ раз: тое, што прыйшло, двойчы не пасылаецца.\n`,
    ]);
    const other = await fetch(`${site.url}/be`, { method: 'PATCH', headers: { cookie } });
    expect(other.status).toBe(405);
    for (const path of ['/upload/..%2f..%2foperator.key', '/upload/x', '/upload/form/../x', '/uploads'])
      expect([404, 405]).toContain((await fetch(`${site.url}${path}`, { headers: { cookie } })).status);
    const patch = await fetch(`${site.url}/upload/${'0'.repeat(26)}`, {
      method: 'PATCH',
      headers: { cookie, ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: 'x',
    });
    expect(patch.status).toBe(404);
    const preflight = await fetch(`${site.url}/upload`, { method: 'OPTIONS', headers: { cookie } });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is published, exported with sums that hold, and deleted with its files', async () => {
    const reader = await again({ js: false });
    await soon(() => rows(`select 1 from recordings.recording where made = 'polished'`)).toHaveLength(2);
    await go(reader, at);
    await press(reader, 'link', 'Мова і час');
    await press(reader, 'button', reader.t('archive.publish'));
    await go(reader, at);
    expect(await reader.page.locator('tbody tr').filter({ hasText: 'Мова і час' }).textContent()).toContain(
      'усе',
    );
    const cookie = [...organiser.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(`${site.url}${at}/export`, { headers: { cookie } });
    expect(answer.headers.get('content-type')).toBe('application/x-tar');
    const tar = Buffer.from(await answer.arrayBuffer());
    expect(String(tar.length)).toBe(answer.headers.get('content-length'));
    const out = join(folder, 'out');
    execFileSync('mkdir', [out]);
    execFileSync('tar', ['-xf', file('bag.tar', tar), '-C', out]);
    const [bag] = readdirSync(out);
    for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      execFileSync('sha256sum', ['-c', '--quiet', '--strict', list], { cwd: join(out, bag!) });
    const [id] = readdirSync(join(out, bag!, 'data')).filter((name) => !name.includes('.'));
    const cite = JSON.parse(readFileSync(join(out, bag!, 'data', id!, 'datacite.json'), 'utf8')) as {
      titles: { title: string }[];
    };
    expect(cite.titles[0]!.title).toBe('Мова і час');
    await go(reader, `${at}/${id}`);
    await press(reader, 'link', reader.t('archive.erase_ask'));
    await press(reader, 'button', reader.t('archive.erase'));
    await soon(() => readdirSync(join(site.data, 'media/store/recordings'))).not.toContain(id);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });
});
