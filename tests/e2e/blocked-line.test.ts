import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  startBlockedSite,
  connectionSaid,
  wayOf,
  whyNotBlocked,
  type BlockedSite,
  type Situation,
  type Way,
} from '../support/blocked-line.ts';
import { picturesMove } from '../support/pictures.ts';
import { engineProgram, missing as noLive } from './live-needs.ts';

const missing = noLive || whyNotBlocked();

describe.skipIf(missing)(
  `a line that is blocked, two hosts and a firewall${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let blocked: BlockedSite;
    beforeAll(async () => {
      blocked = await startBlockedSite(engineProgram!);
    });
    afterAll(async () => {
      await blocked?.stop();
    });

    /** What the check says, and then by which way the demo's moving pictures come. */
    const visit = async (
      situation: Situation,
    ): Promise<{ says: string | undefined; way: Way | undefined }> => {
      await blocked.put(situation);
      const { context, page } = await blocked.come();
      await page.goto(`${blocked.url}/be/s/${blocked.site.live}/stage`);
      const says = await connectionSaid(page);
      await page.click('button[data-how=video]');
      await picturesMove(page, 1, { withinMs: 60_000 });
      const way = await wayOf(page);
      await context.close();
      return { says, way };
    };

    test('an open one takes UDP, and knows the relay', async () => {
      const { says, way } = await visit('open');
      expect(way?.relays).toContain('turns:turn.congress.example.org:443?transport=tcp');
      expect(way?.by).toBe('udp');
      // On a busy machine an answer of the engine may well be late.
      expect(['udp', 'weak']).toContain(says);
    });

    test('without UDP: pictures over ICE/TCP', async () => {
      const { says, way } = await visit('no_udp');
      expect([says, way?.by]).toEqual(['tcp', 'tcp']);
    });

    test('with nothing but 443: pictures through the relay, inside TLS', async () => {
      const { says, way } = await visit('only_443');
      expect([says, way?.by]).toEqual(['relay', 'tls']);
    });

    test('30 % lost and 300 ms late: pictures still come', async () => {
      const { says, way } = await visit('lossy');
      expect([says, way?.by]).toEqual(['weak', 'udp']);
    });

    test('a browser without WebRTC is told so, and where to read', async () => {
      await blocked.put('open');
      const { context, page } = await blocked.come();
      await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
      await page.goto(`${blocked.url}/be/s/${blocked.site.live}/stage`);
      expect(await connectionSaid(page)).toBe('no_webrtc');
      expect(await page.getAttribute('[data-connection-said] a', 'href')).toBe(
        `/be/s/${blocked.site.live}/text`,
      );
      await context.close();
    });
  },
);
