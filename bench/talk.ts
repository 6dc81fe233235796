import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as live from '#server/live';
import { asSystem, type Ctx } from '#server/kernel';
import { startSite } from '../tests/support/site.ts';
import { startBeside } from './support/beside.ts';
import { cpuMs } from './support/process-cpu.ts';
import { memory, pause, say, startReaders } from './support/readers.ts';
import { printFigures } from './support/table.ts';

/** Who wants to say something each second, every other one a guest: five times what can be read. */
const askEachSecond = 50;

interface Run {
  p50: number;
  p95: number;
  p99: number;
  received: number;
  open: number;
  taken: number;
  turnedAway: number;
  longestSayMs: number;
  grownBytes: number;
  /** Of one core. */
  cpuShare: number;
}
/** Tries to say it as the `nth` of that second; whether it was taken. */
type Say = (text: string, nth: number) => Promise<boolean>;

/** The moment of sending travels in the message; all ends share one clock. */
const message = (): string => `@${Date.now()}@`.padEnd(live.talkBounds.characters, 'я');

async function run(
  address: { url: string; session: string },
  pid: number,
  listeners: number,
  seconds: number,
  sayIt: Say,
): Promise<Run> {
  const readers = startReaders(address);
  try {
    await readers.open(listeners);
    await pause(4_000);
    const beforeLoad = memory(pid);
    const cpuBefore = cpuMs(pid);
    const began = performance.now();
    let [taken, turnedAway, most, longestSayMs] = [0, 0, 0, 0];
    for (let second = 0; second < seconds; second += 1) {
      await Promise.all(
        Array.from({ length: askEachSecond }, async (_, nth) => {
          const asked = performance.now();
          if (await sayIt(message(), nth)) taken += 1;
          else turnedAway += 1;
          longestSayMs = Math.max(longestSayMs, performance.now() - asked);
        }),
      );
      most = Math.max(most, memory(pid));
      await pause(Math.max(0, began + (second + 1) * 1000 - performance.now()));
    }
    const cpuShare = (cpuMs(pid) - cpuBefore) / (performance.now() - began);
    let report = await readers.report();
    // On a loaded machine the last messages come late: they count, too.
    for (let waited = 0; waited < 20 && report.received < listeners * taken; waited += 1) {
      await pause(1_000);
      report = await readers.report();
    }
    return { ...report, taken, turnedAway, longestSayMs, grownBytes: most - beforeLoad, cpuShare };
  } finally {
    readers.end();
  }
}

/** Said through a process beside the site's, as another of its app processes would; the site's tells everybody. */
async function ours(listeners: number, seconds: number): Promise<Run> {
  const site = await startSite({ env: { VECHE_LOG: 'error' } });
  const veche = await startBeside(site.data);
  const guest = (): Ctx => ({ ...veche.ctx(), actor: { kind: 'guest' } });
  try {
    await live.setTalk(asSystem(veche.ctx(), 'bench'), site.live, { mode: 'open', slow: 0 });
    return await run(
      { url: site.url, session: site.live },
      site.process.pid!,
      listeners,
      seconds,
      async (text, nth) => {
        const ctx = nth % 2 ? guest() : asSystem(veche.ctx(), 'bench');
        try {
          await live.sayInTalk(ctx, site.live, { text }, randomBytes(18).toString('base64url'));
          return true;
        } catch (error) {
          if ((error as { code?: string }).code === 'talk.too_fast') return false;
          throw error;
        }
      },
    );
  } finally {
    await veche.stop();
    await site.stop();
  }
}

/** Nothing but node:http writing as many messages of the same length to the same readers, in the same rushes. */
async function floor(listeners: number, seconds: number): Promise<Run> {
  const bare = fork(join(import.meta.dirname, 'support/bare-broadcast.ts'));
  const { perWindow, windowMs } = live.talkBounds;
  let [window, said] = [0, 0];
  try {
    const { url } = await say<{ url: string }>(bare, {});
    return await run({ url, session: 'x' }, bare.pid!, listeners, seconds, async (text) => {
      if (Date.now() - window >= windowMs) [window, said] = [Date.now(), 0];
      if (said >= perWindow) return false;
      said += 1;
      await fetch(url, { method: 'POST', body: text });
      return true;
    });
  } finally {
    bare.kill();
  }
}

/** `talk [LISTENERS] [SECONDS]`: a big hall's chat at full flow on one process. Loopback only; ends by itself. */
export default async function talk([many = '10000', long = '60']: string[]): Promise<void> {
  const listeners = Number(many);
  const seconds = Number(long);
  const us = await ours(listeners, seconds);
  const bare = await floor(listeners, seconds);
  const delays = ({ p50, p95, p99 }: Run): string => `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`;
  const wanted = listeners * us.taken;
  printFigures(
    `talk: ${listeners} readers on one process, ${askEachSecond} messages of ${live.talkBounds.characters} letters a second wanted for ${seconds} s`,
    [
      {
        what: `a message, sent → read (${us.taken} taken, ${us.turnedAway} turned away; ${us.received} reads of ${wanted}, ${us.open} streams open at the end)`,
        ours: delays(us),
        beside: `bare node:http (${bare.taken} messages, in the same rushes): ${delays(bare)}; ours holds a frame up to 250 ms. venueless, published: 4,733 clients on 48 virtual CPUs, chat p95 33.8 s`,
        aim: 'p95 < 500 ms, all read',
        isReached: us.p95 < 500 && us.received >= wanted,
      },
      {
        what: 'longest answer to whoever said it, or was turned away',
        ours: `${us.longestSayMs.toFixed(0)} ms`,
        beside: `bare POST: ${bare.longestSayMs.toFixed(0)} ms`,
        aim: '< 1 s',
        isReached: us.longestSayMs < 1000,
      },
      {
        what: 'growth of the process under load',
        ours: `${(us.grownBytes / 1e6).toFixed(0)} MB`,
        beside: `bare: ${(bare.grownBytes / 1e6).toFixed(0)} MB`,
        aim: '–',
        isReached: undefined,
      },
      {
        what: 'CPU of the process',
        ours: `${(us.cpuShare * 100).toFixed(0)} % of a core`,
        beside: `bare: ${(bare.cpuShare * 100).toFixed(0)} %`,
        aim: '–',
        isReached: undefined,
      },
    ],
  );
}
