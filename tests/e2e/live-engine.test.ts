import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrackSource } from 'livekit-server-sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLog, readConfig } from '#server/kernel';
import { startEngine, type Engine } from '../../src/server/live/engine/engine.ts';
import { permit } from '../../src/server/live/engine/permission.ts';
import { listenerToken, seatToken } from '../../src/server/live/engine/tokens.ts';
import { openBrowser } from '../support/browser.ts';
import { serveBare } from './live-bare.ts';
import { engineProgram, fakeDevices, missing, randomMediaPort } from './live-needs.ts';

describe.skipIf(missing)(`the engine, really running${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const data = mkdtempSync(join(tmpdir(), 'veche-engine-'));
  const mediaPort = randomMediaPort();
  let engine: Engine;
  let site: Awaited<ReturnType<typeof serveBare>>;
  let browser: Browser;
  const troubles: string[] = [];
  const wire = new Map<Page, Buffer[]>();

  const ready = async (): Promise<void> => {
    for (let waited = 0; !engine.state().ready && waited < 20_000; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.state()).toEqual({ step: 'ready', ready: true, words: 'live.engine.ready' });
  };
  const open = async (token: string, publish = false): Promise<Page> => {
    const page = await browser.newPage();
    const frames: Buffer[] = [];
    wire.set(page, frames);
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload))),
    );
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(site.url) &&
        !request.url().startsWith('blob:') &&
        troubles.push(`off-origin: ${request.url()}`),
    );
    await page.goto(site.url);
    await page.evaluate(`window.join(${JSON.stringify(token)}, ${publish})`);
    return page;
  };
  const frames = (page: Page): Promise<number> =>
    page.evaluate(
      `document.getElementById('v').getVideoPlaybackQuality().totalVideoFrames`,
    ) as Promise<number>;
  const moving = async (page: Page, more = 5): Promise<void> => {
    const before = await frames(page);
    await expect.poll(() => frames(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(before + more);
  };
  const heard = (page: Page): Promise<number> =>
    page.evaluate(`(async () => {
      let energy = 0;
      for (const one of window.room.remoteParticipants.values()) for (const publication of one.audioTrackPublications.values()) {
        const report = await publication.track?.getRTCStatsReport();
        for (const stat of report?.values() ?? []) if (stat.type === 'inbound-rtp') energy += stat.totalAudioEnergy ?? 0;
      }
      return energy;
    })()`) as Promise<number>;

  beforeAll(async () => {
    const config = readConfig(
      { VECHE_DATA: data, VECHE_ENGINE_PATH: engineProgram, VECHE_MEDIA_PORT: String(mediaPort) },
      process.cwd(),
    );
    engine = startEngine(config, makeLog('silent'));
    site = await serveBare(engine);
    browser = await openBrowser(fakeDevices);
    await ready();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await engine?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  test('its configuration is readable by its owner only, and nothing else of it is on the disk', () => {
    expect(statSync(join(data, 'engine/configuration.yaml')).mode & 0o777).toBe(0o600);
    expect(
      JSON.parse(readFileSync(join(data, 'engine/configuration.yaml'), 'utf8')).rtc.stun_servers,
    ).toEqual([]);
  });

  test('only signalling is reachable through our origin', async () => {
    for (const path of [
      '/engine',
      '/engine/',
      '/engine/twirp/livekit.RoomService/ListRooms',
      '/engine/rtc/../twirp/x',
      '/engine/agent',
      '/engine/debug/rooms',
      '/engine/whip/v1',
      '/engine//rtc',
      '/engine/rtc%2f..%2fagent',
    ]) {
      expect([path, (await fetch(site.url + path, { method: 'POST' })).status]).toEqual([path, 404]);
      expect([path, (await fetch(site.url + path)).status]).toEqual([path, 404]);
    }
    expect((await fetch(`${site.url}/engine/rtc/validate?access_token=no`)).status).toBe(401);
  });

  test('a speaker publishes, two viewers see frames and hear sound, and learn nothing of each other; promotion, mute, and a killed engine heal', async () => {
    const keys = engine.address()!;
    const room = 'r-test';
    const speaker = await open(
      await seatToken(keys, room, { identity: 'seat-speaker', shownAs: 'Жытнёвая' }, [
        TrackSource.CAMERA,
        TrackSource.MICROPHONE,
      ]),
      true,
    );
    const one = await open(await listenerToken(keys, room, 'listener-number-one'));
    const two = await open(await listenerToken(keys, room, 'listener-number-two'));
    await moving(one);
    await moving(two);
    await expect.poll(() => heard(one), { timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(() => heard(two), { timeout: 20_000 }).toBeGreaterThan(0);
    const firstFrame = await one.evaluate(
      `performance.measure('x', 'veche:join', 'veche:first-frame').duration`,
    );
    console.info(`first frame after ${Math.round(Number(firstFrame))} ms`);

    // Nobody who only listens is named to anybody.
    for (const [page, other] of [
      [one, 'listener-number-two'],
      [two, 'listener-number-one'],
      [speaker, 'listener-number'],
    ] as const) {
      const bytes = Buffer.concat(wire.get(page)!);
      expect(bytes.length).toBeGreaterThan(500);
      for (const name of [
        other,
        Buffer.from(other).toString('base64').slice(0, -4),
        Buffer.from(other, 'utf16le'),
      ])
        expect(bytes.includes(name)).toBe(false);
    }
    for (const page of [one, two, speaker])
      expect(Buffer.concat(wire.get(page)!).includes('stun.l.google')).toBe(false);
    expect(await one.evaluate(`[...window.room.remoteParticipants.keys()]`)).toEqual(['seat-speaker']);

    // Promotion and its end take effect at once, without joining again.
    const rooms = engine.rooms()!;
    await expect(one.evaluate(`window.room.localParticipant.setCameraEnabled(true)`)).rejects.toThrow();
    await rooms.updateParticipant(room, 'listener-number-one', {
      permission: { canPublish: true, canSubscribe: true, hidden: false },
    });
    await expect.poll(() => one.evaluate(`window.room.localParticipant.permissions?.canPublish`)).toBe(true);
    await one.evaluate(`window.room.localParticipant.setCameraEnabled(true)`);
    await expect.poll(() => two.evaluate(`window.room.remoteParticipants.size`)).toBe(2);
    await permit(rooms, room, 'listener-number-one', { sources: [], isHidden: true });
    await expect
      .poll(() => one.evaluate(`window.room.localParticipant.trackPublications.size`), { timeout: 10_000 })
      .toBe(0);

    // The host mutes: a microphone that may not be published is taken away at once.
    await rooms.updateParticipant(room, 'seat-speaker', {
      permission: {
        canPublish: true,
        canSubscribe: true,
        hidden: false,
        canPublishSources: [TrackSource.CAMERA],
      },
    });
    await expect
      .poll(() => speaker.evaluate(`window.room.localParticipant.isMicrophoneEnabled`), { timeout: 10_000 })
      .toBe(false);
    await expect
      .poll(
        () =>
          two.evaluate(
            `[...window.room.remoteParticipants.values()].map((one) => [...one.trackPublications.values()].map((track) => track.kind).join()).join('')`,
          ),
        { timeout: 10_000 },
      )
      .toBe('video');

    // Strict CSP with Trusted Types: nothing of ours or of the client is blocked, nothing leaves our origin.
    expect(troubles).toEqual([]);

    // kill -9: it comes back with the same keys, and the room heals by itself.
    process.kill(engine.pid()!, 'SIGKILL');
    await expect.poll(() => engine.state().step, { timeout: 5000 }).toBe('restarting');
    await ready();
    await moving(two, 20);
    expect(troubles.filter((line) => /off-origin|Content Security|TrustedScript/.test(line))).toEqual([]);
  }, 120_000);

  test('the bot, in its own process, is seen moving and heard, and ends with its parent', async () => {
    const keys = engine.address()!;
    const room = 'r-bot';
    const bot = fork(join(process.cwd(), 'src/server/live/bot/weaver.ts'), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const gone = new Promise<number | null>((resolve) => bot.once('exit', resolve));
    const token = await seatToken(keys, room, { identity: 'seat-bot', shownAs: 'Кросны' }, [
      TrackSource.CAMERA,
      TrackSource.MICROPHONE,
    ]);
    bot.send({ url: keys.url.replace('http', 'ws'), token, seed: 'test', fps: 12 });
    const page = await open(await listenerToken(keys, room, 'listener-of-the-bot'));
    await moving(page, 30);
    await expect.poll(() => heard(page), { timeout: 20_000 }).toBeGreaterThan(0);
    // User and system time, in hundredths of a second.
    const ticks = (): number =>
      readFileSync(`/proc/${bot.pid}/stat`, 'utf8')
        .split(' ')
        .slice(13, 15)
        .reduce((sum, one) => sum + Number(one), 0);
    const [cpu, at] = [ticks(), Date.now()];
    await new Promise((resolve) => setTimeout(resolve, 8000));
    console.info(`the bot takes ${Math.round(((ticks() - cpu) * 1000) / (Date.now() - at))} % of a core`);
    bot.disconnect();
    expect(await gone).toBe(0);
  }, 60_000);
});
