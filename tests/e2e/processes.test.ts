import { get } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCluster, makeLog } from '#server/kernel';
import { startValkey, valkeyProgram, type RunningValkey } from '../../src/server/live/bus/test-valkey.ts';
import { newEngineKeys } from '../../src/server/live/engine/configuration.ts';
import { freePort, startProgram, type RunningProgram } from '../../src/server/live/engine/program.ts';
import { accept } from '../nets/cast.ts';
import { makeVisitor, refusalIn, type Visitor } from '../nets/visitor.ts';
import { startSite, type RunningSite } from '../support/site.ts';
import { engineProgram, randomMediaPort } from './live-needs.ts';

/** The text of a stream of events, as it grows. */
function follow(site: RunningSite, session: string): { text(): string; end(): void } {
  let text = '';
  const req = get(`${site.url}/live/${session}/events`, { agent: false }, (res) => {
    res.on('data', (part: Buffer) => (text += String(part)));
    res.on('error', () => undefined);
  });
  req.on('error', () => undefined);
  return { text: () => text, end: () => void req.destroy() };
}

for (const bus of ['database', 'valkey']) {
  const missing =
    bus === 'valkey' && !valkeyProgram ? ' (skipped: neither valkey-server nor redis-server)' : '';
  describe.skipIf(missing)(`two processes on one database, live frames by ${bus}${missing}`, () => {
    let first: RunningSite;
    let second: RunningSite;
    let valkey: RunningValkey | undefined;
    let engine: RunningProgram | undefined;
    let folder: string;
    let host: Visitor;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'veche-engine-'));
      if (bus === 'valkey') valkey = await startValkey();
      const keys = newEngineKeys();
      const port = await freePort();
      if (engineProgram) {
        const place = { port, mediaPort: randomMediaPort(), mediaAddress: '127.0.0.1' };
        engine = await startProgram(engineProgram, folder, place, keys, makeLog('silent'));
      }
      const env = {
        VECHE_BUS: valkey?.url ?? bus,
        ...(engine && {
          VECHE_ENGINE: 'auto',
          LIVEKIT_URL: `ws://127.0.0.1:${port}`,
          LIVEKIT_KEY: keys.key,
          LIVEKIT_SECRET: keys.secret,
        }),
      };
      first = await startSite({ env });
      const cluster = findCluster(join(first.data, 'postgres'))!;
      // A second start prints links of its own, in place of those that nobody has taken up.
      host = makeVisitor(first.url);
      await accept(host, first.organiserLink);
      // As on another machine: a folder of its own, the same database and the same key.
      second = await startSite({
        env: {
          ...env,
          VECHE_DEMO: '0',
          DATABASE_URL: `postgresql:///${cluster.database}?host=${encodeURIComponent(cluster.host)}&user=${cluster.user}`,
          VECHE_KEY_FILE: join(first.data, 'operator.key'),
        },
      });
    });
    afterAll(async () => {
      host?.close();
      await second?.stop();
      await first?.stop();
      await engine?.stop();
      await valkey?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('what is said through one is heard at once and read on the other', async () => {
      const page = `/be/s/${first.live}/text`;
      const read = async (site: RunningSite): Promise<string> => (await fetch(site.url + page)).text();
      // Both hold the page ready.
      for (const site of [first, second, first, second]) await read(site);
      const streams = [follow(first, first.live), follow(second, first.live)];
      for (const { text } of streams) await expect.poll(text, { timeout: 10_000 }).toContain('event: state');
      const answer = await host.fill(`/be/s/${first.live}/host`, { text: 'Чуваць усюды', lang: 'be' }, 'say');
      expect(answer.status, refusalIn(answer.text)).toBe(303);
      for (const { text, end } of streams) {
        await expect.poll(text, { timeout: 10_000 }).toContain('Чуваць усюды');
        end();
      }
      for (const site of [first, second])
        await expect.poll(() => read(site), { timeout: 10_000 }).toContain('Чуваць усюды');
    });

    test('whoever is signed in at one is signed in at the other, and acts there', async () => {
      const there = makeVisitor(second.url);
      for (const [name, value] of host.cookies) there.cookies.set(name, value);
      const stream = follow(first, first.live);
      await expect.poll(stream.text, { timeout: 10_000 }).toContain('event: state');
      const said = { text: 'Адсюль таксама', lang: 'be' };
      const answer = await there.fill(`/be/s/${first.live}/host`, said, 'say');
      expect(answer.status, refusalIn(answer.text)).toBe(303);
      await expect.poll(stream.text, { timeout: 10_000 }).toContain('Адсюль таксама');
      stream.end();
      there.close();
    });

    test.skipIf(!engineProgram)('both give tickets of the one engine, and pass people on to it', async () => {
      for (const site of [first, second]) {
        const ticket = (await (
          await fetch(`${site.url}/be/s/${first.live}/stage/ticket`, {
            method: 'POST',
            headers: { origin: site.url },
          })
        ).json()) as { token: string; url: string };
        const answer = await fetch(
          `${site.url}${ticket.url}/rtc/validate?access_token=${ticket.token}`.replace('//rtc', '/rtc'),
        );
        expect([answer.status, await answer.text()]).toEqual([200, 'success']);
      }
    });
  });
}
