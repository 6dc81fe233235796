import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as congress from '#server/congress';
import { asSystem, makeLog, readConfig, startCluster, type Ctx } from '#server/kernel';
import { startApp } from '#server/app';
import { sharedData } from '../tests/support/shared-data.ts';
import { root } from '../tests/support/root.ts';
import { median, printFigures } from './support/table.ts';

/** A made-up schedule.json v1 of `count` sessions in thirty rooms. */
function makeSchedule(count: number): Buffer {
  const rooms: Record<string, unknown[]> = {};
  for (let n = 0; n < count; n += 1) {
    const at = new Date(Date.UTC(2026, 4, 1, 8) + Math.floor(n / 30) * 3_600_000);
    (rooms[`Room ${n % 30}`] ??= []).push({
      guid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      id: n,
      code: `C${n}`,
      date: at.toISOString(),
      start: at.toISOString().slice(11, 16),
      duration: '00:45',
      room: `Room ${n % 30}`,
      title: `Session number ${n}`,
      subtitle: '',
      language: 'en',
      track: `Track ${n % 9}`,
      type: 'talk',
      abstract: 'A few words about it. '.repeat(8),
      description: '',
      persons: [
        {
          id: n % 500,
          code: `P${n % 500}`,
          guid: `10000000-0000-4000-8000-${String(n % 500).padStart(12, '0')}`,
          name: `Speaker ${n % 500}`,
          public_name: `Speaker ${n % 500}`,
        },
      ],
      links: [],
      attachments: [],
    });
  }
  const day = {
    index: 1,
    date: '2026-05-01',
    day_start: '2026-05-01T08:00:00+00:00',
    day_end: '2026-05-20T08:00:00+00:00',
    rooms,
  };
  return Buffer.from(
    JSON.stringify({
      schedule: {
        version: '1',
        base_url: 'https://example.org',
        conference: {
          acronym: 'made',
          title: 'Made',
          start: '2026-05-01',
          end: '2026-05-20',
          daysCount: 20,
          timeslot_duration: '00:05',
          time_zone_name: 'UTC',
          days: [day],
        },
      },
    }),
  );
}

async function once(ctx: Ctx, slug: string, bytes: Buffer): Promise<number> {
  const began = performance.now();
  const { event } = await congress.importProgramme(ctx, {
    event: slug,
    bytes,
    name: 'schedule.json',
    create: true,
  });
  await congress.releaseProgramme(ctx, event, '1');
  return performance.now() - began;
}

/** Import, clashes counted, released: wall clock, on a fresh embedded database with fsync on. */
export default async function importing(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'veche-bench-'));
  const log = makeLog('silent');
  const cluster = await startCluster({ dir: join(data, 'postgres'), log });
  const veche = await startApp({
    config: readConfig({ VECHE_DATA: data }, root),
    log,
    connection: cluster.url,
    working: false,
  });
  const ctx = asSystem(veche.ctx(), 'bench');
  try {
    await once(ctx, 'warm-up', makeSchedule(50));
    const folder = sharedData('schedules');
    const times: Record<number, number> = {};
    for (const size of [100, 300, 1_000, 3_000]) {
      const runs: number[] = [];
      for (let run = 0; run < 3; run += 1)
        runs.push(await once(ctx, `made-${size}-${run}`, makeSchedule(size)));
      times[size] = median(runs);
    }
    const real: number[] = [];
    if (folder) {
      const bytes = readFileSync(join(folder, '39c3-everything.schedule.json'));
      for (let run = 0; run < 5; run += 1) real.push(await once(ctx, `real-${run}`, bytes));
    }
    // n log n from 300 to 3,000: fixed costs weigh on the smallest, so the growth is taken between the two where they don't.
    const growth = times[3_000]! / times[300]!;
    const nLogN = (3_000 * Math.log(3_000)) / (300 * Math.log(300));
    printFigures('import', [
      ...(real.length > 0
        ? [
            {
              what: '895 sessions in, clashes counted, released (median of 5, wall)',
              ours: `${median(real).toFixed(0)} ms`,
              beside: 'pretalx 2026.2.1: 12.9–15.7 s CPU, 15 sessions lost',
              aim: '< 1.5 s',
              isReached: median(real) < 1_500,
            },
          ]
        : []),
      {
        what: 'growth, 300 → 3,000 sessions',
        ours: `${growth.toFixed(1)}× (${Object.entries(times)
          .map(([size, ms]) => `${size}: ${ms.toFixed(0)} ms`)
          .join(', ')})`,
        beside: `n log n: ${nLogN.toFixed(1)}×`,
        aim: 'no worse than n log n',
        isReached: growth <= nLogN,
      },
    ]);
  } finally {
    await veche.stop();
    await cluster.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
