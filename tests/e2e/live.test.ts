import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { arrive, openGuest, send, type Guest } from '../support/guests.ts';
import { picturesMove } from '../support/pictures.ts';
import { startSite, type RunningSite } from '../support/site.ts';
import { fakeDevices, missing, startHall } from './live-needs.ts';

describe.skipIf(missing)(
  `a live session, with the real engine${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let site: RunningSite;
    let browser: Browser;
    const troubles: string[] = [];
    const here = (rest = '', lang = 'be'): string => `${site.url}/${lang}/s/${site.live}${rest}`;

    const come = (javaScriptEnabled = true): Promise<Guest> =>
      openGuest(browser, site.url, troubles, { javaScriptEnabled });
    const watch = async (lang = 'be'): Promise<Guest> => {
      const guest = await come();
      await guest.page.goto(here('/stage', lang));
      await guest.page.click('button[data-how=video]');
      await picturesMove(guest.page, 1);
      return guest;
    };
    const status = (guest: Guest): Promise<string | null> =>
      guest.page.getAttribute('[data-backstage]', 'data-backstage-now');
    const act = (host: Guest, name: string, what: string): Promise<void> =>
      send(host.page, `#people li:has(b:text-is("${name}")) form:has(input[name=act][value=${what}]) button`);

    beforeAll(async () => {
      site = await startHall();
      browser = await openBrowser(fakeDevices);
    });
    afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });

    test('a newcomer sees and hears the demo’s speaker and reads along', async () => {
      const guest = await watch();
      const firstFrame = await guest.page.evaluate(
        `performance.measure('x', 'veche:join', 'veche:first-frame').duration`,
      );
      console.info(`click to first frame: ${Math.round(Number(firstFrame))} ms`);
      expect(await guest.page.textContent('[data-stage-place] figcaption')).not.toBe('');
      expect(
        await guest.page.evaluate(
          `[...document.querySelectorAll('[data-stage-place] audio')].filter((one) => !one.paused && one.srcObject.active).length`,
        ),
      ).toBe(1);
      await expect
        .poll(() => guest.page.locator('[data-live-lines] [data-seq]').count(), { timeout: 15_000 })
        .toBeGreaterThan(0);
      await expect
        .poll(() => guest.page.textContent('[data-live-band]'), { timeout: 25_000 })
        .toBe('Слухае некалькі чалавек.');
      await guest.page.click('[data-stage-leave]');
      await guest.page.click('button[data-how=audio]');
      await expect
        .poll(() => guest.page.locator('[data-stage-place] audio').count(), { timeout: 15_000 })
        .toBe(1);
      expect(await guest.page.locator('[data-stage-place] video').count()).toBe(0);
      await guest.context.close();
    });

    test('the whole of it: backstage, on stage, muted, off, a question shown, the end; nobody learns who listens', async () => {
      const [speaker, host] = [await come(), await come()];
      await arrive(host, site.organiserLink);
      await arrive(speaker, site.speakerLink);
      await speaker.page.goto(here('/backstage'));
      await speaker.page.fill('input[name=shownAs]', 'Жытнёвая');
      await send(speaker.page, 'form[action="?/take"] button');
      await speaker.page.click('[data-backstage-check] button');
      await expect.poll(() => status(speaker), { timeout: 20_000 }).toBe('you_backstage');
      await expect
        .poll(() => speaker.page.evaluate(`document.querySelector('[data-backstage-meter]').value`), {
          timeout: 10_000,
        })
        .toBeGreaterThan(0);

      const [one, two] = [await watch(), await watch('en')];
      expect(await one.page.locator('[data-stage-place] video').count()).toBe(1);
      await host.page.goto(here('/host'));
      await act(host, 'Жытнёвая', 'bring');
      await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_stage');
      for (const guest of [one, two]) await picturesMove(guest.page, 2, { withinMs: 20_000 });
      expect(await one.page.locator('[data-stage-place] audio').count()).toBe(2);

      await act(host, 'Жытнёвая', 'mute');
      await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_muted');
      await expect
        .poll(() => one.page.locator('[data-stage-place] audio').count(), { timeout: 15_000 })
        .toBe(1);
      await act(host, 'Жытнёвая', 'unmute');
      await expect
        .poll(() => one.page.locator('[data-stage-place] audio').count(), { timeout: 15_000 })
        .toBe(2);

      // A question without JavaScript, seen by all only after the host shows it.
      const plain = await come(false);
      await plain.page.goto(here('/ask'));
      await plain.page.fill('textarea[name=text]', 'Ці чуваць у апошнім радзе?');
      await send(plain.page, 'main form .btn.main');
      expect(await plain.page.textContent('main')).toContain('Пытанне ў вядоўцы');
      await plain.page.goto(here('/text'));
      expect(await plain.page.content()).toContain('http-equiv="refresh"');
      expect(await plain.page.textContent('main')).not.toContain('апошнім радзе');
      await host.page.goto(here('/host'));
      await send(host.page, '#questions li:has-text("апошнім радзе") form:has(input[value=shown]) button');
      const reader = await come();
      await reader.page.goto(here('/text'));
      expect(await reader.page.textContent('[data-live-questions]')).toContain('апошнім радзе');
      await host.page.fill('#f-backstage', 'Яшчэ пяць хвілін');
      await send(host.page, 'form[action="?/backstage"] button');
      await expect
        .poll(() => speaker.page.textContent('[data-backstage-note]'), { timeout: 15_000 })
        .toBe('Яшчэ пяць хвілін');

      // The engine dies and comes back: everybody sees both pictures again, nobody has to do anything.
      process.kill(Number(readFileSync(join(site.data, 'engine/pid'), 'utf8').split(' ')[0]), 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const guest of [one, two]) await picturesMove(guest.page, 2, { withinMs: 60_000 });

      // What a listener's browser was sent names nobody who only listens.
      expect(one.own.length).toBeGreaterThan(0);
      expect(two.own.length).toBeGreaterThan(0);
      for (const [guest, other] of [
        [one, two],
        [two, one],
        [speaker, one],
        [speaker, two],
      ] as const) {
        const bytes = Buffer.concat(guest.wire);
        expect(bytes.length).toBeGreaterThan(500);
        for (const { sub } of other.own) expect(bytes.includes(sub)).toBe(false);
      }

      await host.page.goto(here('/host'));
      await act(host, 'Жытнёвая', 'take');
      await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_backstage');
      await picturesMove(one.page, 1, { withinMs: 20_000 });
      await send(host.page, 'form:has(input[name=to][value=over]) button');
      await expect
        .poll(() => two.page.textContent('[data-stage-status]'), { timeout: 15_000 })
        .toBe('The session is over. Thank you for being with us.');
      await expect
        .poll(() => reader.page.textContent('[data-live-state-text]'), { timeout: 15_000 })
        .toBe('Скончылася');
      expect(troubles.filter((line) => /off-origin|Content Security|Trusted/.test(line))).toEqual([]);
      expect(site.output()).not.toMatch(/127\.0\.0\.1:\d+.*(candidate|chrome)|Mozilla|HeadlessChrome/i);
      for (const guest of [one, two, speaker, host, plain, reader]) await guest.context.close();
    }, 240_000);
  },
);

test.skipIf(missing)('without an engine a session runs as text, and says so', async () => {
  const site = await startSite({ env: { VECHE_ENGINE: 'off' } });
  try {
    const page = await (await fetch(`${site.url}/be/s/${site.live}/stage`)).text();
    expect(page).toContain('Відэа і гуку пакуль няма');
    const ticket = await fetch(`${site.url}/be/s/${site.live}/stage/ticket`, {
      method: 'POST',
      headers: { origin: site.url },
    });
    expect([ticket.status, (await ticket.json()).code]).toEqual([503, 'live.no_engine']);
    await expect
      .poll(async () => (await fetch(`${site.url}/be/s/${site.live}/text`)).text(), { timeout: 20_000 })
      .toContain('data-seq=');
  } finally {
    await site.stop();
  }
});
