import type { Response } from 'playwright-core';
import { expect } from 'vitest';
import { faultsOf, inPage, type Reader } from './pages.ts';

/** Goes to an address of the site; the page must be there and have no plain fault. */
export async function go(reader: Reader, path: string): Promise<void> {
  const answer = await reader.page.goto(path);
  expect([path, answer?.status()]).toEqual([path, 200]);
  await fine(reader);
}

/** The page shown has no plain fault. */
export const fine = async (reader: Reader): Promise<void> => expect(await faultsOf(reader)).toEqual([]);

/** Follows a link or presses a button, and waits for the page it leads to. */
export async function press(reader: Reader, role: 'link' | 'button', name: string | RegExp): Promise<void> {
  const { page } = reader;
  await turn(reader, () => page.getByRole(role, { name, exact: true }).first().click());
  await fine(reader);
}

/** Does something that leads to another page, and waits for that page. */
export async function turn({ page }: Reader, act: () => Promise<unknown>): Promise<Response | undefined> {
  const arrived = page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() < 300);
  const loaded = page.waitForEvent('load');
  const [answer] = await Promise.all([arrived, loaded, act()]);
  return answer;
}

/** Sends a form that is to come back with `words`; the page keeps what was written and has no plain fault. */
export async function comesBack(reader: Reader, act: () => Promise<unknown>, words: string): Promise<void> {
  const { page } = reader;
  const arrived = page.waitForResponse((one) => one.request().method() === 'POST');
  const loaded = page.waitForEvent('load');
  const [answer] = await Promise.all([arrived, loaded, act()]);
  const status = answer.status();
  expect([400, 403, 404, 409, 410, 422, 429]).toContain(status);
  expect(await page.getByRole('alert').textContent()).toContain(words);
  await fine(reader);
  // Chromium tells every 4xx of a page to the console: that one was asked for
  const own = reader.troubles.findIndex((trouble) => trouble.includes(`status of ${status}`));
  if (own >= 0) reader.troubles.splice(own, 1);
}

/** Moves by the Tab key, as somebody without a mouse does, until `selector` has the focus, and shows that it has. */
export async function tabTo({ page }: Pick<Reader, 'page'>, selector: string): Promise<void> {
  const state = `(() => {
    const one = document.activeElement;
    if (!one?.matches(${JSON.stringify(selector)})) return '';
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none' ? 'shown' : 'hidden';
  })()`;
  for (let tabs = 0; tabs < 60; tabs += 1) {
    await page.keyboard.press('Tab');
    const focus = await inPage<string>(page, state);
    if (focus === 'shown') return;
    if (focus === 'hidden') throw new Error(`${selector} has the focus, and nothing shows it`);
  }
  throw new Error(`no way by keyboard to ${selector} on ${page.url()}`);
}
