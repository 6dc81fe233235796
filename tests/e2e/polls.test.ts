import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { send } from '../support/guests.ts';
import { startSite, type RunningSite } from '../support/site.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(!chromiumPath)('questions and polls of a live session', () => {
  let site: RunningSite;
  let browser: Browser;
  let host: Page;
  const contexts: BrowserContext[] = [];
  const troubles: string[] = [];
  const here = (rest = '', lang = 'be'): string => `${site.url}/${lang}/s/${site.live}${rest}`;

  const come = async (javaScriptEnabled = true): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled });
    contexts.push(context);
    const page = await context.newPage();
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    page.on('pageerror', (error) => troubles.push(String(error)));
    return page;
  };
  const main = async (page: Page): Promise<string> => (await page.textContent('main')) ?? '';
  /** Drafts a poll by the form; answers its id. */
  const draft = async (fields: Record<string, string>, picks: Record<string, string>): Promise<string> => {
    await host.goto(here('/polls/new'));
    for (const [name, text] of Object.entries(fields)) await host.fill(`[name="${name}"]`, text);
    for (const [name, value] of Object.entries(picks)) await host.check(`[name="${name}"][value="${value}"]`);
    await send(host, 'main form .btn.main');
    return new URL(host.url()).hash.slice(3);
  };
  const move = async (poll: string, to: string): Promise<void> => {
    await host.goto(here('/polls'));
    await send(host, `#p-${poll} form:has(input[value=${to}]) button`);
  };

  beforeAll(async () => {
    site = await startSite({ env: { VECHE_ENGINE: 'off', VECHE_WORK: '4' } });
    browser = await openBrowser();
    host = await come();
    await host.goto(site.organiserLink);
    await send(host, 'main form .btn.main');
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await site?.stop();
  });

  test('a vote without JavaScript, changed, unknown until it is shown, and kept on the session’s page', async () => {
    const poll = await draft(
      { 'question.be': 'Колер сцяга залы?', 'options.be': 'Белы\nЧырвоны\nЗялёны' },
      { kind: 'single', electorate: 'everyone', smallShown: 'yes' },
    );
    const voter = await come(false);
    expect((await voter.goto(here(`/polls/${poll}`)))!.status()).toBe(404);
    await move(poll, 'open');
    await voter.goto(here('/polls'));
    expect(await main(voter)).toContain('Галасуюць усе, госці таксама: адзін голас ад браўзера.');
    // Looking leaves nothing in the browser.
    expect(await voter.context().cookies()).toEqual([]);
    await send(voter, `#p-${poll} a.btn`);
    expect(await main(voter)).toContain('Вынік пакажуць, нават калі галасоў мала');
    await voter.check('[name=one][value="0"]');
    await send(voter, 'main form .btn.main');
    expect(await main(voter)).toContain('Голас прыняты');
    const [cookie] = await voter.context().cookies();
    expect(cookie).toMatchObject({ name: 'voice', httpOnly: true, sameSite: 'Lax', expires: -1 });
    expect(await voter.locator('input[name=one]:checked').count()).toBe(0);
    await voter.check('[name=one][value="2"]');
    await send(voter, 'main form .btn.main');
    expect(await main(voter)).toContain('Голас зменены');
    // Nobody, the host neither, gets a number before it is closed.
    for (const page of [voter, host]) {
      await page.goto(here(`/polls/${poll}`));
      expect(await page.locator('.tally').count()).toBe(0);
    }
    await move(poll, 'closed');
    await voter.goto(here(`/polls/${poll}`));
    expect(await main(voter)).toContain('Вынік пакажа вядучы');
    expect(await voter.locator('.tally').count()).toBe(0);
    await move(poll, 'shown');
    await voter.goto(here(`/polls/${poll}`));
    const table = voter.locator('table');
    await voter.locator('main summary').click();
    expect(await table.locator('tbody tr').first().innerText()).toMatch(/Зялёны\s+1\s+1\s+100/);
    expect(await voter.locator('.tally progress').count()).toBe(3);
  });

  test('members only: a guest is led to signing in; ranked places are given by a form', async () => {
    const poll = await draft(
      { 'question.be': 'Што спачатку?', 'options.be': 'А\nБ\nВ' },
      { kind: 'ranked', electorate: 'members', smallShown: 'yes' },
    );
    await move(poll, 'open');
    const guest = await come(false);
    await guest.goto(here(`/polls/${poll}`));
    expect(await main(guest)).toContain('Тут галасуюць толькі тыя, хто ўвайшоў.');
    expect(await guest.locator('form[action="?/vote"]').count()).toBe(0);
    await host.goto(here(`/polls/${poll}`));
    await host.selectOption('[name="rank.0"]', '2');
    await host.selectOption('[name="rank.1"]', '2');
    await send(host, 'main form .btn.main');
    expect(await main(host)).toContain('Адно месца аддадзена двум варыянтам');
    await host.selectOption('[name="rank.0"]', '2');
    await host.selectOption('[name="rank.1"]', '1');
    await send(host, 'main form .btn.main');
    expect(await main(host)).toContain('Голас прыняты');
    await move(poll, 'closed');
    await move(poll, 'shown');
    expect(await host.locator(`#p-${poll} .tally li`).first().innerText()).toMatch(/Б\s+2 ачкі/);
  });

  test('a poll that opens is said on every page that follows the session, and renews the page of polls', async () => {
    const [reader, list] = [await come(), await come()];
    await reader.goto(here('/text', 'en'));
    await list.goto(here('/polls'));
    const poll = await draft(
      { 'question.be': 'Чуваць?', 'question.en': 'Can you hear?', 'options.be': 'Так\nНе' },
      { kind: 'single', electorate: 'everyone' },
    );
    await move(poll, 'open');
    const link = reader.locator('[data-live-poll] a');
    await expect
      .poll(() => link.getAttribute('href'), { timeout: 15_000 })
      .toBe(`/en/s/${site.live}/polls/${poll}`);
    expect(await reader.textContent('[data-live-poll] b')).toBe('Can you hear?');
    await expect.poll(() => list.locator(`#p-${poll}`).count(), { timeout: 15_000 }).toBe(1);
  });

  test('a question comes to everybody’s open page, is pinned, wanted, answered and joined', async () => {
    const [reader, asker] = [await come(), await come(false)];
    await host.goto(here('/questions'));
    await host.check('[name=mode][value=open]');
    await host.check('[name=votesShown]');
    await send(host, '#rules button');
    await reader.goto(here('/text'));
    await asker.goto(here('/ask'));
    const loads = vi.fn();
    reader.on('load', loads);
    for (const text of ['Ці будзе запіс?', 'А запіс будзе?']) {
      await asker.fill('textarea[name=text]', text);
      await send(asker, '#ask .btn.main');
      expect(await main(asker)).toContain('Пытанне паказана');
      await asker.goto(here('/ask'));
    }
    const shown = (text: string) => reader.locator('[data-live-questions] li', { hasText: text });
    await expect.poll(() => shown('А запіс будзе?').count(), { timeout: 15_000 }).toBe(1);
    const [first, second] = await Promise.all(
      ['Ці будзе запіс?', 'А запіс будзе?'].map(
        async (text) => (await shown(text).getAttribute('data-question'))!,
      ),
    );
    for (const id of [first, second]) await send(asker, `[data-question="${id}"] button`);
    await expect
      .poll(() => shown('Ці будзе запіс?').innerText(), { timeout: 15_000 })
      .toContain('хочуць пачуць: 1');
    await host.goto(here(`/questions?merge=${second}`));
    await host.check(`[name=into][value="${first}"]`);
    await send(host, '#merge .btn.main');
    await expect.poll(() => shown('А запіс будзе?').count(), { timeout: 15_000 }).toBe(0);
    await send(host, `#q-${first} form:has(input[value=pinned]) button`);
    await expect
      .poll(() => shown('Ці будзе запіс?').getAttribute('class'), { timeout: 15_000 })
      .toContain('pinned');
    await host.locator(`#q-${first} summary`).click();
    await host.fill(`#f-answer-${first}`, 'Так, заўтра.');
    await send(host, `#q-${first} details button`);
    await expect
      .poll(() => shown('Ці будзе запіс?').innerText(), { timeout: 15_000 })
      .toContain('Так, заўтра.');
    expect(loads).not.toHaveBeenCalled();
  });

  test('afterwards the session’s page has the answers and the results', async () => {
    await host.goto(here('/host'));
    await send(host, 'form:has(input[name=to][value=over]) button');
    const reader = await come(false);
    await expect
      .poll(
        async () => {
          await reader.goto(here());
          return main(reader);
        },
        { timeout: 20_000 },
      )
      .toContain('Вынікі галасаванняў');
    expect(await main(reader)).toContain('Так, заўтра.');
    expect(await main(reader)).toContain('Колер сцяга залы?');
    await reader.goto(here('/polls'));
    // What was open has been closed with the session.
    expect(await reader.locator('.poll-facts .live').count()).toBe(0);
    expect(troubles.filter((line) => /Content Security|Trusted|TypeError/.test(line))).toEqual([]);
  });
});
