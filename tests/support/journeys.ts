import type { Response } from 'playwright-core';
import { expect } from 'vitest';
import { faultsOf, type Reader } from './pages.ts';

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
  await act();
  const answer = await arrived;
  await page.waitForLoadState('load');
  return answer;
}
