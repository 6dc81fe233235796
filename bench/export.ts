import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as congress from '#server/congress';
import { asSystem, makeLog, readConfig, startCluster, type Ctx } from '#server/kernel';
import { startApp } from '#server/app';
import { root } from '../tests/support/root.ts';
import { median, printFigures, type Figure } from './support/table.ts';

const sessions = 1_000;
const rounds = 5;
const requests = 60;
const origin = 'https://veche.example';

/** As an organiser's table has them: thirty rooms, nine sections, five hundred people, a text of 900 letters each. */
function makeTable(): Buffer {
  const text = 'Пра што будзем гаварыць, хто вядзе і чаму гэта важна для ўсіх. '.repeat(14);
  const rows = Array.from({ length: sessions }, (_, n) => {
    const at = new Date(Date.UTC(2026, 4, 1, 9) + Math.floor(n / 30) * 3_600_000).toISOString();
    return `s${n},Сустрэча ${n},${at.slice(0, 10)} ${at.slice(11, 16)},45,Зала ${n % 30},Секцыя ${n % 9},Асоба ${n % 500}; Асоба ${(n * 7) % 500},"be, en",${text}`;
  });
  return Buffer.from(`id,title,start,minutes,room,section,speakers,languages,abstract\n${rows.join('\n')}\n`);
}

/** Milliseconds of a request over loopback, one after another on one connection. */
async function timesOf(port: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let n = 0; n < requests; n += 1) {
    const began = performance.now();
    await new Promise<void>((done, failed) => {
      get({ port, host: '127.0.0.1', agent }, (answer) => answer.resume().once('end', done)).once(
        'error',
        failed,
      );
    });
    times.push(performance.now() - began);
  }
  agent.destroy();
  return times.slice(10);
}

async function serve(bytesOf: () => Promise<Buffer> | Buffer): Promise<{ port: number; close(): void }> {
  const server = createServer((_req, res) => void Promise.resolve(bytesOf()).then((bytes) => res.end(bytes)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function measure(ctx: Ctx, what: string, run: () => Promise<congress.Exported>): Promise<Figure[]> {
  const kept = (ctx.app.parts.congress as { exports: Map<string, unknown> }).exports;
  const firsts: number[] = [];
  const cpus: number[] = [];
  const floors: number[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  for (let round = 0; round < rounds; round += 1) {
    kept.clear();
    const cpu = process.cpuUsage();
    const began = performance.now();
    ({ bytes } = await run());
    firsts.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1000);
    const text = bytes.toString();
    const floor = performance.now();
    JSON.stringify(text.split('\n'));
    floors.push(performance.now() - floor);
  }
  await congress.packExport(await run(), 'br');
  const cached: number[] = [];
  const sent: number[] = [];
  const { bytes: packed } = await congress.packExport(await run(), 'br');
  const bare = await serve(() => packed);
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < requests; n += 1) {
      const began = performance.now();
      await congress.packExport(await run(), 'br');
      cached.push(performance.now() - began);
    }
    sent.push(...(await timesOf(bare.port)));
  }
  bare.close();
  return [
    {
      what: `${what}, first (${Math.round(bytes.length / 1000)} KB)`,
      ours: `${median(firsts).toFixed(0)} ms (CPU ${median(cpus).toFixed(0)} ms)`,
      beside: `\`JSON.stringify\` of the same lines: ${median(floors).toFixed(1)} ms`,
      aim: '< 300 ms',
      isReached: median(firsts) < 300,
    },
    {
      what: `${what}, cached: asked for the newest release, packed bytes in hand`,
      ours: `${median(cached).toFixed(2)} ms`,
      beside: `a bare \`node:http\` server sending these ${Math.round(packed.length / 1000)} KB: ${median(sent).toFixed(2)} ms`,
      aim: '< 2 ms',
      isReached: median(cached) < 2,
    },
  ];
}

/** Every format of a thousand sessions: written anew, and given again, the database asked for the newest release each time. */
export default async function exporting(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'veche-bench-'));
  const log = makeLog('silent');
  const cluster = await startCluster({ dir: join(data, 'postgres'), log });
  const veche = await startApp({
    config: readConfig({ VECHE_DATA: data, VECHE_DEMO: '0', VECHE_ENGINE: 'off' }, root),
    log,
    connection: cluster.url,
    working: true,
  });
  try {
    const system = asSystem(veche.ctx(), 'bench');
    const { event } = await congress.importProgramme(system, {
      event: 'made',
      create: true,
      name: 'made.csv',
      bytes: makeTable(),
    });
    await congress.releaseProgramme(system, event, '1');
    const ctx = veche.ctx();
    const figures: Figure[] = [];
    for (const format of congress.exportFormats)
      figures.push(
        ...(await measure(ctx, `schedule.${format}`, () =>
          congress.exportProgramme(ctx, 'made', format, { origin }),
        )),
      );
    figures.push(
      ...(await measure(ctx, 'API, 500 sessions', () =>
        congress.readApi(ctx, 'sessions', { event: 'made', query: { limit: '500' }, origin }),
      )),
    );
    printFigures('export', figures);
  } finally {
    await veche.stop();
    await cluster.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
