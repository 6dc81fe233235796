import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../nets/cast.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { press } from '../support/journeys.ts';
import { faultsOf, inPage, openReader, type Reader } from '../support/pages.ts';
import { root } from '../support/root.ts';
import { pageShapes, shapeOf, walk } from '../support/route-shapes.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds on the page shown; `only` one rule, when the rest was looked at already. */
async function violations({ page }: Reader, only?: string): Promise<string[]> {
  const run = only ? { type: 'rule', values: [only] } : { type: 'tag', values: tags };
  await inPage(page, `window.axe ? undefined : (() => { ${axe} })()`);
  const found = await inPage<Violation[]>(
    page,
    `axe.run(document, { runOnly: ${JSON.stringify(run)}, resultTypes: ['violations'] }).then((result) => result.violations)`,
  );
  return found.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map(
          (node) => `${node.html.slice(0, 160)} ${node.failureSummary.replaceAll(/\s+/g, ' ').slice(0, 260)}`,
        )
        .join(' | ')}`,
  );
}

/** A private link with something in it, made as a visitor makes one; its address without the language. */
async function privateLink(reader: Reader, site: string): Promise<string> {
  const { page, lang } = reader;
  await page.goto(`${site}/${lang}/e/vytoki/mine/link`);
  await press(reader, 'button', reader.t('visit.link_make'));
  const link = new URL(page.url()).pathname;
  await page.goto(`${site}${link}/choose`);
  for (const box of [0, 1]) await page.locator('.choice input').nth(box).check();
  await press(reader, 'button', reader.t('visit.choose_save'));
  return link.slice(3);
}

/** A closed meeting, opened by the organiser; its address without the language. */
async function closedMeeting({ page, lang }: Reader, site: string): Promise<string> {
  await page.goto(`${site}/${lang}/m`);
  await Promise.all([page.waitForURL(/\/m\/\w+$/), page.locator('main form button').click()]);
  return new URL(page.url()).pathname.slice(3);
}

/** Has a profile and a place in the crew taken over, as their people do; answers the addresses of their own pages. */
async function ownDesks(
  organiser: Reader,
  person: Reader,
  accept: (reader: Reader, link: string) => Promise<string>,
): Promise<string[]> {
  const desk = '/be/desk/e/vytoki';
  const firstOf = async (list: string): Promise<string> => {
    await organiser.page.goto(`${desk}/${list}`);
    const href = await organiser.page.locator('tbody th a').first().getAttribute('href');
    return href!.split('/').at(-1)!;
  };
  const invite = async (page: string): Promise<void> => {
    await organiser.page.goto(page);
    await organiser.page.locator('form[action*="invite"] button').click();
    await accept(person, (await organiser.page.locator('.link-once').textContent())!.trim());
  };
  const [speaker, crew] = [await firstOf('speakers'), await firstOf('crew')];
  await invite(`${desk}/invitations?role=speaker&subject=${speaker}`);
  await invite(`${desk}/crew/${crew}`);
  const base = `/${person.lang}/speaking`;
  // Ties are made by a job, a moment later.
  await expect
    .poll(
      async () => {
        await person.page.goto(base);
        return person.page.locator(`a[href^="${base}/"]`).count();
      },
      { timeout: 20_000 },
    )
    .toBe(2);
  return [
    base,
    ...['', '/availability', '/needs', '/materials', '/words'].map((page) => `${base}/${speaker}${page}`),
    `${base}/order/${crew}`,
  ];
}

describe.skipIf(missing)(`axe on every page${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  const shapes = pageShapes();

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite({ env: { VECHE_GALLERY: '1' } }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const accept = async (reader: Reader, link: string): Promise<string> => {
    await reader.page.goto(link.replace('/be/i/', `/${reader.lang}/i/`));
    await press(reader, 'button', reader.t('accounts.invitation.accept'));
    return (await reader.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  };

  /** On each address: everything by day, and the contrast once more by night. */
  async function look(reader: Reader, addresses: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const address of addresses) {
      await reader.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      const answer = await reader.page.goto(address);
      if (answer?.status() !== 200) found.push(`${address}: ${answer?.status()}`);
      if (!address.startsWith('/gallery')) found.push(...(await faultsOf(reader)));
      found.push(...(await violations(reader)).map((one) => `${address}, light: ${one}`));
      await reader.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      found.push(...(await violations(reader, 'color-contrast')).map((one) => `${address}, dark: ${one}`));
    }
    return found;
  }

  test('every page of the route table, by day and by night, in Belarusian and English', async () => {
    const seen = new Set<string>();
    const faults: string[] = [];
    const one = await openReader(browser, site.url, { js: true, width: 1280, lang: 'be', bypassCsp: true });
    const two = await openReader(browser, site.url, { js: true, width: 360, lang: 'en', bypassCsp: true });
    // a closed invitation is a page of its own: the speaker's link is used before it is looked at
    const speaker = await openReader(browser, site.url, { js: true, lang: 'en', bypassCsp: true });
    await accept(speaker, site.speakerLink);
    const backstage = new URL(speaker.page.url()).pathname;
    const cookie = await accept(one, site.organiserLink);
    await two.context.addCookies(await one.context.cookies());
    await withDatabase(site.data, (client) =>
      client.query(
        `insert into recordings.recording (id, event_id, title, state, held_on)
         select 'old0recording0', id, '{"be": "Стары запіс", "en": "An old one"}', 'published', current_date
         from congress.event where slug = 'vytoki'`,
      ),
    );
    const past = await withDatabase(site.data, async (client) => {
      const { rows } = await client.query<{ id: string; section: string }>(
        `select s.id, c.slug as section from congress.session s
         join congress.event e on e.id = s.event_id join congress.section c on c.id = s.section_id
         where e.slug = 'vytoki' and s.kind <> 'break' and s.status = 'confirmed'
           and s.starts_at + make_interval(mins => s.minutes) < now() order by s.starts_at limit 1`,
      );
      return rows[0]!;
    });
    const coming = await withDatabase(site.data, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `select s.id from congress.session s join congress.released_session r on r.session_id = s.id
         where s.starts_at > now() order by s.starts_at desc limit 1`,
      );
      return rows[0]!.id;
    });
    for (const reader of [one, two]) {
      const { lang } = reader;
      const from = [
        '',
        '/desk',
        '/account',
        '/themes',
        `/s/${site.live}/host`,
        `/s/${site.live}/languages`,
        `/s/${site.live}/booth/en`,
        `/s/${site.live}/captions/be`,
        `/s/${site.live}/said/be`,
        `/s/${site.live}/outcome`,
        `/s/${site.live}/consent`,
        `/s/${site.live}/stage`,
        `/s/${site.live}/questions`,
        `/s/${site.live}/polls/new`,
        `/s/${site.live}/slides`,
        `/s/${site.live}/text`,
        `/s/${site.live}/listen`,
        `/s/${site.live}/listen?by=picture`,
        `/s/${coming}/listen`,
        `/s/${coming}/stage`,
        `/s/${site.live}/talk`,
        `/s/${site.live}/floor`,
        `/s/${site.live}/chair`,
        `/s/${site.live}/moderate?stop`,
        `/s/${site.live}/log`,
        '/e/vytoki/recordings',
        `/s/${past.id}/proceedings`,
        `/e/vytoki/sections/${past.section}/proceedings`,
        '/r/old0recording0',
        '/r/old0recording0/edit',
        '/e/vytoki/widget',
        '/e/vytoki/lounge',
        `/s/${site.live}/meeting`,
        '/m',
        await closedMeeting(reader, site.url),
        '/certificate',
        `/ticket/stamp/${site.live}`,
        `/ticket/word/${site.live}`,
        '/e/vytoki/wall/great',
        await privateLink(reader, site.url),
      ];
      const { pages, broken } = await walk(
        site.url,
        from.map((path) => `/${lang}${path}`),
        { cookie, each: 1, most: 500, shapes },
      );
      faults.push(...broken);
      const addresses = [...pages.keys()].filter((address) => address.split('/')[1]?.slice(0, 2) === lang);
      addresses.push(site.speakerLink.replace(site.url, '').replace('/be/', `/${lang}/`));
      if (lang === 'be') addresses.push('/gallery');
      for (const address of addresses) seen.add(shapeOf(address.split('?')[0]!, shapes) ?? address);
      faults.push(...(await look(reader, addresses)));
    }
    const guest = await openReader(browser, site.url, { js: true, width: 360, lang: 'be', bypassCsp: true });
    faults.push(
      ...(await look(guest, [
        '/be/join',
        '/be/join?words=be',
        '/be/sign-in',
        '/be/sign-in/passkey',
        '/be/zone',
        `/be/search?q=${encodeURIComponent('парвы чалавека')}`,
        `/be/s/${site.live}/ask?sent`,
      ])),
    );
    for (const path of ['/join', '/sign-in', '/sign-in/passkey', '/zone']) seen.add(`/[lang=lang]${path}`);
    const own = await ownDesks(one, speaker, accept);
    for (const address of own) seen.add(shapeOf(address, shapes)!);
    faults.push(...(await look(speaker, [backstage, '/en/account', ...own])));
    seen.add(shapeOf(backstage, shapes)!);
    expect(faults).toEqual([]);
    expect(shapes.filter((shape) => !seen.has(shape))).toEqual([]);
  }, 600_000);

  test('pages of refusal: no such page, a form sent back', async () => {
    const reader = await openReader(browser, site.url, { js: true, width: 360, lang: 'be', bypassCsp: true });
    const { page, t } = reader;
    for (const address of ['/be/nowhere', '/be/s/nosuch', '/be/desk']) {
      const answer = await page.goto(address);
      expect([address, answer!.status() >= 400 || page.url().includes('sign-in')]).toEqual([address, true]);
      expect([address, await violations(reader), await faultsOf(reader)]).toEqual([address, [], []]);
    }
    await page.goto('/be/sign-in');
    await page.getByLabel(t('accounts.in.words')).fill('нешта іншае');
    const sent = page.waitForResponse((one) => one.request().method() === 'POST');
    await Promise.all([page.waitForEvent('load'), page.locator('main form button').click()]);
    expect((await sent).status()).toBeGreaterThanOrEqual(400);
    expect(await violations(reader)).toEqual([]);
    await reader.close();
  });
});
