import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as live from '#server/live';
import { asSystem } from '#server/kernel';
import { startSite } from '../tests/support/site.ts';
import { startBeside } from './support/beside.ts';
import { printFigures } from './support/table.ts';

const listeners = 5_000;
const stalled = 200;
const seconds = 20;

const memory = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
const say = (child: ChildProcess, message: object): Promise<unknown> =>
  new Promise((done) => {
    child.once('message', done);
    child.send(message);
  });

/** 5,000 listeners on one process, two frames a second, while 200 more read nothing. Loopback only; ends by itself. */
export default async function sse(): Promise<void> {
  const site = await startSite({ env: { VECHE_LOG: 'error' } });
  const pid = site.process.pid!;
  const veche = await startBeside(site.data);
  const ctx = asSystem(veche.ctx(), 'bench');
  const readers = fork(join(import.meta.dirname, 'support/sse-readers.ts'));
  try {
    const address = { url: site.url, session: site.live };
    await say(readers, { open: 100, ...address });
    await new Promise((done) => setTimeout(done, 3_000));
    const before = memory(pid);
    await say(readers, { open: listeners, ...address });
    await new Promise((done) => setTimeout(done, 3_000));
    const each = (memory(pid) - before) / listeners;
    await say(readers, { stall: stalled, ...address });
    const beforeLoad = memory(pid);
    let most = 0;
    for (let frame = 0; frame < seconds * 2; frame += 1) {
      // The moment of telling travels in the frame; both ends share one clock. 600 signs make a frame of about 0.7 KB.
      await live.addCaption(ctx, site.live, 'en', `@${Date.now()}@`.padEnd(600, 'x'));
      await new Promise((done) => setTimeout(done, 500));
      most = Math.max(most, memory(pid));
    }
    const { p50, p99, received, open } = (await say(readers, { report: true })) as {
      p50: number;
      p99: number;
      received: number;
      open: number;
    };
    const grown = (most - beforeLoad) / 1e6;
    printFigures(
      `sse: ${listeners} listeners, ${stalled} stalled readers, 2 frames a second for ${seconds} s`,
      [
        {
          what: 'memory a listener (resident)',
          ours: `${(each / 1024).toFixed(1)} KB`,
          beside: 'through Kit 46 KB, bare node:http 18 KB',
          aim: '≤ 20 KB',
          isReached: each <= 20 * 1024,
        },
        {
          what: `an event, told → read (${received} reads, ${open} streams still open)`,
          ours: `p50 ${p50} ms, p99 ${p99} ms`,
          beside: 'frames are held up to 250 ms to be sent together',
          aim: 'p99 < 500 ms',
          isReached: p99 < 500,
        },
        {
          what: 'growth of the process while 200 readers stall',
          ours: `${grown.toFixed(0)} MB`,
          beside: 'uncapped: 1.7 GB',
          aim: 'bounded (200 × 256 KB = 51 MB)',
          isReached: grown < 120,
        },
      ],
    );
  } finally {
    readers.kill();
    await veche.stop();
    await site.stop();
  }
}
