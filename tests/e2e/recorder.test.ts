import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asSystem, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { fps } from '../../src/server/recordings/bot/picture.ts';
import { makeSupervisor, type SupervisorOptions } from '../../src/server/recordings/bot/supervise.ts';
import type { Supervisor } from '../../src/server/recordings/bot/supervisor.ts';
import { takeFolder } from '../../src/server/recordings/folders.ts';
import { readJournal, spans, type Entry } from '../../src/server/recordings/journal.ts';
import {
  closeTakeOf,
  findTake,
  keepFromNow,
  wantTake,
  type Take,
} from '../../src/server/recordings/takes.ts';
import { findBeeps, findFlashes, flashing, lags } from '../support/flashes.ts';
import { waitingJobs } from '../support/given.ts';
import { tone } from '../support/mouth.ts';
import { openLiveHall, until, type LiveHall } from '../support/recorder.ts';
import { loudness, samplesOf, secondsOf } from '../support/sounds.ts';
import { engineProgram } from './live-needs.ts';

const missing = !engineProgram
  ? 'no video engine on this machine (VECHE_ENGINE_PATH)'
  : !live.findFfmpeg()
    ? 'no ffmpeg on this machine'
    : '';
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const bytesPerMs = 4;

/** Files of one language and kind, one after another. */
const joined = (folder: string, ending: string): Buffer =>
  Buffer.concat(
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
      .map((name) => readFileSync(join(folder, name))),
  );
const mp3Bytes = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder).reduce(
        (sum, name) => sum + (name.endsWith('mp3') ? statSync(join(folder, name)).size : 0),
        0,
      )
    : 0;

/** How loud a tone is in the newest second of the floor. */
function newest(folder: string, hz: number): number {
  const place = join(folder, 'audio/floor');
  if (mp3Bytes(place) < 96 * 100) return 0;
  const samples = samplesOf(joined(place, 'mp3').subarray(-96 * 84), 'mp3');
  return loudness(samples, hz, secondsOf(samples) - 1);
}

/** The process of an encoder of `bot` that writes into `place`. */
function encoderOf(bot: number, place: string): number | undefined {
  const line = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(bot)], { encoding: 'utf8' })
    .split('\n')
    .find((one) => one.includes(`${place}/index.m3u8`));
  return line ? Number(line.trim().split(' ')[0]) : undefined;
}

function supervise(ctx: Ctx, options: SupervisorOptions = {}): Supervisor {
  const bots = makeSupervisor(asSystem(ctx, 'recordings'), options);
  onTestFinished(() => bots.stop());
  return bots;
}

async function goLive({ ctx, host, session }: LiveHall): Promise<{ take: Take; folder: string }> {
  await live.goLive(host, session);
  await keepFromNow(asSystem(ctx, 'recordings'), session);
  const take = (await findTake(ctx, session))!;
  return { take, folder: takeFolder(ctx.config, take.id) };
}

const faultsOf = (entries: Entry[]): string[] =>
  entries.flatMap((entry) => (entry.what === 'fault' ? [`${entry.of} ${entry.word} → ${entry.as}`] : []));

describe.skipIf(missing)(`the recorder, at a real engine${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('writes each language, each voice and the picture on one line of time, and closes them', async () => {
    const hall = await openLiveHall();
    const { ctx, host, session } = hall;
    const bots = supervise(ctx);
    const { take, folder } = await goLive(hall);
    expect(take).toMatchObject({ isKept: true, state: 'on', epoch: 0, langs: [] });
    await bots.look();
    const e1 = join(folder, 'e1');
    // Small, for what encodes it shares these cores; the recorder fits it.
    await hall.speak('seat-one', flashing(320, 180, 25));
    await until(() => newest(e1, 1000) > 0.01, 20_000);
    await hall.speak('seat-two', { sound: tone(440) });
    // A booth that opens while the session is on.
    await live.openBooth(host, session, 'en');
    await hall.interpret('booth-en', 'en', { sound: tone(700) });
    await pause(13_000);
    expect(await findTake(ctx, session)).toMatchObject({ epoch: 1, langs: ['floor', 'en'] });
    await live.endSession(host, session);
    await closeTakeOf(ctx, session);
    await bots.look();
    expect(bots.pids().size).toBe(0);
    expect((await waitingJobs(ctx)).filter((job) => job.task === 'recordings:finish')).toEqual([
      expect.objectContaining({ payload: { takeId: take.id } }),
    ]);

    const entries = await readJournal(folder);
    expect(entries.at(-1)!.what).toBe('end');
    const { tracks, pictures, gaps, end } = spans(entries);
    expect(gaps).toEqual([]);
    expect(faultsOf(entries)).toEqual([]);
    // Who of the last two is heard first is the engine's to decide.
    const heard = tracks.map(({ identity, kind, lang }) => ({ identity, kind, lang }));
    expect(heard.toSorted((one, two) => one.identity.localeCompare(two.identity))).toEqual([
      { identity: 'booth-en', kind: 'booth', lang: 'en' },
      { identity: 'seat-one', kind: 'voice', lang: undefined },
      { identity: 'seat-two', kind: 'voice', lang: undefined },
    ]);
    expect(pictures.at(-1)).toMatchObject({ identity: 'seat-one', source: 'camera' });

    // Both formats of the floor are as long as the epoch, and hold both voices and no interpreter.
    const begin = entries[0]!.at;
    for (const format of ['mp3', 'ogg']) {
      const floor = samplesOf(joined(join(e1, 'audio/floor'), format), format);
      const seconds = secondsOf(floor);
      expect(Math.abs(seconds - (end - begin) / 1000)).toBeLessThan(0.6);
      expect([format, loudness(floor, 440, seconds - 5, seconds - 1) > 0.08]).toEqual([format, true]);
      expect([format, loudness(floor, 700, seconds - 5, seconds - 1) < 0.005]).toEqual([format, true]);
      const english = samplesOf(joined(join(e1, 'audio/en'), format), format);
      const last = secondsOf(english);
      expect([format, loudness(english, 700, last - 5, last - 1) > 0.08]).toEqual([format, true]);
      const under = loudness(english, 440, last - 5, last - 1);
      expect(under).toBeGreaterThan(0.01);
      expect(under).toBeLessThan(0.02);
    }
    // Each voice alone, from the moment that is written down.
    for (const { file, identity, from, to } of tracks) {
      const alone = samplesOf(readFileSync(join(folder, file)), 'ogg');
      expect(Math.abs(secondsOf(alone) - (to - from) / 1000)).toBeLessThan(0.3);
      const hz = { 'seat-one': 1000, 'seat-two': 440, 'booth-en': 700 }[identity]!;
      for (const one of [1000, 440, 700])
        expect([identity, one, loudness(alone, one, 2) > 0.005]).toEqual([identity, one, one === hz]);
    }
    // The picture flashes when the sound beeps.
    const lag = lags(
      findFlashes(join(e1, 'hls/picture'), fps, { from: 3 }),
      findBeeps(join(e1, 'hls/floor')),
    );
    expect(lag.length).toBeGreaterThan(3);
    const middle = [...lag].sort((a, b) => a - b)[lag.length >> 1]!;
    // A flash is seen with the next picture of the recorder, not between two.
    expect([lag, Math.abs(middle) < 80 + 1000 / fps]).toEqual([lag, true]);
  }, 90_000);

  test('heals whatever is killed or stopped: encoders, the engine, the bot, the process it belongs to', async () => {
    const hall = await openLiveHall();
    const { ctx, host, session, engine } = hall;
    const [bots, others] = [supervise(ctx), supervise(ctx)];
    const { take, folder } = await goLive(hall);
    await Promise.all([bots.look(), others.look()]);
    // One bot, of either.
    expect(bots.pids().size + others.pids().size).toBe(1);
    const [mine, theirs] = bots.pids().size ? [bots, others] : [others, bots];
    const e1 = join(folder, 'e1');
    const said = { ...flashing(640, 360, 15), sound: tone(440) };
    const first = await hall.speak('seat-one', said);
    await until(() => newest(e1, 440) > 0.05, 20_000);
    const bot = mine.pids().get(take.id)!;
    const segment = (rendition: string): boolean => existsSync(join(e1, 'hls', rendition, '000001.m4s'));
    const faults = async (): Promise<string[]> => faultsOf(await readJournal(folder));

    process.kill(encoderOf(bot, 'hls/floor')!, 'SIGKILL');
    await until(() => segment('floor.2'), 15_000);
    process.kill(encoderOf(bot, 'hls/picture')!, 'SIGSTOP');
    process.kill(encoderOf(bot, 'hls/floor.2')!, 'SIGSTOP');
    await until(() => segment('floor.3') && segment('picture.2'), 25_000);
    expect((await faults()).sort()).toEqual([
      'floor ended → floor.2',
      'floor stuck → floor.3',
      'picture stuck → picture.2',
    ]);
    expect(newest(e1, 440)).toBeGreaterThan(0.05);

    const voices = async (): Promise<number> =>
      (await readJournal(folder)).filter((entry) => entry.what === 'track').length;
    const [before, heardOnce] = [engine.pid()!, await voices()];
    process.kill(before, 'SIGKILL');
    await until(() => engine.state().ready && engine.pid() !== before, 15_000);
    // How those who speak come back is not the recorder's: whoever speaks to the engine that is there now is heard.
    await first.stop();
    await until(() => hall.speak('seat-two', said).catch(() => undefined), 20_000);
    await until(async () => (await voices()) > heardOnce, 30_000);
    await until(() => newest(e1, 440) > 0.05, 20_000);
    expect(mine.pids().get(take.id)).toBe(bot);
    expect(theirs.pids().size).toBe(0);
    // Silence is sound, too: nothing is missing but what the lost encoders had.
    const [begin] = await readJournal(folder);
    const age = Date.now() - take.startedAt.getTime() - begin!.at;
    expect(age - mp3Bytes(join(e1, 'audio/floor')) / bytesPerMs).toBeLessThan(8000);

    const heard = mp3Bytes(join(e1, 'audio/floor'));
    process.kill(bot, 'SIGKILL');
    const killedAt = Date.now();
    const e2 = join(folder, 'e2');
    await until(() => newest(e2, 440) > 0.05, 8000);
    // The newest second is full of it: it began a second ago at least.
    expect(Date.now() - killedAt - 1000).toBeLessThan(5000);
    expect(mp3Bytes(join(e1, 'audio/floor'))).toBeGreaterThanOrEqual(heard);
    const { gaps } = spans(await readJournal(folder));
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.to - gaps[0]!.from).toBeLessThan(5000);

    // Its process ends: the other one takes over, and nothing is written twice.
    await mine.stop();
    const e3 = join(folder, 'e3');
    await until(() => newest(e3, 440) > 0.05, 15_000);
    expect(theirs.pids().size).toBe(1);
    expect((await readJournal(folder)).filter((entry) => entry.epoch === 2).at(-1)!.what).toBe('end');

    await live.endSession(host, session);
    // Nobody told the recorder; it sees it.
    await until(() => theirs.pids().size === 0, 10_000);
    expect(await findTake(ctx, session)).toMatchObject({ state: 'over', epoch: 3 });
    const isClosed = (one: Entry): boolean => one.epoch === 3 && one.what === 'end';
    await until(async () => (await readJournal(folder)).some(isClosed), 10_000);
  }, 180_000);

  test('with a full disk nothing is kept, and whoever listens is served', async () => {
    const hall = await openLiveHall();
    const { ctx, session } = hall;
    let bytes = 1e12;
    const bots = supervise(ctx, { free: async () => bytes });
    const { take, folder } = await goLive(hall);
    await bots.look();
    await hall.speak('seat-one', { sound: tone(440) });
    await until(() => newest(join(folder, 'e1'), 440) > 0.05, 20_000);
    bytes = 1e6;
    const now = await until(async () => {
      const one = await findTake(ctx, session);
      return one?.id === take.id ? undefined : one;
    }, 20_000);
    expect(now).toMatchObject({ isKept: false, state: 'on', fault: 'disk_full' });
    await until(async () => (await readJournal(folder)).at(-1)?.what === 'end');
    // Nobody listens: nothing runs. Then somebody does.
    await until(() => bots.pids().size === 0);
    await pause(1500);
    expect(bots.pids().size).toBe(0);
    expect(await wantTake(ctx, session)).toMatchObject({ id: now.id, isKept: false });
    const other = join(takeFolder(ctx.config, now.id), 'e1');
    await until(() => newest(other, 440) > 0.05, 20_000);
    expect(existsSync(join(other, 'tracks'))).toBe(false);
    expect(existsSync(join(other, 'hls/picture'))).toBe(false);
    // Somebody watches.
    await wantTake(ctx, session, { picture: true });
    await ctx.db
      .updateTable('recordings.take')
      .set({ picture_until: new Date(Date.now() + 60_000) })
      .execute();
    await until(() => existsSync(join(other, 'hls/picture/000001.m4s')), 15_000);
    // And goes: the picture sleeps, then all of it ends.
    await ctx.db.updateTable('recordings.take').set({ picture_until: new Date() }).execute();
    await until(async () =>
      (await readJournal(takeFolder(ctx.config, now.id))).some((entry) => entry.what === 'picture_off'),
    );
    await ctx.db.updateTable('recordings.take').set({ wanted_until: new Date() }).execute();
    await until(() => bots.pids().size === 0);
  }, 120_000);
});
