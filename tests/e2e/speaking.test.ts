import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePdf } from '../../src/server/congress/speaking/hostile-files.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { comesBack, fine, go, press, tabTo, turn } from '../support/journeys.ts';
import { inPage, openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`a speaker${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Reader;
  let base = '';
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = await openReader(browser, site.url, { js: false, lang: 'be' });
    await go(organiser, new URL(site.organiserLink).pathname);
    await press(organiser, 'button', organiser.t('accounts.invitation.accept'));
    base = new URL(
      (await organiser.page.locator('a[href*="/desk/e/"]').first().getAttribute('href')) as string,
      site.url,
    ).pathname;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [js, width, lang, which] of [
    [true, 1400, 'be', 0],
    [false, 360, 'en', 1],
  ] as const)
    test(`keeps a desk: ${js ? 'with' : 'without'} JavaScript, ${width} px, ${lang}`, async () => {
      const reader = await openReader(browser, site.url, { js, width, lang, dark: !js });
      const visitor = await openReader(browser, site.url, { js, width, lang });
      const id = await comeByInvitation(reader, which);
      const own = `/${lang}/speaking/${id}`;
      await profile(reader, own);
      await portrait(reader, visitor, own, id);
      await hours(reader, own);
      await needs(reader, own);
      const file = await material(reader, visitor, own);
      await go(reader, `${own}/words`);
      expect(await reader.page.getByText(reader.t('speaking.know.recording_text')).count()).toBe(1);
      await seenByStaff(id);
      await release();
      await public_(visitor, id, file);
      await takeBack(reader, visitor, own, id, file);
      expect([...reader.troubles, ...visitor.troubles, ...organiser.troubles]).toEqual([]);
      await reader.close();
      await visitor.close();
    });

  test('says by keyboard when they can', async () => {
    const reader = await openReader(browser, site.url, { js: true, lang: 'be' });
    const id = await comeByInvitation(reader, 2);
    await go(reader, `/be/speaking/${id}/availability`);
    await tabTo(reader, 'input[name="slots[]"]');
    await reader.page.keyboard.press('Space');
    const form = reader.page.locator('form[action*="save"]');
    await turn(reader, () => form.locator('button').press('Enter'));
    expect(await reader.page.locator('input[name="slots[]"]').first().isChecked()).toBe(true);
    await fine(reader);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('opens nobody else’s desk', async () => {
    const stranger = await openReader(browser, site.url, { js: true, lang: 'be' });
    for (const page of ['', '/availability', '/needs', '/materials', '/words']) {
      const answer = await organiser.page.goto(`/be/speaking/${strange}${page}`);
      expect([page, answer?.status()]).toEqual([page, 404]);
      await stranger.page.goto(`/be/speaking/${strange}${page}`);
      expect(new URL(stranger.page.url()).pathname).toBe('/be/sign-in');
    }
    await stranger.close();
  });

  let strange = '';

  /** One click and no words: the organiser's link with a profile in it. */
  async function comeByInvitation(reader: Reader, which: number): Promise<string> {
    await go(organiser, `${base}/speakers`);
    const href = await organiser.page.locator('tbody th a').nth(which).getAttribute('href');
    const id = href!.split('/').at(-1)!;
    strange ||= id;
    await go(organiser, `${base}/invitations?role=speaker&subject=${id}`);
    await turn(organiser, () => organiser.page.locator('form[action*="invite"] button').click());
    const link = (await organiser.page.locator('.link-once').textContent())!.trim();
    await go(reader, new URL(link).pathname.replace('/be/', `/${reader.lang}/`));
    await press(reader, 'button', reader.t('accounts.invitation.accept'));
    expect(new URL(reader.page.url()).pathname).toBe(`/${reader.lang}/speaking`);
    // A job ties the profile a moment later.
    const link2 = reader.page.locator(`a[href="/${reader.lang}/speaking/${id}"]`);
    for (let tries = 0; tries < 60 && (await link2.count()) === 0; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      await reader.page.reload();
    }
    await turn(reader, () => link2.click());
    await fine(reader);
    return id;
  }

  const saved = async ({ page, t }: Reader): Promise<void> =>
    expect(await page.getByText(t('speaking.saved'), { exact: true }).count()).toBe(1);

  async function profile(reader: Reader, own: string): Promise<void> {
    const { page } = reader;
    await go(reader, own);
    await page.locator('[name="bio.en"]').fill('I **weave** and speak.');
    await turn(reader, () => page.locator('form[action="?/save"] button').click());
    await saved(reader);
    expect(await page.locator('[name="bio.en"]').inputValue()).toBe('I **weave** and speak.');
  }

  async function portrait(reader: Reader, visitor: Reader, own: string, id: string): Promise<void> {
    const { page, t } = reader;
    const send = (name: string, buffer: Buffer) => async (): Promise<void> => {
      await page.locator('input[name=picture]').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
      await page.locator('form[action="?/portrait"] button').click();
    };
    await go(reader, own);
    await comesBack(
      reader,
      send('me.jpg', Buffer.from('<svg onload="alert(1)"/>')),
      t('speaking.picture_odd'),
    );
    const face = await sharp({ create: { width: 500, height: 400, channels: 3, background: '#683' } })
      .withExif({ IFD3: { GPSLatitude: '53/1 54/1 0/1', GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer();
    await go(reader, own);
    await turn(reader, send('Імя-Прозвішча.jpg', face));
    await saved(reader);
    const source = (await page.locator('img.face').getAttribute('src'))!;
    expect(source).toMatch(/^\/portrait\/[\w-]{43}\/384$/);
    expect(await inPage<number>(page, `document.querySelector('img.face').naturalWidth`)).toBe(384);
    const answer = await visitor.context.request.get(source);
    expect(answer.status()).toBe(404);
    const seen = await visitor.page.goto(`/${visitor.lang}/p/${id}`);
    expect(seen?.status()).toBe(200);
    expect(await visitor.page.locator('main img[src^="/portrait/"]').count()).toBe(0);
  }

  async function hours(reader: Reader, own: string): Promise<void> {
    const { page, t } = reader;
    await go(reader, `${own}/availability?zone=America%2FToronto&by=hours`);
    const ticks = page.locator('input[name="slots[]"]');
    // The demo has said hours for some, around sessions that stand elsewhere at another time of day.
    for (const tick of await ticks.all()) if (await tick.isChecked()) await tick.uncheck();
    for (const nth of [3, 4]) await ticks.nth(nth).check();
    await turn(reader, () => page.locator('form[action*="save"] button').click());
    await saved(reader);
    // Shown in the zone it was typed in and in the event's.
    expect(await page.locator('.tbl thead th').count()).toBe(2);
    expect(await page.locator('.tbl tbody tr').count()).toBe(1);
    await page.locator('[name=from]').fill('2001-01-01T10:00');
    await comesBack(
      reader,
      () => page.locator('form[action*="add"] button').click(),
      t('speaking.odd_hours'),
    );
  }

  async function needs(reader: Reader, own: string): Promise<void> {
    const { page } = reader;
    await go(reader, `${own}/needs`);
    await page.locator('input[name="hears[]"][value=uk]').check();
    await page.locator('input[name=noCamera]').check();
    await page.locator('[name=access]').fill('Жэставая мова');
    await turn(reader, () => page.locator('form[action="?/save"] button').click());
    await saved(reader);
    expect(await page.locator('input[name=noCamera]').isChecked()).toBe(true);
    expect(await page.locator('[name=access]').inputValue()).toBe('Жэставая мова');
  }

  async function material(reader: Reader, visitor: Reader, own: string): Promise<string> {
    const { page, t } = reader;
    const send = (buffer: Buffer) => async (): Promise<void> => {
      await page.locator('input[name=title]').fill('Слайды «Кросны»');
      await page
        .locator('input[name=file]')
        .setInputFiles({ name: 'secret-name.pdf', mimeType: 'application/pdf', buffer });
      await page.locator('select[name=audience]').selectOption('everyone');
      await page.locator('form[action="?/give"] button').click();
    };
    await go(reader, `${own}/materials`);
    await comesBack(reader, send(writePdf('/OpenAction << /S /JavaScript >>')), t('speaking.file_odd'));
    expect(await page.locator('input[name=title]').inputValue()).toBe('Слайды «Кросны»');
    await go(reader, `${own}/materials`);
    await turn(reader, send(writePdf('/Author (Somebody)')));
    await saved(reader);
    expect(await page.getByText(t('speaking.given.names_author')).count()).toBe(1);
    const file = (await page.locator('a[href^="/material/"]').getAttribute('href'))!;
    expect((await visitor.context.request.get(file)).status()).toBe(404);
    const answer = await reader.context.request.get(file);
    expect(answer.headers()).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    expect(answer.headers()['content-disposition']).toMatch(
      /^attachment; filename="[\w.-]+\.pdf"; filename\*=UTF-8''/,
    );
    expect(answer.headers()['content-disposition']).not.toContain('secret-name');
    return file;
  }

  async function seenByStaff(id: string): Promise<void> {
    await go(organiser, `${base}/speakers/${id}`);
    const wishes = organiser.page.locator('section[aria-labelledby=wishes]');
    for (const text of ['Жэставая мова', organiser.t('speaking.needs.noCamera')])
      expect([text, await wishes.getByText(text).count()]).toEqual([text, 1]);
  }

  async function release(): Promise<void> {
    await go(organiser, `${base}/release`);
    await turn(organiser, () => organiser.page.locator('main form[method=POST] button').last().click());
  }

  async function public_(visitor: Reader, id: string, file: string): Promise<void> {
    await go(visitor, `/${visitor.lang}/p/${id}`);
    expect(await visitor.page.locator('main img[src^="/portrait/"]').count()).toBe(1);
    expect((await visitor.context.request.get(file)).status()).toBe(200);
    const html = await visitor.page.content();
    expect(html).not.toContain('Жэставая');
  }

  async function takeBack(
    reader: Reader,
    visitor: Reader,
    own: string,
    id: string,
    file: string,
  ): Promise<void> {
    await go(reader, own);
    await turn(reader, () => reader.page.locator('form[action="?/motif"] button').click());
    await go(reader, `${own}/materials`);
    await turn(reader, () => reader.page.locator('form[action="?/take"] button').click());
    expect((await visitor.context.request.get(file)).status()).toBe(404);
    await expect
      .poll(async () => {
        await visitor.page.goto(`/${visitor.lang}/p/${id}`);
        return visitor.page.locator('main img[src^="/portrait/"]').count();
      })
      .toBe(0);
  }
});
