import { Agent, request } from 'node:http';
import { startSite } from '../tests/support/site.ts';
import { cpuMs } from './support/process-cpu.ts';
import { printFigures } from './support/table.ts';

const joins = 1_000;
const seconds = 10;

/** One ticket, as a browser asks for it: the status and how long it took. */
function ask(site: string, path: string, agent: Agent): Promise<{ status: number; ms: number }> {
  const began = performance.now();
  return new Promise((done) => {
    const req = request(site + path, { method: 'POST', agent, headers: { origin: site } }, (res) => {
      res.resume();
      res.on('end', () => done({ status: res.statusCode!, ms: performance.now() - began }));
    });
    req.on('error', () => done({ status: 0, ms: performance.now() - began }));
    req.end();
  });
}

/** `joins`: a session begins and 1,000 people press the button within ten seconds. Tickets only; the engine is not asked. */
export default async function joinsBench(): Promise<void> {
  // Tickets are made from the key; nobody comes in with them here.
  const site = await startSite({
    env: {
      VECHE_ENGINE: 'auto',
      LIVEKIT_URL: 'ws://127.0.0.1:9',
      LIVEKIT_KEY: 'bench',
      LIVEKIT_SECRET: 'a secret of the bench, at least 32 long',
      VECHE_LOG: 'error',
    },
  });
  const agent = new Agent({ keepAlive: true });
  try {
    const path = `/be/s/${site.live}/stage/ticket`;
    // The session is on in a moment; the first answers make what is made once.
    for (let waited = 0; waited < 20_000 && (await ask(site.url, path, agent)).status !== 200; waited += 200)
      await new Promise((done) => setTimeout(done, 200));
    const before = cpuMs(site.process.pid!);
    const began = performance.now();
    const answers: Promise<{ status: number; ms: number }>[] = [];
    for (let at = 0; at < joins; at += 1) {
      answers.push(ask(site.url, path, agent));
      await new Promise((done) =>
        setTimeout(done, Math.max(0, began + ((at + 1) * seconds * 1000) / joins - performance.now())),
      );
    }
    const all = await Promise.all(answers);
    const took = performance.now() - began;
    const sorted = all.map((one) => one.ms).sort((a, b) => a - b);
    const at = (share: number): string => `${sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(0)} ms`;
    const given = all.filter((one) => one.status === 200).length;
    printFigures(`joins: ${joins} tickets asked for in ${seconds} s`, [
      {
        what: 'tickets given',
        ours: `${given} of ${joins}`,
        beside: `all answered after ${(took / 1000).toFixed(1)} s`,
        aim: 'all',
        isReached: given === joins,
      },
      {
        what: 'asked → given',
        ours: `p50 ${at(0.5)}, p99 ${at(0.99)}`,
        beside: `CPU ${((cpuMs(site.process.pid!) - before) / joins).toFixed(1)} ms a ticket`,
        aim: 'p99 < 1 s',
        isReached: sorted[Math.floor((sorted.length - 1) * 0.99)]! < 1000,
      },
    ]);
  } finally {
    agent.destroy();
    await site.stop();
  }
}
