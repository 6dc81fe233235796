import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { freePort } from '../tests/support/site.ts';
import { startFilledSite } from './support/filled.ts';
import { median, printFigures } from './support/table.ts';

const rounds = 7;
const requests = 4_000;
const connections = 16;

/** CPU seconds (user + system) that a process has used so far, from the kernel's own account. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function load(url: string, count: number): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  let left = count;
  const one = (): Promise<void> =>
    new Promise((done, failed) => {
      http
        .get(url, { agent, headers: { 'accept-encoding': 'br' } }, (response) => {
          if (response.statusCode !== 200) failed(new Error(`status ${response.statusCode}`));
          response.resume().once('end', done);
        })
        .once('error', failed);
    });
  const worker = async (): Promise<void> => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
}

/** Server CPU a request, warm, against a bare node:http server sending the same ready bytes, in interleaved batches. */
export default async function programmeCpu(): Promise<void> {
  const filled = await startFilledSite({ VECHE_LOG: 'error' });
  if (!filled) return console.log('skipped: the schedules are not beside the project');
  const { site, event } = filled;
  const page = `${site.url}/en/e/${event}/programme?day=all`;
  const coldCpu = async (url: string): Promise<number> => {
    const before = cpuSeconds(site.process.pid!);
    await (await fetch(url, { headers: { 'accept-encoding': 'br' } })).arrayBuffer();
    return (cpuSeconds(site.process.pid!) - before) * 1000;
  };
  // The first page after a start also pays for compiling the code that draws it.
  const first = await coldCpu(page);
  const zones = [
    'Europe/Paris',
    'Europe/Vilnius',
    'Asia/Tbilisi',
    'America/Toronto',
    'Europe/Warsaw',
    'Europe/London',
    'Asia/Tokyo',
  ];
  const colds: number[] = [];
  for (const zone of zones) colds.push(await coldCpu(`${page}&zone=${zone}`));
  const port = await freePort();
  const bare = fork(join(import.meta.dirname, 'support/bare-server.ts'), [String(port), page], {
    execArgv: [],
  });
  try {
    await new Promise((ready) => bare.once('message', ready));
    const floor = `http://127.0.0.1:${port}/`;
    await load(page, 1_000);
    await load(floor, 1_000);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const [url, pid, into] of [
        [page, site.process.pid!, ours],
        [floor, bare.pid!, theirs],
      ] as const) {
        const start = cpuSeconds(pid);
        await load(url, requests);
        into.push(((cpuSeconds(pid) - start) / requests) * 1e6);
      }
    }
    const ratio = median(ours.map((value, index) => value / theirs[index]!));
    printFigures(
      `programme-cpu (${rounds} interleaved rounds of ${requests} requests, ${connections} connections)`,
      [
        {
          what: 'warm, CPU a request',
          ours: `${median(ours).toFixed(0)} µs, ${ratio.toFixed(2)}×`,
          beside: `bare node:http, same bytes: ${median(theirs).toFixed(0)} µs`,
          aim: '≤ 2×',
          isReached: ratio <= 2,
        },
        {
          what: 'cold, never asked before (median of 7; CPU of the process in 10 ms steps)',
          ours: `${median(colds).toFixed(0)} ms`,
          beside: 'pretalx 2026.2.1: 840–1,140 ms without JavaScript',
          aim: '< 100 ms',
          isReached: median(colds) < 100,
        },
        {
          what: 'cold, the very first page of a process',
          ours: `${first.toFixed(0)} ms`,
          beside: '—',
          aim: '—',
          isReached: undefined,
        },
      ],
    );
  } finally {
    bare.kill();
    await site.stop();
  }
}
