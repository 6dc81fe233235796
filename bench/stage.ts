import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chromiumPath, openBrowser } from '../tests/support/browser.ts';
import { root } from '../tests/support/root.ts';
import { median, printFigures } from './support/table.ts';
import { startWithEngine } from './support/with-engine.ts';

const runs = 30;

const bareScript = `import { Room, RoomEvent } from '/livekit-client.mjs';
document.getElementById('join').onclick = async () => {
  performance.mark('veche:join');
  const ticket = await (await fetch('/ticket', { method: 'POST' })).json();
  const room = new Room();
  room.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind !== 'video') return;
    const video = track.attach();
    document.body.append(video);
    video.requestVideoFrameCallback(() => performance.mark('veche:first-frame'));
  });
  await room.connect(location.origin.replace('http', 'ws') + ticket.url, ticket.token);
};`;

/** A page with a button and the engine's client, nothing more; tickets and signalling go to the same site. */
async function serveBare(site: string, tickets: string): Promise<{ url: string; stop(): void }> {
  const to = new URL(site);
  const client = readFileSync(join(root, 'node_modules/livekit-client/dist/livekit-client.esm.mjs'));
  const files: Record<string, [string, string | Buffer]> = {
    '/': [
      'text/html',
      '<!doctype html><meta charset="utf-8"><title>bare</title><button id="join">join</button><script type="module" src="/bare.js"></script>',
    ],
    '/bare.js': ['text/javascript', bareScript],
    '/livekit-client.mjs': ['text/javascript', client],
  };
  const server = createServer((req, res) => {
    const file = files[req.url ?? '/'];
    if (file)
      return void res
        .writeHead(200, { 'content-type': file[0], 'cache-control': 'max-age=600' })
        .end(file[1]);
    const path = req.url === '/ticket' ? tickets : req.url!;
    void fetch(site + path, {
      method: req.method ?? 'GET',
      headers: { origin: site, accept: 'application/json' },
    }).then(async (answer) => {
      res
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
        .end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  server.on('upgrade', (req, socket) => {
    const through = connect(Number(to.port), to.hostname, () => {
      const headers = Object.entries({ ...req.headers, host: to.host, origin: site }).map(
        ([name, value]) => `${name}: ${String(value)}`,
      );
      through.write(`GET ${req.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      socket.pipe(through).pipe(socket);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => (server.closeAllConnections(), void server.close()),
  };
}

/** Milliseconds from the click to the first frame drawn. */
async function firstFrame(page: Page, url: string, button: string): Promise<number> {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator(button).first().click();
  const handle = await page.waitForFunction(
    () => performance.getEntriesByName('veche:first-frame')[0]?.startTime,
    undefined,
    { timeout: 30_000 },
  );
  const end = (await handle.jsonValue()) as number;
  return end - (await page.evaluate(() => performance.getEntriesByName('veche:join')[0]!.startTime));
}

/** Click → first frame on the stage, against a bare page with only the engine's client, interleaved. */
export default async function stage(): Promise<void> {
  if (!chromiumPath) return console.log('skipped: needs a browser');
  const site = await startWithEngine();
  if (!site) return;
  const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
  try {
    const stagePage = `${site.url}/be/s/${site.live}/stage`;
    const page = await browser.newPage();
    // The demo's bot needs a moment to speak.
    await page.goto(stagePage);
    await page.waitForTimeout(6_000);
    const tickets = (await page.locator('[data-tickets]').getAttribute('data-tickets'))!;
    const bare = await serveBare(site.url, tickets);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = -2; run < runs; run += 1) {
      const our = await firstFrame(page, stagePage, 'button[data-how="video"]');
      const their = await firstFrame(page, bare.url, '#join');
      // The first two fill the caches.
      if (run >= 0) {
        ours.push(our);
        theirs.push(their);
      }
    }
    bare.stop();
    const ratio = median(ours) / median(theirs);
    printFigures(`stage, ${runs} interleaved runs`, [
      {
        what: 'click → first frame, median',
        ours: `${median(ours).toFixed(0)} ms, ${ratio.toFixed(2)}×`,
        beside: `bare page with the engine's client: ${median(theirs).toFixed(0)} ms`,
        aim: '≤ 1.15×',
        isReached: ratio <= 1.15,
      },
    ]);
  } finally {
    await browser.close();
    await site.stop();
  }
}
