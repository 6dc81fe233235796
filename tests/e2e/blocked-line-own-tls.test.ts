import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectionSaid,
  mediaPort,
  startBlockedSite,
  wayOf,
  whyNotBlocked,
  type BlockedSite,
} from '../support/blocked-line.ts';
import { siteAddress } from '../support/two-hosts.ts';
import { picturesMove } from '../support/pictures.ts';
import { send } from '../support/guests.ts';
import { engineProgram, missing as noLive } from './live-needs.ts';

const missing = noLive || whyNotBlocked();

describe.skipIf(missing)(
  `a line that lets only 443 out, and an engine that ends TLS itself${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let blocked: BlockedSite;
    beforeAll(async () => {
      blocked = await startBlockedSite(engineProgram!, 'engine');
      await blocked.put('only_443');
    });
    afterAll(async () => {
      await blocked?.stop();
    });

    test('media is taken on the address that browsers are told, and not on the second one', () => {
      const places = blocked.datagramPlaces().filter((place) => place.endsWith(`:${mediaPort + 1}`));
      expect(places.filter((place) => !place.startsWith('['))).toEqual([`${siteAddress}:${mediaPort + 1}`]);
    });

    test('the hall: pictures come through the relay, on an address of its own', async () => {
      const { context, page } = await blocked.come();
      await page.goto(`${blocked.url}/be/s/${blocked.site.live}/stage`);
      expect(await connectionSaid(page)).toBe('relay');
      await page.click('button[data-how=video]');
      await picturesMove(page, 1, { withinMs: 60_000 });
      const way = await wayOf(page);
      expect(way?.by).toBe('tls');
      expect(way?.relays).toContain('turns:turn.congress.example.org:443?transport=tcp');
      await context.close();
    });

    test('a closed meeting: the check says it before one comes in, and so it is', async () => {
      const { context, page } = await blocked.come();
      await page.goto(blocked.url + new URL(blocked.site.organiserLink).pathname);
      await send(page, 'main form .btn.main');
      await page.goto(`${blocked.url}/en/m`);
      await send(page, 'main form .btn.main');
      await page.click('[data-meeting-make-key]');
      expect(await connectionSaid(page)).toBe('relay');
      await page.fill('[data-meeting-act=sit] input[name=shownAs]', 'Ключніца');
      await page.click('[data-meeting-act=sit] button');
      await page.click('[data-meeting-begin=camera]');
      await page.click('[data-meeting-enter]');
      const is = (name: string) => () => page.getAttribute('[data-meeting]', name);
      await expect.poll(is('data-meeting-now'), { timeout: 60_000 }).toBe('alone');
      await expect.poll(is('data-secrecy'), { timeout: 60_000 }).toBe('secrecy_on');
      expect((await wayOf(page))?.by).toBe('tls');
      await context.close();
    });
  },
);
