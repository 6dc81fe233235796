import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { fine, go, press, turn } from '../support/journeys.ts';
import { openReader, type Reader } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';

describe.skipIf(missing)(`an organiser${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let first: Reader;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    first = await openReader(browser, site.url, { js: true, width: 1400, lang: 'be' });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('comes by a link that works once', async () => {
    await go(first, new URL(site.organiserLink).pathname);
    await press(first, 'button', first.t('accounts.invitation.accept'));
    expect(new URL(first.page.url()).pathname).toBe('/be/desk');
    const late = await openReader(browser, site.url, { js: false, lang: 'en', width: 360 });
    await late.page.goto(new URL(site.organiserLink).pathname.replace('/be/', '/en/'));
    await fine(late);
    expect(await late.page.locator('h1').textContent()).toBe(late.t('accounts.invitation.closed'));
    expect(await late.page.locator('main form').count()).toBe(0);
    expect([...first.troubles, ...late.troubles]).toEqual([]);
    await late.close();
  });

  for (const [js, width, lang] of [
    [true, 1400, 'be'],
    [false, 360, 'en'],
  ] as const)
    test(`makes an event and releases it: ${js ? 'with' : 'without'} JavaScript, ${width} px, ${lang}`, async () => {
      const organiser = await openReader(browser, site.url, { js, width, lang });
      const visitor = await openReader(browser, site.url, { js, width, lang });
      await organiser.context.addCookies(await first.context.cookies());
      const slug = `probny-${lang}`;
      await makeEvent(organiser, slug);
      await absent(visitor, `/${lang}/e/${slug}`);
      const session = await makeParts(organiser, slug);
      await takeFile(organiser, slug);
      await absent(visitor, `/${lang}/e/${slug}/programme`);
      await release(organiser, visitor, slug, session);
      await inviteSpeaker(organiser, visitor, slug, session);
      expect([...organiser.troubles, ...visitor.troubles]).toEqual([]);
      await organiser.close();
      await visitor.close();
    });
});

const day = '2031-05-17';
const words = {
  section: { be: 'Праверка', en: 'A check' },
  room: { be: 'Малая зала', en: 'Small hall' },
  session: { be: 'Як усё пачыналася', en: 'How it began' },
};

/** A programme of two rooms in which one speaker is in both at once. */
const file = `<?xml version="1.0" encoding="utf-8"?>
<schedule><version>Першая</version>
<conference><acronym>probny</acronym><title>Пробны</title><start>${day}</start><end>${day}</end><days>1</days>
<timeslot_duration>00:05</timeslot_duration><time_zone_name>Europe/Vilnius</time_zone_name></conference>
<day index="1" date="${day}" start="${day}T08:00:00+03:00" end="${day}T23:00:00+03:00">
${['Першая зала', 'Другая зала']
  .map(
    (
      room,
      i,
    ) => `<room name="${room}"><event id="${i + 1}" guid="00000000-0000-4000-8000-00000000000${i + 1}">
<date>${day}T10:00:00+03:00</date><start>10:00</start><duration>01:00</duration><room>${room}</room><slug>probny-${i}</slug>
<title>Прамова ${i + 1}</title><subtitle/><track/><type>lecture</type><language>be</language><abstract>Пра &lt;b&gt;ўсё&lt;/b&gt;.</abstract><description/>
<persons><person id="7">Ластаўка</person></persons><links/><attachments/></event></room>`,
  )
  .join('\n')}
</day></schedule>`;

/** Somebody from outside does not even learn that it exists. */
async function absent(reader: Reader, path: string): Promise<void> {
  const answer = await reader.page.goto(path);
  expect([path, answer?.status()]).toEqual([path, 404]);
  await fine(reader);
  reader.troubles.splice(0, 1);
}

const fill = (reader: Reader, name: string, text: string): Promise<void> =>
  reader.page.locator(`main [name="${name}"]`).fill(text);

const saved = async (reader: Reader): Promise<void> => {
  expect(await reader.page.getByText(reader.t('desk.done_saved'), { exact: true }).count()).toBe(1);
};

async function makeEvent(reader: Reader, slug: string): Promise<void> {
  const { page, t, lang } = reader;
  await go(reader, `/${lang}/desk`);
  await press(reader, 'link', t('desk.make_event'));
  await fill(reader, 'title.be', 'Пробны кангрэс');
  await fill(reader, 'title.en', 'A trial congress');
  await fill(reader, 'slug', slug);
  await fill(reader, 'startsOn', day);
  await fill(reader, 'days', '1');
  await page.locator('select[name=zone]').selectOption('Europe/Vilnius');
  await press(reader, 'button', t('desk.make_event'));
  expect(new URL(page.url()).pathname).toBe(`/${lang}/desk/e/${slug}`);
}

/** A section, a room, a speaker and a session of them; answers the address of the session's desk page. */
async function makeParts(reader: Reader, slug: string): Promise<string> {
  const { page, t, lang } = reader;
  const base = `/${lang}/desk/e/${slug}`;
  const save = () => press(reader, 'button', t('desk.save'));
  for (const [part, { be, en }] of [
    ['sections', words.section],
    ['rooms', words.room],
  ] as const) {
    await go(reader, `${base}/${part}`);
    await press(reader, 'link', t(`desk.new.${part}`));
    await fill(reader, 'title.be', be);
    await fill(reader, 'title.en', en);
    await fill(reader, 'slug', `${part}-1`);
    await save();
    await saved(reader);
  }
  await go(reader, `${base}/speakers/new`);
  await fill(reader, 'name.be', 'Бусел');
  await save();
  await saved(reader);

  await go(reader, `${base}/sessions/new`);
  await fill(reader, 'title.be', words.session.be);
  await fill(reader, 'title.en', words.session.en);
  await fill(reader, 'startsAt', `${day}T12:00`);
  await fill(reader, 'minutes', '45');
  await page.locator('select[name=status]').selectOption('confirmed');
  await page.locator('select[name=room]').selectOption({ label: words.room[lang as 'be' | 'en'] });
  await page.locator('select[name=section]').selectOption({ label: words.section[lang as 'be' | 'en'] });
  await page.getByRole('checkbox', { name: 'Бусел' }).check();
  await save();
  await saved(reader);
  return new URL(page.url()).pathname;
}

async function takeFile(reader: Reader, slug: string): Promise<void> {
  const { page, t, lang } = reader;
  const base = `/${lang}/desk/e/${slug}`;
  await go(reader, `${base}/import`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'probny.xml', mimeType: 'application/xml', buffer: Buffer.from(file) });
  await press(reader, 'button', t('desk.import.look'));
  // the first look changes nothing
  const would = await page.locator('.figures').last().locator('b').allTextContents();
  expect(would).toEqual(['2', '0', '0', '0']);
  const second = await openDesk(reader, `${base}/sessions`);
  expect(second).not.toContain('Прамова 1');
  await press(reader, 'button', t('desk.import.take'));
  expect(await page.getByText(t('desk.import.done'), { exact: true }).count()).toBe(1);
  expect(await openDesk(reader, `${base}/sessions`)).toContain('Прамова 1');
  // one speaker in two rooms at once: said on the overview, and beside each of the two sessions
  await go(reader, base);
  expect(await page.locator('main').textContent()).toContain(
    // The same people speak at the same hours of the congress that the run before has made.
    t('desk.clashes_count', { count: lang === 'be' ? 1 : 4 }),
  );
  await turn(reader, () => page.getByRole('link', { name: 'Прамова 1', exact: true }).first().click());
  await fine(reader);
  const beside = await page.locator('aside').textContent();
  expect(beside).toContain('Прамова 2');
  expect(beside).toContain('Ластаўка');
}

/** What another page of the desk says, without leaving the one shown. */
async function openDesk({ context }: Reader, path: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(path);
  const text = (await page.locator('main').textContent()) ?? '';
  await page.close();
  return text;
}

async function release(organiser: Reader, visitor: Reader, slug: string, session: string): Promise<void> {
  const { page, t, lang } = organiser;
  const base = `/${lang}/desk/e/${slug}`;
  const title = words.session[lang as 'be' | 'en'];
  const programme = `/${lang}/e/${slug}/programme`;
  const publish = async (name: string): Promise<void> => {
    await go(organiser, `${base}/release`);
    await fill(organiser, 'name', name);
    await press(organiser, 'button', t('desk.release_now'));
    expect(await page.getByText(t('desk.released'), { exact: true }).count()).toBeGreaterThan(0);
  };
  await publish('Першая');
  // at once, although a moment ago the answer was "no such page"
  await go(visitor, programme);
  const shown = async (): Promise<string> => (await visitor.page.locator('main').textContent()) ?? '';
  expect(await shown()).toContain(title);
  expect(await shown()).toContain('Прамова 2');
  await press(visitor, 'link', new RegExp(title));
  // markup of a file is text of a page, never more
  expect(await visitor.page.locator('main').textContent()).toContain('Бусел');

  // a change is seen after the next release, and not before
  await go(organiser, session);
  await fill(organiser, `title.${lang}`, `${title}!`);
  await press(organiser, 'button', t('desk.save'));
  await go(visitor, programme);
  expect(await shown()).not.toContain(`${title}!`);
  await publish('Другая');
  await go(visitor, programme);
  expect(await shown()).toContain(`${title}!`);

  for (const [ending, mark] of [
    ['xml', '<schedule'],
    ['json', '"schedule"'],
    ['ics', 'BEGIN:VCALENDAR'],
  ]) {
    const answer = await visitor.context.request.get(`/e/${slug}/schedule.${ending}`);
    expect([ending, answer.status()]).toEqual([ending, 200]);
    const text = await answer.text();
    expect(text).toContain(mark);
    expect(text.replaceAll(/\r\n /g, '')).toContain('Прамова 2');
  }
}

async function inviteSpeaker(
  organiser: Reader,
  speaker: Reader,
  slug: string,
  session: string,
): Promise<void> {
  const { page, t, lang } = organiser;
  const id = session.split('/').at(-1)!;
  await go(organiser, session);
  await press(organiser, 'link', t('desk.invite_here'));
  await page.locator('main form[action*=invite] [name=role]').selectOption('speaker');
  await page.locator('main form[action*=invite] [name=subject]').selectOption({ label: 'Бусел' });
  await press(organiser, 'button', t('desk.invite.make'));
  const link = new URL(await page.locator('.link-once').innerText()).pathname;
  await go(speaker, link);
  // it says what accepting means, and as whom
  expect(await speaker.page.locator('main').textContent()).toContain('Бусел');
  await press(speaker, 'button', t('accounts.invitation.accept'));
  expect(new URL(speaker.page.url()).pathname).toBe(`/${lang}/s/${id}/backstage`);
  // the same link again: a calm page
  const late = await speaker.context
    .browser()!
    .newContext({ baseURL: new URL(speaker.page.url()).origin, javaScriptEnabled: speaker.js });
  const second = await late.newPage();
  await second.goto(link);
  expect(await second.locator('h1').textContent()).toBe(t('accounts.invitation.closed'));
  await late.close();
  // the desk knows that it was accepted, and the speaker has no desk
  await go(organiser, `/${lang}/desk/e/${slug}/invitations?place=session:${id}`);
  expect(await page.locator('main').textContent()).toContain(t('desk.invite.state_used'));
  await absent(speaker, `/${lang}/desk/e/${slug}`);
}
