import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, inviteLink } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { openBrowser } from '../support/browser.ts';
import { arrive, openGuest, send, type Guest } from '../support/guests.ts';
import type { RunningSite } from '../support/site.ts';
import { fakeDevices, missing, startHall } from './live-needs.ts';

/** So many seconds of nothing: 48 kHz, 16 bits, one channel. */
function silentWave(seconds: number): Buffer {
  const bytes = 48_000 * 2 * seconds;
  const wave = Buffer.alloc(44 + bytes);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(36 + bytes, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(48_000, 24);
  wave.writeUInt32LE(96_000, 28);
  wave.writeUInt16LE(2, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(bytes, 40);
  return wave;
}

describe.skipIf(missing)(
  `booths and captions, with the real engine${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let site: RunningSite;
    let browser: Browser;
    let organiser: Visitor;
    const troubles: string[] = [];
    const here = (rest = '', lang = 'en'): string => `${site.url}/${lang}/s/${site.live}${rest}`;

    const come = (javaScriptEnabled = true, by = browser): Promise<Guest> =>
      openGuest(by, site.url, troubles, { javaScriptEnabled });
    const invited = async (role: string, javaScriptEnabled = true, by = browser): Promise<Guest> => {
      const one = await come(javaScriptEnabled, by);
      await arrive(one, await inviteLink(organiser, 'vytoki', { role }));
      return one;
    };
    const interpreter = async (name: string, lang = 'en', by = browser): Promise<Guest> => {
      const one = await invited('interpreter', true, by);
      await one.page.goto(here(`/booth/${lang}`));
      await one.page.fill('input[name=shownAs]', name);
      await send(one.page, 'form[action="?/enter"] button');
      await one.page.click('[data-booth-check] button');
      await expect
        .poll(() => one.page.getAttribute('[data-booth-page]', 'data-booth-sound'), { timeout: 30_000 })
        .toBe('connected');
      return one;
    };
    const press = (one: Guest, act: string): Promise<void> =>
      one.page.click(`[data-booth-act=${act}] button`, { timeout: 30_000 });
    const standing = (one: Guest): Promise<string | null> =>
      one.page.getAttribute('[data-booth-page]', 'data-booth-now');
    const heard = (one: Guest): Promise<string | null> =>
      one.page.getAttribute('[data-listen]', 'data-listen');
    /** Loudness of the floor's sounds that play. */
    const floor = (one: Guest): Promise<number[]> =>
      one.page.evaluate(
        `[...document.querySelectorAll('[data-stage-place] audio')].filter((one) => !one.paused).map((one) => one.muted ? 0 : one.volume)`,
      ) as Promise<number[]>;
    const booths = (one: Guest): Promise<number> =>
      one.page.evaluate(
        `[...document.querySelectorAll('audio[data-booth]')].filter((one) => !one.paused && one.srcObject.active).length`,
      ) as Promise<number>;
    const listen = async (lang: string): Promise<Guest> => {
      const one = await come();
      await one.page.goto(here(`/stage${lang && `?listen=${lang}`}`));
      await one.page.click('button[data-how=audio]');
      await expect.poll(() => floor(one), { timeout: 30_000 }).toHaveLength(1);
      return one;
    };

    beforeAll(async () => {
      site = await startHall();
      browser = await openBrowser(fakeDevices);
      organiser = makeVisitor(site.url);
      await accept(organiser, site.organiserLink);
    });
    afterAll(async () => {
      organiser?.close();
      await browser?.close();
      await site?.stop();
    });

    test('two interpreters hand over without a gap; a listener changes languages and is told of silence', async () => {
      const [one, two] = [await interpreter('Ластаўка Першая'), await interpreter('Ластаўка Другая')];
      const listener = await listen('en');
      await expect.poll(() => heard(listener), { timeout: 30_000 }).toBe('empty');
      expect(await floor(listener)).toEqual([1]);
      expect(await listener.page.textContent('[data-listen-status]')).toContain('you hear the original');

      await press(one, 'take');
      await expect.poll(() => heard(listener), { timeout: 40_000 }).toBe('interpretation');
      await expect.poll(() => floor(listener)).toEqual([0.15]);
      expect(await booths(listener)).toBe(1);
      // Whoever listens to the original receives no booth at all, and has no tile of an interpreter.
      const original = await listen('');
      expect([await booths(original), await floor(original)]).toEqual([0, [1]]);
      expect(await original.page.locator('[data-stage-place] figure').count()).toBe(1);

      await listener.page.evaluate(`(() => {
        window.heard = [];
        const place = document.querySelector('[data-listen]');
        new MutationObserver(() => window.heard.push(place.dataset.listen)).observe(place, { attributes: true, attributeFilter: ['data-listen'] });
        window.least = 9;
        setInterval(() => { window.least = Math.min(window.least, document.querySelectorAll('audio[data-booth]').length); }, 50);
      })()`);
      await press(one, 'offer');
      await expect.poll(() => standing(two), { timeout: 30_000 }).toBe('offered_other');
      await press(two, 'accept');
      await expect.poll(() => standing(two), { timeout: 30_000 }).toBe('yours');
      await expect.poll(() => standing(one), { timeout: 30_000 }).toBe('other');
      expect(await two.page.textContent('[data-booth-people]')).toContain('Ластаўка Другая, you, has the');
      // The one who had it is taken off the air once the next is heard.
      await new Promise((resolve) => setTimeout(resolve, 4000));
      expect(await booths(listener)).toBe(1);
      expect(await listener.page.evaluate('[window.heard, window.least]')).toEqual([[], 1]);
      for (const booth of [one, two])
        expect(await booth.page.getAttribute('[data-booth-page]', 'data-turn')).toBe('2');

      await press(two, 'close');
      await expect.poll(() => heard(listener), { timeout: 40_000 }).toBe('empty');
      expect(await floor(listener)).toEqual([1]);
      await press(two, 'open');
      await expect.poll(() => heard(listener), { timeout: 40_000 }).toBe('interpretation');

      await listener.page.click('[data-listen-to=""]');
      await expect.poll(() => heard(listener)).toBe('original');
      await expect.poll(() => floor(listener)).toEqual([1]);
      await expect.poll(() => booths(listener)).toBe(0);
      expect(listener.page.url()).not.toContain('listen');
      await listener.page.click('[data-listen-to=en]');
      expect(listener.page.url()).toContain('listen=en');
      await expect.poll(() => booths(listener), { timeout: 30_000 }).toBe(1);

      // The booth asks for a slower pace, talks among its own, and nobody else learns its names.
      await press(two, 'slower');
      await two.page.fill('[data-booth-act=say] input[name=text]', 'вада скончылася');
      await press(two, 'say');
      await expect
        .poll(() => one.page.textContent('[data-booth-lines]'), { timeout: 30_000 })
        .toContain('вада скончылася');
      for (const guest of [listener, original]) {
        const bytes = Buffer.concat(guest.wire);
        expect(bytes.length).toBeGreaterThan(500);
        for (const secret of ['Ластаўка', 'вада']) expect(bytes.includes(secret)).toBe(false);
      }

      // An interpreter's machine dies: the floor is back at once, and the colleague may take over.
      await two.context.close();
      await expect.poll(() => heard(listener), { timeout: 30_000 }).toBe('empty');
      expect(await floor(listener)).toEqual([1]);
      await expect.poll(() => standing(one), { timeout: 40_000 }).toBe('offered_other');
      await press(one, 'accept');
      await expect.poll(() => heard(listener), { timeout: 40_000 }).toBe('interpretation');
      for (const somebody of [one, listener, original]) await somebody.context.close();
      expect(troubles.filter((line) => /Content Security|Trusted|pageerror|TypeError/.test(line))).toEqual(
        [],
      );
    }, 400_000);

    test('one may listen through another booth; of a booth where nothing is said listeners get the floor back', async () => {
      // A microphone that works and hears nothing.
      const folder = mkdtempSync(join(tmpdir(), 'veche-silence-'));
      const silence = join(folder, 'silence.wav');
      writeFileSync(silence, silentWave(2));
      const mute = await openBrowser([...fakeDevices, `--use-file-for-fake-audio-capture=${silence}`]);
      try {
        await organiser.fill(`/en/s/${site.live}/languages`, { language: 'de' }, '?/open');
        // Whoever closed their page without leaving still has it; the host takes it away.
        await organiser.fill(`/en/s/${site.live}/booth/en`, {}, '?/free');
        const speaking = await interpreter('Гучная');
        await press(speaking, 'take');
        const quiet = await interpreter('Ціхая', 'de', mute);
        const place = '[data-booth-place] audio';
        await expect.poll(() => quiet.page.locator(place).count(), { timeout: 40_000 }).toBe(1);
        const volumes = (): Promise<number[]> =>
          quiet.page.evaluate(
            `[...document.querySelectorAll('${place}')].map((one) => one.muted ? 0 : one.volume)`,
          ) as Promise<number[]>;
        expect(await volumes()).toEqual([1]);
        await quiet.page.selectOption('#f-relay', 'en');
        await expect.poll(volumes, { timeout: 40_000 }).toEqual([0]);
        expect(await booths(quiet)).toBe(1);
        await quiet.page.selectOption('#f-relay', '');
        await expect.poll(volumes, { timeout: 40_000 }).toEqual([1]);

        const listener = await listen('de');
        await press(quiet, 'take');
        await expect.poll(() => heard(listener), { timeout: 20_000 }).toBe('interpretation');
        await expect.poll(() => heard(listener), { timeout: 20_000 }).toBe('silent');
        expect(await floor(listener)).toEqual([1]);
        expect(await listener.page.textContent('[data-listen-status]')).toContain('interpreter is silent');
        for (const one of [speaking, quiet, listener]) await one.context.close();
      } finally {
        await mute.close();
        rmSync(folder, { recursive: true });
      }
    }, 300_000);

    test('captions are typed, read, corrected and kept without JavaScript', async () => {
      const typist = await invited('captioner', false);
      await typist.page.goto(here('/captions/en'));
      const typed = `Without a script ${Date.now()} <b> & "so"`;
      await typist.page.fill('#f-type', typed);
      await send(typist.page, '[data-captions-type] button');
      const reader = await come(false);
      await reader.page.goto(here('/text'));
      expect(await reader.page.textContent('[data-live-lines]')).toContain(typed);
      const row = typist.page.locator('[data-captions-correct]', {
        has: typist.page.locator(`input[value^="${typed.slice(0, 24)}"]`),
      });
      await row.locator('input[name=text]').fill('Corrected without a script');
      await Promise.all([typist.page.waitForEvent('load'), row.locator('button').click()]);
      await reader.page.reload();
      expect(await reader.page.textContent('[data-live-lines]')).toContain('Corrected without a script');
      const file = await fetch(`${site.url}/s/${site.live}/captions/en.vtt`);
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/vtt; charset=utf-8']);
      const text = await file.text();
      expect(text).toMatch(/^WEBVTT\n/);
      expect(text).toContain('Corrected without a script');
      expect(text).not.toContain(typed);
      await typist.context.close();
      await reader.context.close();
    });

    test('a speech-recognition server writes with a key, and with no other', async () => {
      const shown = await organiser.fill(
        `/en/s/${site.live}/languages`,
        { name: 'whisper', lang: 'ru' },
        '?/key',
      );
      const key = /class="link-once">([\w-]{43})</.exec(shown.text)?.[1];
      expect(key).toBeDefined();
      expect((await organiser.get(`/en/s/${site.live}/languages`)).text).not.toContain(key);
      const say = async (body: BodyInit, lang = 'ru', given = key): Promise<[number, unknown]> => {
        const answer = await fetch(`${site.url}/live/${site.live}/captions/${lang}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${given}` },
          body,
        });
        return [answer.status, await answer.json()];
      };
      const line = JSON.stringify({ text: 'Сказано машине', final: true });
      expect(await say(line)).toEqual([200, { lines: 1 }]);
      const reader = await come(false);
      await reader.page.goto(here('/text', 'ru'));
      expect(await reader.page.textContent('[data-live-lines]')).toContain('Сказано машине');
      expect((await say(line, 'en'))[0]).toBe(403);
      expect((await say(line, 'ru', 'A'.repeat(43)))[0]).toBe(401);
      expect(await say(Buffer.from([0xff, 0xfe]))).toEqual([400, { code: 'captions.not_utf8', params: {} }]);
      expect((await say('x'.repeat(20_000)))[0]).toBe(400);
      await organiser.fill(`/en/s/${site.live}/languages`, {}, '?/revoke');
      expect((await say(line))[0]).toBe(401);
      await reader.context.close();
    });

    test('with JavaScript words come while they are typed, and a correction reaches open pages', async () => {
      const typist = await invited('captioner');
      const reader = await come();
      await reader.page.goto(here('/text'));
      await typist.page.goto(here('/captions/en'));
      await typist.page.locator('#f-type').pressSequentially('Looms are', { delay: 30 });
      const line = reader.page.locator('[data-live-lines] [data-seq]', { hasText: 'Looms are' });
      await expect.poll(() => line.count(), { timeout: 5000 }).toBe(1);
      const seq = await line.getAttribute('data-seq');
      await typist.page.locator('#f-type').pressSequentially(' old', { delay: 30 });
      await typist.page.keyboard.press('Enter');
      const same = reader.page.locator(`[data-live-lines] [data-seq="${seq}"]`);
      await expect.poll(() => same.textContent(), { timeout: 5000 }).toBe('Looms are old');
      expect(await typist.page.inputValue('#f-type')).toBe('');
      await typist.page.keyboard.press('ArrowUp');
      const row = typist.page.locator(`[data-captions-lines] [data-seq="${seq}"] input[name=text]`);
      await row.fill('Looms are very old');
      await row.press('Enter');
      await expect.poll(() => same.textContent(), { timeout: 5000 }).toBe('Looms are very old');

      const other = await invited('captioner');
      await other.page.goto(here('/captions/en'));
      await other.page.fill('input[name=shownAs]', 'Другая');
      await other.page.click('[data-captions-take] button');
      await expect
        .poll(() => typist.page.textContent('[data-captions-desk]'), { timeout: 8000 })
        .toBe('Другая is typing.');
      for (const one of [typist, reader, other]) await one.context.close();
    });
  },
);
