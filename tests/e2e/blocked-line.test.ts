import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  framesOf,
  startBlockedSite,
  wayOf,
  whyNotBlocked,
  type BlockedSite,
  type Situation,
} from '../support/blocked-line.ts';
import { engineProgram, missing as noLive } from './live-needs.ts';

const missing = noLive || whyNotBlocked();

describe.skipIf(missing)(
  `a line that is blocked, two hosts and a firewall${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let blocked: BlockedSite;
    beforeAll(async () => {
      blocked = await startBlockedSite(engineProgram!);
    }, 90_000);
    afterAll(async () => {
      await blocked?.stop();
    });

    /** Joins the demo's session and waits for pictures that move. */
    const watch = async (situation: Situation): Promise<Awaited<ReturnType<typeof wayOf>>> => {
      await blocked.put(situation);
      const { context, page } = await blocked.come();
      await page.goto(`${blocked.url}/be/s/${blocked.site.live}/stage`);
      await page.click('button[data-how=video]');
      await expect.poll(() => framesOf(page), { timeout: 60_000 }).toBeGreaterThan(0);
      const first = await framesOf(page);
      await expect.poll(() => framesOf(page), { timeout: 30_000 }).toBeGreaterThan(first);
      const way = await wayOf(page);
      await context.close();
      return way;
    };

    test('an open one takes UDP', async () => {
      expect(await watch('open')).toMatchObject({
        by: 'udp',
        relays: expect.arrayContaining(['turns:turn.congress.example.org:443?transport=tcp']),
      });
    });

    test('without UDP: pictures over ICE/TCP', async () => {
      expect(await watch('no_udp')).toMatchObject({ by: 'tcp' });
    });

    test('with nothing but 443: pictures through the relay, inside TLS', async () => {
      expect(await watch('only_443')).toMatchObject({ by: 'tls' });
    });

    test('30 % lost and 300 ms late: pictures still come', async () => {
      expect(await watch('lossy')).toMatchObject({ by: 'udp' });
    });
  },
);
