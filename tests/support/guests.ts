import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { watchConnections } from './pictures.ts';

/** Somebody with a browser of their own, and all that went to and from it. */
export interface Guest {
  context: BrowserContext;
  page: Page;
  /** What the engine sent to this browser. */
  wire: Buffer[];
  /** What left it: addresses, headers, bodies, frames to the engine. */
  sent: Buffer[];
  /** Identities and rooms of the tickets it was given. */
  own: { sub: string; room: string }[];
}

/** With camera and microphone allowed. Console errors, exceptions and requests to others are put down in `troubles`. */
export async function openGuest(
  browser: Browser,
  site: string,
  troubles: string[],
  given: BrowserContextOptions = {},
): Promise<Guest> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'], ...given });
  await watchConnections(context);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const guest: Guest = { context, page, wire: [], sent: [], own: [] };
  page.on('websocket', (socket) => {
    guest.sent.push(Buffer.from(socket.url()));
    socket.on('framesent', ({ payload }) => guest.sent.push(Buffer.from(payload)));
    socket.on('framereceived', ({ payload }) => guest.wire.push(Buffer.from(payload)));
  });
  page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  context.on('request', (request) => {
    const url = request.url();
    guest.sent.push(Buffer.from(`${url}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ''}`));
    if (!/^(blob:|data:)/.test(url) && !url.startsWith(site)) troubles.push(`off-origin: ${url}`);
  });
  page.on('response', (response) => {
    if (!/\/ticket(\?|$)/.test(response.url()) || !response.ok()) return;
    void response.json().then(
      ({ token }) => {
        const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
        guest.own.push({ sub: claims.sub, room: claims.video.room });
      },
      () => undefined,
    );
  });
  return guest;
}

/** Does what leads to another page, and waits for it. */
export async function andLoad(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** Clicks what leads to another page, and waits for it. */
export const send = (page: Page, selector: string): Promise<void> =>
  andLoad(page, () => page.click(selector));

/** Says yes to an invitation. */
export async function arrive({ page }: Guest, link: string): Promise<void> {
  await page.goto(link);
  await send(page, 'main form .btn.main');
}
