import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, inviteLink, must, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { openBrowser } from '../support/browser.ts';
import { andLoad, arrive, openGuest, send, type Guest } from '../support/guests.ts';
import { tabTo } from '../support/journeys.ts';
import type { RunningSite } from '../support/site.ts';
import { missing, startHall, twoCameras } from './live-needs.ts';

describe.skipIf(missing)(
  `meetings and tables, with the real engine${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let site: RunningSite;
    let browser: Browser;
    let organiser: Visitor;
    let host: Guest;
    let workshop = '';
    const troubles: string[] = [];
    const everybody: Guest[] = [];

    const come = async (javaScriptEnabled = true): Promise<Guest> => {
      const one = await openGuest(browser, site.url, troubles, { javaScriptEnabled });
      everybody.push(one);
      return one;
    };
    const invited = async (role: string, javaScriptEnabled = true): Promise<Guest> => {
      const one = await come(javaScriptEnabled);
      await arrive(one, await inviteLink(organiser, 'vytoki', { role }));
      return one;
    };
    const attribute = (one: Guest, name: string): Promise<string | null> =>
      one.page.getAttribute('[data-meeting]', name);
    const sit = async (one: Guest, name: string): Promise<void> => {
      await one.page.fill('[data-meeting-act=sit] input[name=shownAs]', name);
      await one.page.click('[data-meeting-act=sit] button');
    };
    const look = async (one: Guest): Promise<void> => {
      await one.page.click('[data-meeting-begin=camera]');
      await expect.poll(() => attribute(one, 'data-meeting-now'), { timeout: 20_000 }).toBe('looking');
    };
    const begin = async (one: Guest): Promise<void> => {
      await look(one);
      await one.page.click('[data-meeting-enter]');
      await expect
        .poll(() => attribute(one, 'data-meeting-now'), { timeout: 45_000 })
        .toMatch(/^(alone|connected)$/);
    };
    /** Frames decoded of every picture of others. */
    const frames = (one: Guest): Promise<number[]> =>
      one.page.evaluate(
        `[...document.querySelectorAll('[data-meeting-place] video')].map((video) => video.getVideoPlaybackQuality().totalVideoFrames)`,
      );
    const sees = async (one: Guest, others: number): Promise<void> => {
      // Pictures out of sight are not sent.
      await one.page.evaluate('scrollTo(0, 0)');
      await expect
        .poll(async () => (await frames(one)).filter((count) => count > 5).length, { timeout: 90_000 })
        .toBe(others);
      const before = await frames(one);
      await expect
        .poll(async () => (await frames(one)).filter((count, index) => count > (before[index] ?? 0)).length, {
          timeout: 20_000,
        })
        .toBe(others);
    };

    beforeAll(async () => {
      site = await startHall();
      browser = await openBrowser(twoCameras);
      organiser = makeVisitor(site.url);
      await accept(organiser, site.organiserLink);
      host = await invited('host');
      workshop = await withDatabase(site.data, async (client) =>
        must(
          (
            await client.query<{ id: string }>(
              `select s.id from congress.session s join congress.released_session r on r.session_id = s.id where s.kind = 'workshop' limit 1`,
            )
          ).rows[0]?.id,
          'a workshop',
        ),
      );
    });
    afterAll(async () => {
      organiser?.close();
      await browser?.close();
      await site?.stop();
    });

    test('a closed meeting: who has the key sees moving pictures, another key opens nothing, and no key is ever sent', async () => {
      const { page } = host;
      await page.goto(`${site.url}/en/m`);
      await send(page, 'main form .btn.main');
      expect(await page.isVisible('[data-meeting-keyless]')).toBe(true);
      expect(await page.isVisible('[data-meeting-act=sit]')).toBe(false);
      await page.click('[data-meeting-make-key]');
      const link = await page.inputValue('[data-meeting-link]');
      const [address, key] = link.split('#') as [string, string];
      expect(key).toMatch(/^[\w-]{43}$/);
      await sit(host, 'Ключніца');
      await begin(host);
      await expect.poll(() => attribute(host, 'data-secrecy'), { timeout: 60_000 }).toBe('secrecy_on');
      expect(await page.textContent('[data-meeting-secrecy]')).toContain('Encrypted end to end');

      const friend = await invited('captioner');
      await friend.page.goto(link);
      await sit(friend, 'Сяброўка');
      await begin(friend);
      await sees(host, 1);
      await sees(friend, 1);
      expect(await attribute(friend, 'data-secrecy')).toBe('secrecy_on');

      const wrong = await invited('captioner');
      // The thread that decrypts is never heard saying that it can't: what arrives says it.
      await wrong.page.addInitScript(`
        const Real = Worker;
        globalThis.Worker = class extends Real {
          set onmessage(hear) {
            super.onmessage = hear && ((event) => event.data?.kind !== 'error' && hear(event));
          }
        };`);
      await wrong.page.goto(address);
      expect(await wrong.page.textContent('[data-meeting-keyless]')).toContain('The key is missing');
      expect(await wrong.page.isVisible('[data-meeting-make-key]')).toBe(false);
      await wrong.page.goto('about:blank');
      const other = `${key.startsWith('A') ? 'B' : 'A'}${key.slice(1)}`;
      await wrong.page.goto(`${address}#${other}`);
      await sit(wrong, 'Чужая');
      await begin(wrong);
      await expect.poll(() => attribute(wrong, 'data-secrecy'), { timeout: 45_000 }).toBe('secrecy_wrong');
      expect(await wrong.page.textContent('[data-meeting-secrecy]')).toContain('The key doesn’t fit');
      await expect.poll(() => attribute(friend, 'data-secrecy'), { timeout: 45_000 }).toBe('secrecy_wrong');
      expect(await friend.page.textContent('[data-meeting-secrecy]')).toContain('Чужая');
      expect(await friend.page.textContent('[data-meeting-secrecy]')).not.toContain('Ключніца');
      await new Promise((resolve) => setTimeout(resolve, 6000));
      const decoded = await frames(wrong);
      expect(decoded.length).toBe(2);
      expect(decoded).toEqual([0, 0]);
      // Those with the key go on seeing each other.
      await sees(host, 1);

      const all = Buffer.concat(everybody.flatMap((one) => one.sent));
      expect(all.length).toBeGreaterThan(10_000);
      const raw = Buffer.from(key, 'base64url');
      for (const form of [key, raw, raw.toString('hex'), raw.toString('base64')])
        expect(all.includes(form)).toBe(false);
      const rows = await withDatabase(site.data, async (client) =>
        JSON.stringify((await client.query(`select * from live.gathering where kind = 'closed'`)).rows),
      );
      expect(rows).not.toContain(key);

      // Ended by who opened it: nobody is in it any more, and the address is gone.
      const closing = await host.context.newPage();
      await closing.goto(address);
      await Promise.all([closing.waitForEvent('load'), closing.click('form[action="?/end"] button')]);
      await expect.poll(() => attribute(friend, 'data-meeting-now'), { timeout: 30_000 }).toBe('ended');
      expect((await closing.goto(address))?.status()).toBe(404);
      for (const one of [friend, wrong]) await one.context.close();
      await closing.close();
      expect(troubles.filter((line) => /Content Security|Trusted|TypeError/.test(line))).toEqual([]);
    }, 400_000);

    test('an open meeting: the lobby, pictures, small rooms and the call back', async () => {
      const here = `${site.url}/en/s/${workshop}/meeting`;
      await host.page.goto(here);
      await send(host.page, 'form[action="?/begin"] .btn.main');
      await sit(host, 'Вядоўца');
      await begin(host);
      const guest = await invited('captioner');
      await guest.page.goto(here);
      await sit(guest, 'Ганна');
      await expect.poll(() => attribute(guest, 'data-place'), { timeout: 20_000 }).toBe('waiting');
      await host.page.click('[data-meeting-act=admit] button');
      await expect.poll(() => attribute(guest, 'data-place'), { timeout: 20_000 }).toBe('in');
      // One looks at oneself first: the others know nothing of it, and what is turned off then comes in turned off.
      await look(guest);
      expect(
        await guest.page.evaluate(`document.querySelector('[data-meeting-preview]').srcObject?.active`),
      ).toBe(true);
      await guest.page.click('[data-meeting-camera]');
      expect(await attribute(host, 'data-meeting-now')).toBe('alone');
      await guest.page.click('[data-meeting-enter]');
      await expect.poll(() => attribute(host, 'data-meeting-now'), { timeout: 45_000 }).toBe('connected');
      await sees(guest, 1);
      expect((await frames(host)).filter((count) => count > 5)).toEqual([]);
      await guest.page.click('[data-meeting-camera]');
      await sees(host, 1);
      // Another camera and another microphone, without leaving: the others go on seeing and hearing.
      for (const kind of ['videoinput', 'audioinput']) {
        const choice = guest.page.locator(`select[data-device=${kind}]`);
        const known = await choice
          .locator('option')
          .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
        expect(known.length).toBeGreaterThan(1);
        const before = await choice.inputValue();
        const next = known.find((one) => one !== before) ?? '';
        await choice.selectOption(next);
        await expect.poll(() => choice.inputValue(), { timeout: 10_000 }).toBe(next);
      }
      expect(await attribute(guest, 'data-meeting-now')).toBe('connected');
      await sees(host, 1);
      // Somebody who is not signed in learns how many are in, and how to sign in.
      const outsider = await come();
      await outsider.page.goto(here);
      const shown = (await outsider.page.textContent('main')) ?? '';
      expect(shown).toContain(' of 50');
      for (const name of ['Ганна', 'Вядоўца']) expect(await outsider.page.content()).not.toContain(name);
      expect(
        await outsider.page.isVisible('[data-meeting-act], [data-meeting-begin], [data-meeting-people]'),
      ).toBe(false);
      const refused = await outsider.page.evaluate(
        `fetch(location.href + '/now', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ act: 'sit', shownAs: 'Чужая' }),
        }).then((answer) => answer.status)`,
      );
      expect([401, 403]).toContain(refused);
      await send(outsider.page, '[data-meeting] a[href$="/sign-in"]');
      expect(new URL(outsider.page.url()).pathname).toBe('/en/sign-in');

      await host.page.click('[data-meeting-act=split] button');
      await expect.poll(() => attribute(guest, 'data-breakout'), { timeout: 20_000 }).toMatch(/^[12]$/);
      await expect.poll(() => frames(host).then((all) => all.length), { timeout: 30_000 }).toBe(0);
      await host.page.click('[data-meeting-act=back] button');
      await sees(guest, 1);
      await sees(host, 1);

      // Notes of two at once: nothing that was typed is lost.
      await host.page.fill('#f-notes', 'first line');
      await host.page.click('[data-meeting-act=notes] button');
      await expect.poll(() => guest.page.inputValue('#f-notes'), { timeout: 15_000 }).toBe('first line');
      await guest.context.close();
      await outsider.context.close();
      expect(troubles.filter((line) => /Content Security|Trusted|TypeError/.test(line))).toEqual([]);
    }, 300_000);

    test('from the keyboard alone one comes in, looks at oneself, joins and leaves', async () => {
      const [keeper, member] = [await invited('host'), await invited('captioner')];
      const { page } = member;
      const press = (key: string): Promise<void> => page.keyboard.press(key);
      await keeper.page.goto(`${site.url}/en/m`);
      await send(keeper.page, 'main form .btn.main');
      await keeper.page.click('[data-meeting-make-key]');
      const link = await keeper.page.inputValue('[data-meeting-link]');
      await sit(keeper, 'Ключніца');
      await begin(keeper);

      await page.goto(link);
      await tabTo(member, 'input[name=shownAs]');
      await page.keyboard.type('Клавіятура');
      await tabTo(member, '[data-meeting-act=sit] button');
      await press('Enter');
      // What one used is gone; the focus goes to what comes next.
      const focused = (): Promise<unknown> =>
        page.evaluate(`document.activeElement.matches('[data-meeting-begin=camera]')`);
      await expect.poll(focused, { timeout: 20_000 }).toBe(true);
      await tabTo(member, '[data-meeting-begin=voice]');
      await press('Space');
      await expect
        .poll(() => page.evaluate(`document.activeElement.matches('[data-meeting-enter]')`), {
          timeout: 20_000,
        })
        .toBe(true);
      expect(await attribute(keeper, 'data-meeting-now')).toBe('alone');
      await press('Enter');
      await expect.poll(() => attribute(keeper, 'data-meeting-now'), { timeout: 45_000 }).toBe('connected');
      // Now on the button of one's microphone.
      const button = (): Promise<string | null> => page.textContent('[data-meeting-microphone]');
      const isOn = await button();
      await press('Enter');
      await expect.poll(button).not.toBe(isOn);
      await tabTo(member, '[data-meeting-act=leave] button');
      await press('Enter');
      await expect.poll(() => attribute(member, 'data-place'), { timeout: 20_000 }).toBe('out');
      await expect.poll(() => attribute(keeper, 'data-meeting-now'), { timeout: 30_000 }).toBe('alone');
      await tabTo(keeper, 'form[action="?/end"] button');
      await andLoad(keeper.page, () => keeper.page.keyboard.press('Enter'));
      expect(new URL(keeper.page.url()).pathname).toBe('/en/m');
      for (const one of [keeper, member]) await one.context.close();
    }, 200_000);

    test('without JavaScript one comes in, writes notes and leaves; a table is found, taken and left', async () => {
      const plain = await invited('captioner', false);
      const { page } = plain;
      await page.goto(`${site.url}/en/s/${workshop}/meeting`);
      await page.fill('input[name=shownAs]', 'Просты');
      await send(page, 'form[action="?/sit"] button');
      if (await page.isVisible('[data-meeting-when=waiting]')) {
        await host.page.click('[data-meeting-act=admit_all] button');
        await expect
          .poll(async () => (await page.reload(), page.isVisible('[data-meeting-people]')), {
            timeout: 15_000,
          })
          .toBe(true);
      }
      await page.fill('#f-notes', 'typed without a script');
      await send(page, '[data-meeting-act=notes] button');
      expect(await page.inputValue('#f-notes')).toBe('typed without a script');
      await send(page, 'form[action="?/leave"] button');
      expect(await page.isVisible('form[action="?/sit"]')).toBe(true);

      await host.page.goto(`${site.url}/en/e/vytoki/lounge`);
      await host.page.fill('#f-subject', 'en');
      await send(host.page, 'form:has(#f-subject) button');
      if ((await host.page.inputValue('form[action="?/open"] input[name=open]')) === 'on')
        await send(host.page, 'form[action="?/open"] button');
      await page.goto(`${site.url}/en/e/vytoki/lounge`);
      await Promise.all([page.waitForEvent('load'), page.locator('.tables a').first().click()]);
      await page.fill('input[name=shownAs]', 'Суседка');
      await send(page, 'form[action="?/sit"] button');
      expect(await page.textContent('[data-meeting-people]')).toContain('Суседка');
      const other = await come(false);
      await other.page.goto(`${site.url}/en/e/vytoki/lounge`);
      const list = (await other.page.textContent('main')) ?? '';
      expect(list).toContain('1 of 6');
      expect(list).not.toContain('Суседка');
      await send(page, 'form[action="?/leave"] button');
      await other.page.reload();
      expect(await other.page.textContent('main')).toContain('0 of 6');
      await other.context.close();
      await plain.context.close();
    }, 200_000);

    test('two at a table see each other', async () => {
      const [one, two] = [await invited('captioner'), await invited('captioner')];
      for (const [index, somebody] of [one, two].entries()) {
        await somebody.page.goto(`${site.url}/en/e/vytoki/lounge`);
        await Promise.all([
          somebody.page.waitForEvent('load'),
          somebody.page.locator('.tables a').first().click(),
        ]);
        await sit(somebody, `Сусед ${index}`);
        await begin(somebody);
      }
      await sees(one, 1);
      await sees(two, 1);

      // Shown out by whoever keeps the lounge: from the sound at once, and from every table until they are let back.
      const table = one.page.url();
      await host.page.goto(table);
      await sit(host, 'Гаспадыня');
      await host.page.click('[data-meeting-people] li:has-text("Сусед 1") [data-meeting-act=remove] button');
      await expect.poll(() => attribute(two, 'data-place'), { timeout: 20_000 }).toBe('out');
      await expect.poll(() => frames(one).then((all) => all.length), { timeout: 30_000 }).toBe(0);
      await two.page.goto(table);
      await sit(two, 'Іншы');
      await expect
        .poll(() => two.page.textContent('[data-meeting-status]'), { timeout: 15_000 })
        .toContain('You were shown out');
      expect(await attribute(two, 'data-place')).toBe('out');
      await host.page.click('[data-meeting-act=let_back] button');
      await expect
        .poll(() => host.page.isVisible('[data-meeting-shown-out]'), { timeout: 15_000 })
        .toBe(false);
      await sit(two, 'Іншы');
      await expect.poll(() => attribute(two, 'data-place'), { timeout: 15_000 }).toBe('in');
      for (const somebody of [one, two]) await somebody.context.close();
    }, 200_000);
  },
);
