import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { accept, desk, eventFields } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { comesBack, go, press } from '../support/journeys.ts';
import { inPage, openReader, type Reader, type ReaderOptions } from '../support/pages.ts';
import { startSite, type RunningSite } from '../support/site.ts';

const missing = chromiumPath ? '' : ' (needs a browser)';
const event = 'sietka';
const day = '2031-05-17';
/** Nothing here is measured: a machine at work with something else is slow. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });

describe.skipIf(missing)(`the grid of a programme${missing}`, () => {
  let site: RunningSite;
  let browser: Browser;
  let organiser: Visitor;
  /** Ids of sessions by their titles. */
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), openBrowser()]);
    organiser = makeVisitor(site.url);
    await accept(organiser, site.organiserLink);
    await makeEvent(organiser);
  });
  afterAll(async () => {
    organiser?.close();
    await browser?.close();
    await site?.stop();
  });

  const again = async (given: Partial<ReaderOptions> = {}): Promise<Reader> => {
    const reader = await openReader(browser, site.url, { js: true, width: 1400, lang: 'be', ...given });
    await reader.context.addCookies(
      [...organiser.cookies].map(([name, value]) => ({ name, value, url: site.url })),
    );
    return reader;
  };

  /** By plain requests: pages are looked at below. */
  async function makeEvent(by: Visitor): Promise<void> {
    const at = `e/${event}`;
    await desk(by, 'new', eventFields(event, 'Сетка на пробу', { startsOn: day, days: '2' }));
    await desk(by, `${at}/rooms/new`, { 'title.be': 'Нёман', slug: 'niaman' });
    await desk(by, `${at}/rooms/new`, { 'title.be': 'Дзвіна', slug: 'dzvina' });
    for (const title of ['Першая', 'Другая', 'Трэцяя']) {
      const to = await desk(by, `${at}/sessions/new`, {
        'title.be': title,
        minutes: '45',
        status: 'confirmed',
      });
      ids[title] = /sessions\/([0-9a-z]+)/.exec(to)![1]!;
    }
  }

  /** Everything where it was at first, by the editor's own request. */
  const reset = (page: Page): Promise<void> =>
    inPage(
      page,
      `(async () => {
        const base = location.pathname;
        const { sessions, frame } = await (await fetch(base + '/data')).json();
        const room = (title) => frame.rooms.find((one) => one.title === title).id;
        const ten = frame.days[0].from + 600;
        const places = { '${ids['Першая']}': [ten, room('Нёман')], '${ids['Другая']}': [ten, room('Дзвіна')], '${ids['Трэцяя']}': [null, null] };
        const moves = sessions.filter(({ id }) => places[id]).map(({ id, version }) => ({ id, version, place: { from: places[id][0], room: places[id][1], minutes: 45 } }));
        await fetch(base + '/edits', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ moves }) });
      })()`,
    );

  /** The editor, when it has everything. */
  async function open(reader: Reader, isFresh = true): Promise<void> {
    if (isFresh) {
      await reader.page.goto(`/be/desk/e/${event}/grid`);
      await reset(reader.page);
    }
    await reader.page.goto(`/be/desk/e/${event}/grid`);
    await reader.page.locator('.e-list > .e-cell').first().waitFor();
    await reader.page.waitForFunction(`document.querySelector('[data-e=card]') !== null`);
  }
  const cell = (page: Page, title: string) => page.locator(`[role="option"][data-id="${ids[title]}"]`);
  const labelOf = (page: Page, title: string): Promise<string | null> => cell(page, title).textContent();
  const said = (page: Page): Promise<string> =>
    inPage(page, `document.querySelector('[data-e=say]').textContent`);
  const saved = ({ page, t }: Reader): Promise<void> =>
    soon(() => page.locator('[data-e=state]').textContent()).toBe(t('editor.saved'));

  test('moves by keyboard alone, says where and what clashes, takes back and does again', async () => {
    const reader = await again();
    const { page, t } = reader;
    await open(reader);
    await cell(page, 'Першая').focus();
    await page.keyboard.press('Enter');
    await soon(() => said(page)).toContain(t('editor.picked_up', { title: 'Першая' }));
    await page.keyboard.press('ArrowRight');
    await soon(() => said(page)).toContain('Дзвіна');
    expect(await said(page)).toContain('10:00–10:45');
    await soon(() => said(page)).toContain(t('editor.clash.room_twice', { other: 'Другая' }));
    await page.keyboard.press('Escape');
    await soon(() => said(page)).toBe(t('editor.cancelled', { title: 'Першая' }));
    expect(await labelOf(page, 'Першая')).toContain('Нёман');

    await page.keyboard.press(' ');
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('PageDown');
    await soon(() => said(page)).toContain('11:00–11:45');
    await page.keyboard.press('Enter');
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toContain('18');
    await page.keyboard.press('+');
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toContain('11:00–12:00');

    await page.keyboard.press('Control+z');
    await soon(() => labelOf(page, 'Першая')).toContain('11:00–11:45');
    await page.keyboard.press('Control+z');
    await soon(() => labelOf(page, 'Першая')).toContain('10:00–10:45');
    await soon(() => said(page)).toContain(t('editor.undone', { title: 'Першая' }));
    await page.keyboard.press('Control+z');
    await soon(() => said(page)).toBe(t('editor.nothing_undo'));
    await page.keyboard.press('Control+Shift+Z');
    await soon(() => labelOf(page, 'Першая')).toContain('11:00–11:45');
    await page.keyboard.press('Control+z');
    await soon(() => labelOf(page, 'Першая')).toContain('10:00–10:45');

    // One from the list gets a place, swaps it, and goes back to the list.
    await cell(page, 'Трэцяя').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await saved(reader);
    expect(await page.locator('.e-list > .e-cell').count()).toBe(3);
    await cell(page, 'Першая').focus();
    await page.keyboard.press('s');
    await cell(page, 'Другая').focus();
    // A Cyrillic layout gives another letter for the same key.
    await page.keyboard.press('KeyS');
    await soon(() => said(page)).toBe(t('editor.swapped', { title: 'Першая', other: 'Другая' }));
    expect(await labelOf(page, 'Першая')).toContain('Дзвіна');
    await cell(page, 'Трэцяя').focus();
    await page.keyboard.press('u');
    await soon(() => page.locator('.e-tray .e-cell').count()).toBe(1);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toContain('Нёман');
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('drags and stretches with a mouse, and marks a block', async () => {
    const reader = await again();
    const { page } = reader;
    await open(reader);
    const from = (await cell(page, 'Першая').boundingBox())!;
    const to = (await cell(page, 'Другая').boundingBox())!;
    const hour = await inPage<number>(
      page,
      `parseFloat(document.querySelector('.e-plane').style.getPropertyValue('--hour'))`,
    );
    await page.mouse.move(from.x + 30, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 12, { steps: 4 });
    await page.mouse.move(to.x + 40, to.y + 10 + 2 * hour, { steps: 4 });
    expect(await page.locator('.e-ghost').textContent()).toContain('12:00');
    await page.mouse.up();
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toMatch(/Дзвіна.*12:00–12:45/);
    const now = (await cell(page, 'Першая').boundingBox())!;
    await page.mouse.move(now.x + 30, now.y + now.height - 3);
    await page.mouse.down();
    await page.mouse.move(now.x + 30, now.y + now.height + hour / 4, { steps: 4 });
    await page.mouse.up();
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toMatch(/12:00–13:00/);

    await cell(page, 'Першая').click({ modifiers: ['Shift'] });
    await cell(page, 'Другая').click({ modifiers: ['Shift'] });
    await cell(page, 'Другая').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Enter');
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toMatch(/18.*12:00–13:00/);
    expect(await labelOf(page, 'Другая')).toMatch(/18.*10:00–10:45/);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Control+z');
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toMatch(/Нёман.*17.*10:00–10:45/);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('on a phone: one room at a time, a finger that rests picks up, nothing is wider than the screen', async () => {
    const reader = await again({ width: 360 });
    const { page } = reader;
    await open(reader);
    expect(await inPage(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await cell(page, 'Першая').scrollIntoViewIfNeeded();
    const box = (await cell(page, 'Першая').boundingBox())!;
    const touch = await reader.context.newCDPSession(page);
    const send = (type: string, y?: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: y === undefined ? [] : [{ x: box.x + 60, y }],
      });
    await send('touchStart', box.y + 8);
    await page.locator('.editor.dragging').waitFor();
    const hour = await inPage<number>(
      page,
      `parseFloat(document.querySelector('.e-plane').style.getPropertyValue('--hour'))`,
    );
    for (let i = 1; i <= 4; i += 1) await send('touchMove', box.y + 8 + (hour / 4) * i);
    await send('touchEnd');
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toContain('11:00–11:45');
    await page.locator('[data-e=undo]').click();
    await saved(reader);
    expect(await labelOf(page, 'Першая')).toContain('10:00–10:45');
    await page.locator('[data-e=room]').selectOption({ label: 'Дзвіна' });
    await cell(page, 'Другая').waitFor();
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('two editors see each other’s work, and neither overwrites the other', async () => {
    const [one, two] = [await again(), await again({ lang: 'be' })];
    await open(one);
    await open(two, false);
    await cell(one.page, 'Першая').focus();
    await one.page.keyboard.press('Enter');
    await one.page.keyboard.press('ArrowDown');
    await one.page.keyboard.press('Enter');
    await soon(() => labelOf(two.page, 'Першая')).toContain('10:15–11:00');
    await soon(() => said(two.page)).toContain(two.t('editor.by_other', { title: 'Першая' }));

    // The second loses its connection, moves the session, and meanwhile the first moves it too.
    await two.context.setOffline(true);
    await cell(two.page, 'Першая').focus();
    for (const key of ['Enter', 'ArrowDown', 'ArrowDown', 'Enter']) await two.page.keyboard.press(key);
    await soon(() => two.page.locator('[data-e=state]').getAttribute('class')).toContain('away');
    expect(await labelOf(two.page, 'Першая')).toContain('10:45–11:30');
    await cell(one.page, 'Першая').focus();
    for (const key of ['Enter', 'ArrowUp', 'Enter']) await one.page.keyboard.press(key);
    await saved(one);
    await two.context.setOffline(false);
    await soon(() => two.page.locator('[data-e=state]').textContent()).toBe(
      two.t('editor.overtaken', { title: 'Першая' }),
    );
    expect(await labelOf(two.page, 'Першая')).toContain('10:00–10:45');
    expect(await labelOf(one.page, 'Першая')).toContain('10:00–10:45');
    // What one moved since is not taken back under the other's hands.
    await cell(two.page, 'Другая').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await two.page.keyboard.press(key);
    await soon(() => labelOf(one.page, 'Другая')).toContain('10:15–11:00');
    await cell(one.page, 'Другая').focus();
    for (const key of ['Enter', 'ArrowUp', 'Enter']) await one.page.keyboard.press(key);
    await soon(() => labelOf(two.page, 'Другая')).toContain('10:00–10:45');
    await two.page.keyboard.press('Control+z');
    await soon(() => said(two.page)).toBe(two.t('editor.overtaken', { title: 'Другая' }));
    expect(await labelOf(one.page, 'Другая')).toContain('10:00–10:45');
    await one.close();
    await two.close();
  });

  test('copies a break to every room, and takes the copies back', async () => {
    const to = await desk(organiser, `e/${event}/sessions/new`, {
      'title.be': 'Перапынак',
      kind: 'break',
      minutes: '30',
      status: 'confirmed',
    });
    ids['Перапынак'] = /sessions\/([0-9a-z]+)/.exec(to)![1]!;
    const reader = await again();
    const { page, t } = reader;
    await open(reader);
    const breaks = page.locator('.e-list > .e-cell.break');
    const card = page.locator('[data-e=card]');
    // One that stands nowhere can't be copied, and the button of another kind isn't there at all.
    await cell(page, 'Першая').focus();
    await soon(() => card.textContent()).toContain(t('editor.pick_up'));
    expect(await card.textContent()).not.toContain(t('editor.copy_break'));
    await page.keyboard.press('c');
    await soon(() => said(page)).toBe(t('editor.no_break'));
    await cell(page, 'Перапынак').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await saved(reader);
    await soon(() => breaks.count()).toBe(1);

    await card.getByRole('button', { name: t('editor.copy_break'), exact: true }).click();
    await soon(() => said(page)).toBe(t('editor.copied', { count: 1 }));
    await soon(() => breaks.count()).toBe(2);
    const labels = await breaks.allTextContents();
    const times = labels.map((label) => /\d\d:\d\d–\d\d:\d\d/.exec(label)?.[0]);
    expect(times[0]).toBeTruthy();
    expect(times[1]).toBe(times[0]);
    for (const room of ['Нёман', 'Дзвіна']) expect(labels.join(' ')).toContain(room);
    await cell(page, 'Перапынак').focus();
    await page.keyboard.press('c');
    await soon(() => said(page)).toBe(t('editor.copied_none'));
    await page.keyboard.press('Control+z');
    await soon(() => breaks.count()).toBe(1);
    await page.keyboard.press('Control+Shift+Z');
    await soon(() => breaks.count()).toBe(2);
    await page.keyboard.press('Control+z');
    await soon(() => breaks.count()).toBe(1);
    await saved(reader);
    // And the break itself leaves the plane, for the tests that follow.
    await cell(page, 'Перапынак').focus();
    await page.keyboard.press('u');
    await saved(reader);
    await soon(() => breaks.count()).toBe(0);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('says where a session could go, the best place first, and puts it there', async () => {
    const reader = await again();
    const { page, t } = reader;
    await open(reader);
    const places = page.locator('[data-e=card] .e-go');
    await cell(page, 'Трэцяя').focus();
    await page.keyboard.press('w');
    await soon(() => places.count()).toBeGreaterThan(1);
    // The best first, and the focus is there already.
    expect(await places.first().textContent()).toContain(t('editor.where_free'));
    await soon(() => inPage(page, `document.activeElement.matches('[data-e=card] .e-go')`)).toBe(true);
    const told = (await places.first().textContent())!;
    const [time] = /\d\d:\d\d–\d\d:\d\d/.exec(told)!;
    const room = ['Нёман', 'Дзвіна'].find((one) => told.includes(one))!;
    await page.keyboard.press('Enter');
    await saved(reader);
    await soon(() => labelOf(page, 'Трэцяя')).toContain(time);
    expect(await labelOf(page, 'Трэцяя')).toContain(room);
    expect(await labelOf(page, 'Трэцяя')).not.toContain(t('editor.clash.room_twice', { other: 'Першая' }));
    // The same by its button, which does not offer the place where it stands.
    await page
      .locator('[data-e=card]')
      .getByRole('button', { name: t('editor.where'), exact: true })
      .click();
    await soon(() => places.count()).toBeGreaterThan(1);
    for (const text of await places.allTextContents())
      expect(text.includes(time) && text.includes(room)).toBe(false);
    await page.keyboard.press('Control+z');
    await soon(() => page.locator('.e-tray .e-cell', { hasText: 'Трэцяя' }).count()).toBe(1);
    await saved(reader);
    expect(reader.troubles).toEqual([]);
    await reader.close();
  });

  test('says so while the places are not known yet, and leaves the focus on one whatever a colleague moves', async () => {
    const [reader, other] = [await again(), await again()];
    const { page, t } = reader;
    await open(other);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let asked = 0;
    await page.route('**/grid/plan', async (route) => {
      asked += 1;
      // On a bad line: the first answer is lost, the second comes late.
      if (asked === 1) return route.abort();
      await held;
      return route.continue();
    });
    await open(reader, false);
    const places = page.locator('[data-e=card] .e-go');
    const chosen = (): Promise<string> =>
      inPage(page, `document.activeElement.matches('.e-go') ? document.activeElement.textContent : ''`);
    await cell(page, 'Трэцяя').focus();
    await page.keyboard.press('w');
    await soon(() => said(page)).toBe(t('editor.where_soon'));
    expect(await page.locator('[data-e=card]').textContent()).toContain(t('editor.where_soon'));
    letGo();
    await soon(chosen).not.toBe('');
    expect(await chosen()).toBe(await places.first().textContent());
    await page.keyboard.press('Tab');
    const mine = await chosen();
    expect(mine).toBe(await places.nth(1).textContent());

    // A colleague's move makes the list anew: the same place keeps the focus.
    const later = async (title: string): Promise<void> => {
      await cell(other.page, title).focus();
      for (const key of ['Enter', 'ArrowDown', 'Enter']) await other.page.keyboard.press(key);
      await saved(other);
      await soon(() => labelOf(page, title)).toContain('10:15–11:00');
    };
    await later('Другая');
    await soon(chosen).toBe(mine);
    // And when it is taken, the best of the others.
    await later('Першая');
    await soon(chosen).not.toBe(mine);
    expect(await chosen()).toBe(await places.first().textContent());
    for (const title of ['Першая', 'Другая']) {
      await other.page.keyboard.press('Control+z');
      await soon(() => labelOf(page, title)).toContain('10:00–10:45');
    }
    await saved(other);
    // The browser itself tells of the answer that was lost, and of nothing else.
    expect(reader.troubles).toHaveLength(1);
    expect(reader.troubles[0]).toContain('ERR_FAILED');
    expect(other.troubles).toEqual([]);
    await reader.close();
    await other.close();
  });

  test('without JavaScript: the page leads to the forms, and a form keeps what a colleague made stale', async () => {
    const reader = await again({ js: false, width: 360 });
    const { page, t } = reader;
    await go(reader, `/be/desk/e/${event}/grid`);
    await press(reader, 'link', t('editor.to_forms'));
    await go(reader, `/be/desk/e/${event}/sessions/${ids['Першая']}`);
    const other = await again();
    await open(other);
    await cell(other.page, 'Першая').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await other.page.keyboard.press(key);
    await saved(other);
    await page.locator('main [name="title.be"]').fill('Першая, але іначай');
    await comesBack(
      reader,
      () => page.getByRole('button', { name: t('desk.save'), exact: true }).click(),
      t('editor.changed_since'),
    );
    expect(await page.locator('main [name="title.be"]').inputValue()).toBe('Першая, але іначай');
    expect(await page.locator('main [data-changed]').textContent()).toContain('10:15');
    expect(await labelOf(other.page, 'Першая')).toContain('10:15–11:00');
    await page.locator('main [name="startsAt"]').fill(`${day}T10:30`);
    await press(reader, 'button', t('desk.save'));
    await soon(() => labelOf(other.page, 'Першая')).toContain('10:30–11:15');
    expect(await labelOf(other.page, 'Першая')).toContain('Першая, але іначай');
    expect([...reader.troubles, ...other.troubles]).toEqual([]);
    await reader.close();
    await other.close();
  });
});
