import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { newId, traceOf, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { listConsents } from '../consent/consent.ts';
import { mediaFolder, takeFolder } from '../folders.ts';
import { freeBytes, leastFree, leastFreeToGoOn } from '../free-space.ts';
import {
  addFinish,
  claimTake,
  closeTake,
  refuseToKeep,
  releaseLease,
  renewLease,
  setFault,
  type TakeRow,
} from '../takes.ts';
import type { FromBot, News, ToBot } from './order.ts';
import { sweep } from './sweep.ts';
import type { Supervisor } from './supervisor.ts';

const lookEveryMs = 1000;
const renewEveryMs = 2000;
const freeEveryMs = 10_000;
/** A bot closes its files in less, or is ended. */
const endingMs = 8000;
/**
 * Each piece of sound or picture that comes in leaves a small object behind, and memory outside the heap with it: the young
 * generation, twice as large by default after half an hour or so, would keep as much more of it waiting (`bot` in bench/).
 */
const youngMemory = ['--max-semi-space-size=4'];
/** One that ran so long before it died begins a new row of failures. */
const ranLongMs = 60_000;

export interface SupervisorOptions {
  /** Free bytes where media are written. */
  free?: () => Promise<number>;
}

interface Running {
  child: ChildProcess;
  sessionId: string;
  isKept: boolean;
  told: string;
  langs: string[];
  renewedAt: number;
  ended: Promise<void>;
}

/**
 * Runs the bots of this process: one for each take that no other process runs, in a process of its own, begun anew at once when
 * it dies. Every second it looks what is on.
 */
export function makeSupervisor(ctx: Ctx, options: SupervisorOptions = {}): Supervisor {
  const runner = newId(20);
  const free = options.free ?? (() => freeBytes(mediaFolder(ctx.config)));
  const running = new Map<string, Running>();
  const failures = new Map<string, { count: number; notBefore: number }>();
  let isStopped = false;
  let [freeAt, sweptAt, isFull] = [0, 0, false];
  let busy: Promise<void> = Promise.resolve();

  /** Identities of whom no voice may be kept. */
  const silent = async (sessionId: string): Promise<string[]> =>
    [...(await listConsents(ctx, sessionId))].flatMap(([identity, { choice, isRevoked }]) =>
      isRevoked || choice === 'none' || choice === 'transcript' ? [identity] : [],
    );
  const newsOf = async (row: TakeRow, { langs, slide, speaker }: live.Followed): Promise<News> => ({
    langs,
    slide,
    speaker,
    picture: row.is_kept || (row.picture_until !== null && row.picture_until > ctx.now()),
    without: row.is_kept ? await silent(row.session_id) : [],
  });
  const send = (child: ChildProcess, told: ToBot): void => {
    if (child.connected) child.send(told);
  };

  const begin = async (row: TakeRow, followed: live.Followed): Promise<void> => {
    const ffmpeg = live.findFfmpeg();
    const way = ffmpeg && (await live.joinAsRecorder(ctx, row.session_id, newId(20)));
    const nobodys = !row.lease_until || row.lease_until < new Date();
    if (!ffmpeg || !way) {
      // Another process may have what is missing here.
      const word = ffmpeg ? 'engine' : 'no_ffmpeg';
      if (nobodys && row.fault !== word) await setFault(ctx, row.id, word);
      return;
    }
    const epoch = await claimTake(ctx, row.id, runner);
    if (epoch === undefined || isStopped) return;
    const news = await newsOf(row, followed);
    const child = fork(join(import.meta.dirname, 'main.ts'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { PATH: process.env.PATH },
      execArgv: youngMemory,
    });
    const began = Date.now();
    const ended = new Promise<void>((done) => {
      child.once('error', () => done());
      child.once('exit', () => done());
    }).then(() => died(row.id, child, began));
    running.set(row.id, {
      child,
      sessionId: row.session_id,
      isKept: row.is_kept,
      told: JSON.stringify(news),
      langs: news.langs,
      renewedAt: Date.now(),
      ended,
    });
    child.on('message', (told: FromBot) => void hear(row, child, told));
    send(child, {
      type: 'begin',
      order: {
        ...way,
        ffmpeg,
        folder: join(takeFolder(ctx.config, row.id), `e${epoch}`),
        epoch,
        startedAt: row.started_at.getTime(),
        isKept: row.is_kept,
        seed: row.session_id,
        news,
      },
    });
    await setLangs(row.id, news.langs);
    if (row.fault && row.fault !== 'disk_full') await setFault(ctx, row.id, null);
  };

  const setLangs = (takeId: string, langs: string[]): Promise<unknown> =>
    ctx.db
      .updateTable('recordings.take')
      .set({ langs: ['floor', ...langs] })
      .where('id', '=', takeId)
      .execute();

  const hear = async (row: TakeRow, child: ChildProcess, told: FromBot): Promise<void> => {
    try {
      if (told.type === 'fault') ctx.log.warn('an encoder was lost', { name: told.of, code: told.word });
      if (told.type === 'fault' && told.word === 'storage' && !row.fault) {
        row.fault = 'storage';
        await setFault(ctx, row.id, 'storage');
      }
      if (told.type !== 'ticket') return;
      const way = await live.joinAsRecorder(ctx, row.session_id, newId(20));
      if (way) send(child, { type: 'ticket', ...way });
    } catch (error) {
      ctx.log.warn('the recorder got no way in', traceOf(error));
    }
  };

  const died = (takeId: string, child: ChildProcess, began: number): void => {
    if (running.get(takeId)?.child !== child) return;
    running.delete(takeId);
    if (isStopped) return;
    const before = Date.now() - began > ranLongMs ? 0 : (failures.get(takeId)?.count ?? 0);
    const pause = before === 0 ? 0 : Math.min(10_000, 250 * 2 ** before);
    failures.set(takeId, { count: before + 1, notBefore: Date.now() + pause });
    ctx.log.warn('the recorder ended', { code: child.exitCode ?? '', signal: child.signalCode ?? '' });
    if (pause === 0) void look();
  };

  /** Lets a bot close its files; ends it where it doesn't. */
  const finish = async (takeId: string): Promise<void> => {
    const one = running.get(takeId);
    if (!one) return;
    running.delete(takeId);
    send(one.child, { type: 'end' });
    const late = setTimeout(() => one.child.kill('SIGKILL'), endingMs);
    await one.ended;
    clearTimeout(late);
  };

  const follow = async (row: TakeRow): Promise<void> => {
    const followed = await live.followStage(ctx, row.session_id);
    if (!followed) return closeTake(ctx, row.id);
    if (!row.is_kept && !(row.wanted_until && row.wanted_until > ctx.now())) {
      // A kept one that could not be kept stands there with its word until somebody listens.
      if (row.fault === 'disk_full' || row.fault === 'no_ffmpeg') return void (await finish(row.id));
      return closeTake(ctx, row.id);
    }
    if (row.is_kept && isFull) return refuseToKeep(ctx, row);
    const one = running.get(row.id);
    if (!one) {
      const isElsewhere = row.runner !== runner && row.lease_until !== null && row.lease_until > new Date();
      const { notBefore = 0 } = failures.get(row.id) ?? {};
      if (!isElsewhere && Date.now() >= notBefore) await begin(row, followed);
      return;
    }
    if (Date.now() - one.renewedAt >= renewEveryMs) {
      one.renewedAt = Date.now();
      if (!(await renewLease(ctx, row.id, runner))) {
        running.delete(row.id);
        ctx.log.warn('the recorder is another process’s now');
        return void one.child.kill('SIGKILL');
      }
    }
    const news = await newsOf(row, followed);
    const text = JSON.stringify(news);
    if (text === one.told) return;
    one.told = text;
    send(one.child, { type: 'news', news });
    const fresh = news.langs.filter((lang) => !one.langs.includes(lang));
    if (fresh.length > 0) await setLangs(row.id, (one.langs = [...one.langs, ...fresh]));
  };

  const lookOnce = async (): Promise<void> => {
    const now = Date.now();
    const rows = await ctx.db.selectFrom('recordings.take').selectAll().where('state', '=', 'on').execute();
    if (rows.some((row) => row.is_kept) && now - freeAt >= freeEveryMs) {
      freeAt = now;
      const bytes = await free();
      // Where one goes on already there is room until there is hardly any.
      isFull = bytes < (rows.some((row) => running.has(row.id) && row.is_kept) ? leastFreeToGoOn : leastFree);
    }
    for (const row of rows)
      try {
        await follow(row);
      } catch (error) {
        ctx.log.warn('a take could not be followed', { id: row.id, ...traceOf(error) });
      }
    const on = new Set(rows.map((row) => row.id));
    for (const [takeId, one] of running) {
      if (on.has(takeId)) continue;
      await finish(takeId);
      await releaseLease(ctx, takeId, runner);
      if (one.isKept) await addFinish(ctx, takeId);
    }
    if (now - sweptAt < 60_000) return;
    sweptAt = now;
    await sweep(ctx);
  };

  /** One after another: two looks at once would begin two bots. */
  const look = (): Promise<void> => {
    busy = busy
      .then(() => (isStopped ? undefined : lookOnce()))
      .catch((error: unknown) => ctx.log.warn('nobody looked after the recordings', traceOf(error)));
    return busy;
  };
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, lookEveryMs);

  return {
    look,
    pids: () => new Map([...running].map(([takeId, { child }]) => [takeId, child.pid!])),
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await busy;
      await Promise.all(
        [...running.keys()].map(async (takeId) => {
          await finish(takeId);
          await releaseLease(ctx, takeId, runner).catch(() => undefined);
        }),
      );
    },
  };
}
