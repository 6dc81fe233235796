import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { arrive, openGuest, send, type Guest } from '../support/guests.ts';
import { picturesMove } from '../support/pictures.ts';
import type { RunningSite } from '../support/site.ts';
import { fakeDevices, missing, startHall } from './live-needs.ts';

/** A shared window without anybody choosing it. */
const screenFlags = ['--auto-select-desktop-capture-source=Entire screen', '--auto-accept-this-tab-capture'];

const hasFfmpeg = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'ffmpeg')));

/** Some seconds of a tone, as a recorder writes it. */
function beepOf(seconds: number): Buffer {
  const rate = 16_000;
  const head = Buffer.alloc(44);
  head.write('RIFF    WAVEfmt ', 'latin1');
  head.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    head.writeUInt16LE(value, at);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  const samples = Buffer.alloc(seconds * rate * 2);
  for (let i = 0; i < seconds * rate; i++)
    samples.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * 330 * i) / rate)), i * 2);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  head.writeUInt32LE(samples.length + 36, 4);
  return Buffer.concat([head, samples]);
}

describe.skipIf(missing)(
  `backstage and stage, with the real engine${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let site: RunningSite;
    let browser: Browser;
    let host: Guest;
    let speaker: Guest;
    let viewer: Guest;
    const troubles: string[] = [];
    const here = (rest = '', lang = 'be'): string => `${site.url}/${lang}/s/${site.live}${rest}`;

    /** With `signedIn` the browser of somebody who is: in a window of its own, for one behind another hardly moves. */
    const come = async (signedIn?: Guest): Promise<Guest> =>
      openGuest(browser, site.url, troubles, {
        ...(signedIn ? { storageState: await signedIn.context.storageState() } : {}),
        // What is not in sight is not received.
        viewport: { width: 1280, height: 1800 },
      });
    const status = (guest: Guest): Promise<string | null> =>
      guest.page.getAttribute('[data-backstage]', 'data-backstage-now');
    const talk = (guest: Guest): Promise<string | null> =>
      guest.page.getAttribute('[data-backstage]', 'data-backstage-talk');
    const act = (name: string, what: string): Promise<void> =>
      send(host.page, `#people li:has(b:text-is("${name}")) form:has(input[name=act][value=${what}]) button`);
    const sounds = (page: Page, place = '[data-stage-place]'): Promise<number> =>
      page.locator(`${place} audio`).count();
    const sit = async (guest: Guest, name: string): Promise<void> => {
      await guest.page.goto(here('/backstage'));
      await guest.page.fill('input[name=shownAs]', name);
      await send(guest.page, 'form[action="?/take"] button');
    };
    const check = async (guest: Guest): Promise<void> => {
      await guest.page.click('[data-backstage-check] button');
      await expect.poll(() => status(guest), { timeout: 20_000 }).toBe('you_backstage');
    };
    /** However the test before ended. */
    const offStage = async (): Promise<void> => {
      await host.page.goto(here('/host'));
      const take = `#people li:has(b:text-is("Жытнёвая")) form:has(input[value=take]) button`;
      if (await host.page.locator(take).count()) await send(host.page, take);
    };
    const choose = async (guest: Guest, picture: string, masked = false): Promise<void> => {
      await guest.page.check(`input[name=picture][value=${picture}]`);
      await guest.page.setChecked('input[name=masked]', masked);
      await send(guest.page, 'form[action="?/choose"] button');
    };

    beforeAll(async () => {
      site = await startHall();
      browser = await openBrowser([...fakeDevices, ...screenFlags]);
      [host, speaker, viewer] = [await come(), await come(), await come()];
      await arrive(host, site.organiserLink);
      await arrive(speaker, site.speakerLink);
      await viewer.page.goto(here('/stage'));
      await viewer.page.click('button[data-how=video]');
      await picturesMove(viewer.page, 1);
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });

    test('back and forth three times: the crew’s talk, a countdown, the stage, and nothing of the talk in the hall', async () => {
      // The host has a seat backstage, too, in another window.
      const desk = await come(host);
      await sit(desk, 'Вядоўца');
      await choose(desk, 'voice');
      await check(desk);
      await sit(speaker, 'Жытнёвая');
      await check(speaker);
      // A check alone sends nothing anywhere.
      expect(await desk.page.locator('[data-backstage-crew] figure').count()).toBe(0);
      await speaker.page.click('[data-backstage-talk]');
      await expect.poll(() => talk(speaker), { timeout: 15_000 }).toBe('0');
      await desk.page.click('[data-backstage-talk]');
      for (const one of [speaker, desk]) {
        await expect.poll(() => talk(one), { timeout: 15_000 }).toBe('1');
        await expect.poll(() => sounds(one.page, '[data-backstage-crew]'), { timeout: 20_000 }).toBe(1);
      }
      await picturesMove(desk.page, 1, { place: '[data-backstage-crew]' });
      // The stage is seen and heard behind it as well.
      await picturesMove(speaker.page, 1, { place: '[data-backstage-others]' });
      expect(await sounds(speaker.page, '[data-backstage-others]')).toBe(1);
      // The hall sees and hears the demo's speaker alone, and was told of nobody else.
      await picturesMove(viewer.page, 1);
      expect(await viewer.page.locator('[data-stage-place] figure').count()).toBe(1);
      expect(await sounds(viewer.page)).toBe(1);
      const room = viewer.own[0]!.room;
      const [mine] = speaker.own;
      const talkRoom = speaker.own.find((one) => one.room !== room)!.room;
      const told = Buffer.concat(viewer.wire);
      expect(told.length).toBeGreaterThan(500);
      for (const secret of [mine!.sub, desk.own[0]!.sub, talkRoom, 'Жытнёвая', 'Вядоўца'])
        expect(told.includes(secret)).toBe(false);

      for (let round = 0; round < 3; round++) {
        await host.page.goto(here('/host'));
        await act('Жытнёвая', round === 0 ? 'soon' : 'bring');
        if (round === 0) {
          await speaker.page.waitForSelector('[data-backstage-due]:not([hidden])', { timeout: 5000 });
          const left = Number(await speaker.page.textContent('[data-backstage-seconds]'));
          expect(left).toBeGreaterThan(0);
          expect(left).toBeLessThanOrEqual(10);
          // "Not yet": the host sees it, and calls again.
          // At once: the countdown does not wait for a busy machine.
          await speaker.page.dispatchEvent('[data-backstage-not-yet] button', 'click');
          await speaker.page.waitForSelector('[data-backstage-due][hidden]', { state: 'attached' });
          await expect
            .poll(() => host.page.textContent('#people'), { timeout: 12_000 })
            .toContain('Кажа: яшчэ не');
          await act('Жытнёвая', 'soon');
          const called = Date.now();
          await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_stage');
          expect(Date.now() - called).toBeGreaterThan(8000);
        }
        await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_stage');
        await picturesMove(viewer.page, 2);
        await expect.poll(() => sounds(viewer.page), { timeout: 15_000 }).toBe(2);
        // Whoever is on stage is out of the talk, and hears nothing of it.
        await expect.poll(() => talk(desk), { timeout: 15_000 }).toBe('0');
        expect(await sounds(speaker.page, '[data-backstage-crew]')).toBe(0);
        await host.page.goto(here('/host'));
        await act('Жытнёвая', 'take');
        await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_backstage');
        await picturesMove(viewer.page, 1);
        // Back in the talk without doing anything.
        await picturesMove(desk.page, 1, { place: '[data-backstage-crew]', withinMs: 20_000 });
      }
      const all = Buffer.concat(viewer.wire);
      for (const secret of [desk.own[0]!.sub, talkRoom, 'Вядоўца']) expect(all.includes(secret)).toBe(false);
      await desk.context.close();
    }, 400_000);

    test('the host’s layouts, somebody large, a sign language and a screen with its sound are seen by a viewer', async () => {
      await offStage();
      const layout = (): Promise<string | null> =>
        viewer.page.getAttribute('[data-stage-place]', 'data-layout');
      await host.page.goto(here('/host'));
      await act('Жытнёвая', 'bring');
      await picturesMove(viewer.page, 2);
      for (const name of ['speaker', 'slides', 'screen', 'panel']) {
        await send(host.page, `form[action="?/layout"] button[value=${name}]`);
        expect(await host.page.getAttribute(`button[value=${name}]`, 'aria-pressed')).toBe('true');
        await expect.poll(layout, { timeout: 10_000 }).toBe(name);
      }
      await send(host.page, 'form[action="?/layout"] button[value=speaker]');
      await act('Жытнёвая', 'feature');
      await expect
        .poll(() => viewer.page.textContent('[data-stage-place] .large figcaption'), { timeout: 10_000 })
        .toBe('Жытнёвая');
      const width = (selector: string): Promise<number> =>
        viewer.page.evaluate(`document.querySelector('${selector}')?.getBoundingClientRect().width ?? 0`);
      const whole = await width('[data-hall]');
      expect(await width('[data-stage-place] .large')).toBeGreaterThan(whole * 0.9);
      await act('Жытнёвая', 'unfeature');
      await act('Жытнёвая', 'sign');
      await expect.poll(() => width('[data-stage-place] .signs'), { timeout: 10_000 }).toBeGreaterThan(0);
      // Never smaller than half of the stage, whatever the layout.
      for (const name of ['panel', 'slides', 'screen', 'speaker']) {
        await send(host.page, `form[action="?/layout"] button[value=${name}]`);
        await expect.poll(layout, { timeout: 10_000 }).toBe(name);
        expect([name, (await width('[data-stage-place] .signs')) >= whole * 0.49]).toEqual([name, true]);
      }
      await act('Жытнёвая', 'unsign');

      await speaker.page.click('[data-backstage-screen]');
      await viewer.page.waitForSelector('[data-stage-place] .screen video', { timeout: 20_000 });
      // A screen may stand still.
      await expect
        .poll(() => viewer.page.evaluate(`document.querySelector('.screen video').videoWidth`), {
          timeout: 20_000,
        })
        .toBeGreaterThan(0);
      await host.page.goto(here('/host'));
      await act('Жытнёвая', 'take');
      await expect.poll(() => viewer.page.locator('.screen').count(), { timeout: 15_000 }).toBe(0);
      await picturesMove(viewer.page, 1);
      await expect
        .poll(() => speaker.page.getAttribute('[data-backstage-screen]', 'aria-pressed'))
        .toBe('false');
    }, 120_000);

    test('voice alone and a changed voice: no picture ever leaves, and the engine would not take one', async () => {
      await offStage();
      await sit(speaker, 'Жытнёвая');
      await choose(speaker, 'voice', true);
      expect(await speaker.page.locator('[data-backstage-preview]').count()).toBe(0);
      await check(speaker);
      expect(await speaker.page.textContent('[data-backstage-desk]')).toContain('Ваш голас мяняецца');
      await host.page.goto(here('/host'));
      expect(await host.page.textContent('#people')).toContain('толькі голас');
      await act('Жытнёвая', 'bring');
      await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_stage');
      await expect.poll(() => sounds(viewer.page), { timeout: 15_000 }).toBe(2);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(await viewer.page.locator('[data-stage-place] video').count()).toBe(1);
      // What the viewer hears is a sound, though not the one that was made.
      await expect
        .poll(
          () =>
            viewer.page.evaluate(`(async () => {
              const all = [...document.querySelectorAll('[data-stage-place] figure:not(.seen) audio')];
              const context = new AudioContext();
              const analyser = context.createAnalyser();
              context.createMediaStreamSource(all[0].srcObject).connect(analyser);
              const samples = new Float32Array(analyser.fftSize);
              let most = 0;
              for (let i = 0; i < 40; i++) {
                await new Promise((resolve) => setTimeout(resolve, 50));
                analyser.getFloatTimeDomainData(samples);
                most = Math.max(most, ...samples);
              }
              await context.close();
              return most;
            })()`),
          { timeout: 15_000 },
        )
        .toBeGreaterThan(0.005);
      await host.page.goto(here('/host'));
      await act('Жытнёвая', 'take');
      await expect.poll(() => status(speaker), { timeout: 15_000 }).toBe('you_backstage');
      await choose(speaker, 'never');
      await speaker.page.check('input[name=picture][value=camera]');
      await send(speaker.page, 'form[action="?/choose"] button');
      expect(await speaker.page.textContent('main')).toContain('да канца сесіі');
    }, 120_000);

    test('whoever was taken off can’t come back with the tokens they had', async () => {
      await offStage();
      await sit(speaker, 'Жытнёвая');
      const tokens = await speaker.page.evaluate(`(async () => {
        const ask = async (how) => (await (await fetch(location.pathname + '/ticket' + how, { method: 'POST' })).json()).token;
        return [await ask(''), await ask('?talk')];
      })()`);
      const enter = (token: string): Promise<boolean> =>
        speaker.page.evaluate(`new Promise((resolve) => {
          const socket = new WebSocket(location.origin.replace('http', 'ws') + '/engine/rtc?protocol=15&access_token=${token}');
          socket.onmessage = () => (resolve(true), socket.close());
          socket.onerror = socket.onclose = () => resolve(false);
        })`);
      for (const token of tokens as string[]) expect(await enter(token)).toBe(true);
      await send(speaker.page, 'form[action="?/leave"] button');
      for (const token of tokens as string[]) expect(await enter(token)).toBe(false);
    }, 60_000);

    test.skipIf(!hasFfmpeg)(
      'whoever can’t connect sends a recording, and the host plays it',
      async () => {
        const plain = await browser.newContext({
          javaScriptEnabled: false,
          storageState: await speaker.context.storageState(),
        });
        const page = await plain.newPage();
        await page.goto(here('/backstage'));
        await page.fill('input[name=shownAs]', 'Жытнёвая');
        await send(page, 'form[action="?/take"] button');
        const give = async (name: string, buffer: Buffer): Promise<void> => {
          await page.setInputFiles('#f-file', { name, mimeType: 'audio/wav', buffer });
          await send(page, 'form[action="?/statement"] button');
        };
        await give('x.wav', Buffer.from('#EXTM3U\nfile:///etc/passwd'));
        expect(await page.textContent('main')).toContain('Гэта не запіс');
        await give('x.wav', beepOf(8));
        await expect
          .poll(
            async () => {
              await page.goto(here('/backstage'));
              return page.textContent('#statement');
            },
            { timeout: 60_000, interval: 1000 },
          )
          .toContain('Запіс гатовы');
        await plain.close();
        await host.page.goto(here('/host'));
        await send(host.page, '#people li:has-text("Жытнёвая") form[action="?/statement"] button');
        const played = viewer.page.locator('[data-stage-place] figcaption:text-is("▶ Жытнёвая")');
        await expect.poll(() => played.count(), { timeout: 30_000 }).toBe(1);
        await expect.poll(() => sounds(viewer.page), { timeout: 15_000 }).toBe(2);
        // It ends by itself.
        await expect.poll(() => played.count(), { timeout: 40_000 }).toBe(0);
        const people = async (): Promise<string | null> => {
          await host.page.goto(here('/host'));
          return host.page.textContent('#people');
        };
        // Its sound ends first; then its process does, and its seat is cleared.
        await expect.poll(people, { timeout: 20_000, interval: 500 }).not.toContain('▶');
      },
      180_000,
    );

    test('the host’s kit is forms: everything without JavaScript', async () => {
      await offStage();
      await sit(speaker, 'Жытнёвая');
      const plain = await browser.newContext({
        javaScriptEnabled: false,
        storageState: await host.context.storageState(),
        viewport: { width: 360, height: 740 },
      });
      const page = await plain.newPage();
      await page.goto(here('/host'));
      const row = '#people li:has(b:text-is("Жытнёвая"))';
      for (const [what, then] of [
        ['soon', 'На сцэне праз'],
        ['wait', 'за кулісамі'],
        ['bring', 'на сцэне'],
        ['mute', 'мікрафон закрыты'],
        ['sign', 'жэставая мова'],
        ['take', 'за кулісамі'],
      ] as const) {
        await send(page, `${row} form:has(input[name=act][value=${what}]) button`);
        expect([what, await page.textContent(row)]).toEqual([what, expect.stringContaining(then)]);
      }
      await send(page, 'form[action="?/layout"] button[value=slides]');
      expect(await page.getAttribute('button[value=slides]', 'aria-pressed')).toBe('true');
      // One thumb: nothing is wider than the phone.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await plain.close();
      expect(troubles.filter((line) => /off-origin|Content Security|Trusted/.test(line))).toEqual([]);
    }, 60_000);
  },
);
