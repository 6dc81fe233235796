import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dispose } from '@livekit/rtc-node';
import { TrackSource } from 'livekit-server-sdk';
import { startApp } from '#server/app';
import * as congress from '#server/congress';
import { asSystem, findCluster, makeLog, readConfig, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { boothToken } from '../src/server/live/booths/engine.ts';
import { startEngine } from '../src/server/live/engine/engine.ts';
import { seatToken } from '../src/server/live/engine/tokens.ts';
import { slidesPdf } from '../src/server/live/slides/test-pdf.ts';
import { hlsOptions, quietly } from '../src/server/recordings/bot/encoder.ts';
import { fps, pictureOptions, rawOptions, size } from '../src/server/recordings/bot/picture.ts';
import { takeFolder } from '../src/server/recordings/folders.ts';
import { numberOf } from '../tests/nets/resume.ts';
import { findBeeps, findFlashes, flashing, lags, type Part } from '../tests/support/flashes.ts';
import { openMouth, tone } from '../tests/support/mouth.ts';
import { root } from '../tests/support/root.ts';
import { startSite } from '../tests/support/site.ts';
import { botsOf, encodersOf, memoryOf } from './support/bot-processes.ts';
import { cpuMs } from './support/process-cpu.ts';
import { median, printFigures } from './support/table.ts';

const sampleEveryMs = 5000;
const floorSeconds = 20;
/** Segments of two seconds that are looked through at the beginning, and at the end. */
const looked = 30;

/** `bot [--minutes 60]`: a session with a 720p speaker who flashes and beeps at once, slides, and one interpreter. */
export default async function bot(args: string[]): Promise<void> {
  const program = process.env.VECHE_ENGINE_PATH;
  const ffmpeg = live.findFfmpeg();
  if (!program || !ffmpeg) return console.log('skipped: needs the engine (VECHE_ENGINE_PATH) and ffmpeg');
  const minutes = numberOf(args, 'minutes', 60);
  const data = mkdtempSync(join(tmpdir(), 'veche-bench-bot-'));
  const mediaPort = String(20_000 + Math.floor(Math.random() * 9000));
  // The engine is ours, so that people can be let in without a browser.
  const engine = startEngine(
    readConfig({ VECHE_DATA: data, VECHE_ENGINE_PATH: program, VECHE_MEDIA_PORT: mediaPort }, root),
    makeLog('silent'),
  );
  while (!engine.address()) await pause(100);
  const { url, ...keys } = engine.address()!;
  const site = await startSite({
    env: {
      VECHE_DEMO: '0',
      VECHE_LOG: 'warn',
      VECHE_ENGINE: 'auto',
      LIVEKIT_URL: url.replace(/^http/, 'ws'),
      LIVEKIT_KEY: keys.key,
      LIVEKIT_SECRET: keys.secret,
    },
  });
  const veche = await startApp({
    config: readConfig({ VECHE_DATA: site.data, VECHE_ENGINE: 'off' }, root),
    log: makeLog('silent'),
    connection: findCluster(join(site.data, 'postgres'))!,
    working: false,
  });
  const ctx = asSystem(veche.ctx(), 'bench');
  const mouths: { stop(): Promise<void> }[] = [];
  try {
    const session = await makeSession(ctx);
    const deck = await live.giveSlides(ctx, session, {
      title: 'Warp',
      keeps: true,
      files: [slidesPdf(['Warp', 'Weft', 'Selvedge'])],
    });
    await live.openBooth(ctx, session, 'en');
    await live.goLive(ctx, session);
    const { room } = await ctx.db
      .selectFrom('live.stage')
      .select('room')
      .where('session_id', '=', session)
      .executeTakeFirstOrThrow();
    const seat = { identity: 'seat-of-the-bench', shownAs: 'Bench' };
    const sources = [TrackSource.CAMERA, TrackSource.MICROPHONE];
    mouths.push(
      await openMouth(url, () => seatToken({ ...keys }, room, seat, sources), flashing(1280, 720, 24)),
      await openMouth(url, () => boothToken({ ...keys }, room, 'booth-of-the-bench', 'en', true), {
        sound: tone(300),
      }),
    );
    const pid = await waitFor(() => botsOf(site.process.pid!)[0]);
    await waitFor(() => encodersOf(pid).some(({ of }) => of === 'track') || undefined);
    await pause(5000);
    console.log(`a session of ${minutes} min is on`);

    const began = performance.now();
    const first = encodersOf(pid);
    const usedBefore = new Map([pid, ...first.map((one) => one.pid)].map((one) => [one, cpuMs(one)]));
    const memory: number[] = [];
    let turned = 0;
    const until = began + minutes * 60_000;
    for (let turn = 0; performance.now() < until; turn += 1) {
      await pause(Math.min(sampleEveryMs, Math.max(0, until - performance.now())));
      if (botsOf(site.process.pid!)[0] !== pid) throw new Error(`the bot is gone:\n${site.output()}`);
      const now = [pid, ...encodersOf(pid).map((one) => one.pid)];
      memory.push(now.reduce((sum, one) => sum + memoryOf(one), 0) / 1e6);
      if (turn % 4 !== 1) continue;
      await live.showSlide(ctx, session, { deck, page: 1 + ((turn >> 2) % 3) });
      turned += 1;
    }
    const lasted = performance.now() - began;
    const used = (one: number): number => ((cpuMs(one) - (usedBefore.get(one) ?? 0)) * 100) / lasted;
    const shares = first.map(({ pid: one, of }) => ({ of, percent: used(one) }));
    const own = used(pid);
    const take = (await recordings.findTake(ctx, session))!;
    await live.endSession(ctx, session);
    await Promise.all(mouths.splice(0).map((mouth) => mouth.stop()));
    await waitFor(() => (botsOf(site.process.pid!).length === 0 ? true : undefined));

    const folder = takeFolder(readConfig({ VECHE_DATA: site.data }, root), take.id);
    const entries = await recordings.readJournal(folder);
    const hls = join(folder, `e${take.epoch}`, 'hls');
    const lagOf = (part: Part): number =>
      median(lags(findFlashes(join(hls, 'picture'), fps, part), findBeeps(join(hls, 'floor'), part)));
    const [atFirst, atLast] = [lagOf({ from: 5, to: 5 + looked }), lagOf({ from: -looked })];
    const total = own + shares.reduce((sum, one) => sum + one.percent, 0);
    const shareOf = (of: string): string =>
      `${(shares.find((one) => one.of === of)?.percent ?? 0).toFixed(1)} %`;
    const alone = await encodeAlone(ffmpeg, join(data, 'alone'));
    const third = Math.max(1, Math.floor(memory.length / 3));
    const [early, late] = [median(memory.slice(0, third)), median(memory.slice(-third))];
    const most = Math.max(...memory);
    const drift = Math.abs(atLast - atFirst);
    const faults = entries.filter((entry) => entry.what === 'fault').length;
    // The first says what was shown when the recording began.
    const slides = entries.filter((entry) => entry.what === 'slide').length - 1;
    printFigures(`bot, ${minutes} min`, [
      {
        what: 'CPU of the bot with its encoders, of a core',
        ours: `${total.toFixed(0)} %: the bot ${own.toFixed(0)} %, picture ${shareOf('picture')}, a language ${shareOf('floor')}, a voice alone ${shareOf('track')}`,
        beside: `ffmpeg alone, the same raw picture and options: ${alone.toFixed(1)} %`,
        aim: '< 100 %',
        isReached: total < 100,
      },
      {
        what: 'memory of all of it: most; a third of the time after the beginning and before the end',
        ours: `${most.toFixed(0)} MB; ${early.toFixed(0)} → ${late.toFixed(0)} MB`,
        beside: '–',
        aim: '< 400 MB, flat',
        isReached: most < 400 && late < early * 1.1,
      },
      {
        what: 'picture after sound: in the first minute; in the last one; the drift between',
        ours: `${atFirst.toFixed(0)} ms; ${atLast.toFixed(0)} ms; ${drift.toFixed(0)} ms`,
        beside: `one picture lasts ${Math.round(1000 / fps)} ms`,
        aim: '< 80 ms at the end',
        isReached: Math.abs(atLast) < 80 && drift < 80,
      },
      {
        what: 'encoders lost; bots begun; slides noted of those turned to',
        ours: `${faults}; ${take.epoch}; ${slides} of ${turned}`,
        beside: '–',
        aim: '0; 1; all',
        isReached: faults === 0 && take.epoch === 1 && slides === turned,
      },
    ]);
  } finally {
    await Promise.all(mouths.map((mouth) => mouth.stop()));
    await dispose();
    await veche.stop();
    await site.stop();
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function makeSession(ctx: Ctx): Promise<string> {
  const today = new Date().toISOString().slice(0, 10);
  const event = await congress.createEvent(
    ctx,
    congress.eventInput.parse({
      slug: 'bench-bot',
      kind: 'congress',
      status: 'published',
      title: { en: 'Bench' },
      zone: 'UTC',
      startsOn: today,
      days: 1,
    }),
  );
  const session = await congress.createSession(
    ctx,
    event,
    congress.sessionInput.parse({
      kind: 'speech',
      title: { en: 'Looms' },
      startsAt: `${today}T12:00`,
      minutes: 60,
      record: true,
    }),
  );
  await congress.releaseProgramme(ctx, event, 'one');
  return session;
}

/** The floor under the bot's picture: one encoder with the same picture, nothing else. Per cent of a core. */
async function encodeAlone(ffmpeg: string, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(
    ffmpeg,
    [...quietly, ...rawOptions, ...pictureOptions, ...hlsOptions(folder, 0, true)],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  const picture = new Uint8Array((size.width * size.height * 3) / 2).fill(128);
  const { draw } = flashing(size.width, size.height).film!;
  const began = performance.now();
  let used = 0;
  for (let n = 0; n < floorSeconds * fps; n += 1) {
    await pause(Math.max(0, began + (n * 1000) / fps - performance.now()));
    draw(picture, Date.now());
    child.stdin.write(Buffer.from(picture));
    used = cpuMs(child.pid!);
  }
  const lasted = performance.now() - began;
  const ended = new Promise((done) => child.once('close', done));
  child.stdin.end();
  await ended;
  return (used * 100) / lasted;
}

async function waitFor<T>(found: () => T | undefined): Promise<T> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    const one = found();
    if (one !== undefined) return one;
    await pause(200);
  }
  throw new Error('waited a minute for nothing');
}
