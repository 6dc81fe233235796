import { fork } from 'node:child_process';
import { join } from 'node:path';
import * as live from '#server/live';
import { asSystem } from '#server/kernel';
import { startSite } from '../tests/support/site.ts';
import { startBeside } from './support/beside.ts';
import { cpuMs } from './support/process-cpu.ts';
import { memory, pause, say, startReaders } from './support/readers.ts';
import { printFigures } from './support/table.ts';

const stalledShare = 0.02;

interface Run {
  p50: number;
  p99: number;
  received: number;
  open: number;
  eachBytes: number;
  grownBytes: number;
  /** Of one core, if it goes on like that. */
  cpuShare: number;
  longestTellMs: number;
}

/** The same readers and the same frames at whatever serves the streams. */
async function run(
  address: { url: string; session: string },
  pid: number,
  listeners: number,
  seconds: number,
  tell: (text: string) => Promise<unknown>,
): Promise<Run> {
  const readers = startReaders(address);
  try {
    await readers.open(200);
    await pause(3_000);
    const before = memory(pid);
    await readers.open(listeners);
    await pause(4_000);
    const eachBytes = (memory(pid) - before) / listeners;
    await readers.open(listeners * stalledShare, 'stalled');
    const beforeLoad = memory(pid);
    const cpuBefore = cpuMs(pid);
    const began = performance.now();
    let most = 0;
    let longestTellMs = 0;
    for (let frame = 0; frame < seconds * 2; frame += 1) {
      const told = performance.now();
      // The moment of telling travels in the frame; all ends share one clock. 600 signs make a frame of about 0.7 KB.
      await tell(`@${Date.now()}@`.padEnd(600, 'x'));
      longestTellMs = Math.max(longestTellMs, performance.now() - told);
      await pause(Math.max(0, began + (frame + 1) * 500 - performance.now()));
      most = Math.max(most, memory(pid));
    }
    let report = await readers.report();
    // On a loaded machine the last frames come late: they count, too.
    for (let waited = 0; waited < 20 && report.received < listeners * seconds * 2; waited += 1) {
      await pause(1_000);
      report = await readers.report();
    }
    const cpuShare = (cpuMs(pid) - cpuBefore) / (seconds * 1000);
    return {
      ...report,
      eachBytes,
      grownBytes: most - beforeLoad,
      cpuShare,
      longestTellMs,
    };
  } finally {
    readers.end();
  }
}

/** A caption, written to the table and told to everybody, through a process beside the site's. */
async function ours(listeners: number, seconds: number): Promise<Run> {
  const site = await startSite({ env: { VECHE_LOG: 'error' } });
  const veche = await startBeside(site.data);
  const ctx = asSystem(veche.ctx(), 'bench');
  try {
    return await run({ url: site.url, session: site.live }, site.process.pid!, listeners, seconds, (text) =>
      live.addCaption(ctx, site.live, 'en', text),
    );
  } finally {
    await veche.stop();
    await site.stop();
  }
}

/** Nothing but node:http writing the same bytes to the same readers. */
async function floor(listeners: number, seconds: number): Promise<Run> {
  const bare = fork(join(import.meta.dirname, 'support/bare-broadcast.ts'));
  try {
    const { url } = await say<{ url: string }>(bare, {});
    return await run({ url, session: 'x' }, bare.pid!, listeners, seconds, (text) =>
      fetch(url, { method: 'POST', body: text }),
    );
  } finally {
    bare.kill();
  }
}

/** `hall [LISTENERS] [SECONDS]`: the live state of a big hall on one process. Loopback only; ends by itself. */
export default async function hall([many = '10000', long = '30']: string[]): Promise<void> {
  const listeners = Number(many);
  const seconds = Number(long);
  const us = await ours(listeners, seconds);
  const bare = await floor(listeners, seconds);
  const delays = ({ p50, p99 }: Run): string => `p50 ${p50} ms, p99 ${p99} ms`;
  const wanted = listeners * seconds * 2;
  printFigures(
    `hall: ${listeners} listeners on one process, 2 frames of 0.7 KB a second for ${seconds} s, ${listeners * stalledShare} more read nothing`,
    [
      {
        what: `a frame, told → read (${us.received} reads of at least ${wanted}, ${us.open} streams open at the end)`,
        ours: delays(us),
        beside: `bare node:http: ${delays(bare)}; ours holds a frame up to 250 ms. venueless, published: 4,733 clients on 48 virtual CPUs, chat p95 33.8 s`,
        aim: 'p99 < 500 ms',
        isReached: us.p99 < 500,
      },
      {
        what: 'memory a listener (resident)',
        ours: `${(us.eachBytes / 1000).toFixed(1)} KB`,
        beside: `bare: ${(bare.eachBytes / 1000).toFixed(1)} KB`,
        aim: '≤ 20 KB',
        isReached: us.eachBytes <= 20_000,
      },
      {
        what: 'growth of the process under load, stalled readers included',
        ours: `${(us.grownBytes / 1e6).toFixed(0)} MB`,
        beside: `bare: ${(bare.grownBytes / 1e6).toFixed(0)} MB`,
        aim: `bounded (${listeners * stalledShare} × 256 KB)`,
        isReached: us.grownBytes < listeners * stalledShare * 262_144 + 60e6,
      },
      {
        what: 'CPU of the process',
        ours: `${(us.cpuShare * 100).toFixed(0)} % of a core`,
        beside: `bare: ${(bare.cpuShare * 100).toFixed(0)} %`,
        aim: '–',
        isReached: undefined,
      },
      {
        what: 'longest write of a caption',
        ours: `${us.longestTellMs.toFixed(0)} ms`,
        beside: `bare POST: ${bare.longestTellMs.toFixed(0)} ms`,
        aim: '–',
        isReached: undefined,
      },
    ],
  );
}
