import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as recordings from '#server/recordings';
import { addJob, asSystem, inTransaction, type Ctx } from '#server/kernel';
import { startSite } from '../tests/support/site.ts';
import { makeTake } from '../tests/support/take.ts';
import { startBeside } from './support/beside.ts';
import { printFigures } from './support/table.ts';

const run = promisify(execFile);
const takeId = 'take0of0the0bench000';

/** Whether the first bytes of an address come. */
const plays = (url: string): Promise<boolean> =>
  new Promise((done) => {
    request(url, { headers: { range: 'bytes=0-999' } }, (answer) => {
      answer.resume();
      done(answer.statusCode === 206);
    })
      .once('error', () => done(false))
      .end();
  });

async function until<T>(look: () => Promise<T | undefined>, everyMs: number, mostMs: number): Promise<T> {
  const end = Date.now() + mostMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('it took too long');
    await new Promise((next) => setTimeout(next, everyMs));
  }
}

const findRow = (ctx: Ctx) =>
  ctx.db
    .selectFrom('recordings.recording')
    .select(['id', 'made', 'fault'])
    .where('take_id', '=', takeId)
    .executeTakeFirst();

/**
 * End of a session → first playable, → polished, on a take of 60 minutes (another number of minutes as the argument) of 720p
 * and two languages, made of colours and tones; beside one ffmpeg that only puts the same streams into one file.
 */
export default async function publishing([minutes = '60']: string[]): Promise<void> {
  const seconds = Number(minutes) * 60;
  const data = mkdtempSync(join(tmpdir(), 'veche-bench-'));
  const site = await startSite({ data, env: { VECHE_LOG: 'warn' } });
  const veche = await startBeside(data);
  try {
    const ctx = asSystem(veche.ctx(), 'bench');
    const folder = join(data, 'media/takes', takeId);
    const turns = Array.from({ length: 12 }, (_, n) => ({
      identity: n % 2 ? 'ana' : 'bob',
      from: (n * seconds) / 12 + 1,
      to: ((n + 1) * seconds) / 12,
    }));
    await makeTake(folder, {
      seconds,
      langs: ['floor', 'en'],
      voices: [
        ...turns.map((turn) => ({ ...turn, hz: turn.identity === 'ana' ? 440 : 880 })),
        { identity: 'ivy', hz: 1320, from: 5, to: seconds - 5, booth: 'en' },
      ],
      picture: turns.map((turn) => ({ ...turn, colour: turn.identity === 'ana' ? 'teal' : 'maroon' })),
      ...{ width: 1280, height: 720, fps: 20 },
    });
    await ctx.db
      .insertInto('recordings.take')
      .values({
        ...{ id: takeId, session_id: site.live, is_kept: true, state: 'over' },
        ...{ started_at: new Date(Date.now() - seconds * 1000), langs: ['floor', 'en'] },
      })
      .execute();
    for (const identity of ['ana', 'bob', 'ivy'])
      await ctx.db
        .insertInto('recordings.consent')
        .values({
          ...{ session_id: site.live, identity, shown_as: identity, choice: 'picture' },
          changed_on: '2026-11-22',
        })
        .execute();
    const begun = Date.now();
    await inTransaction(ctx, (inner) => addJob(inner, 'recordings:finish', { takeId }));
    const row = await until(() => findRow(ctx), 50, 60_000);
    const base = `${site.url}/recording/${row.id}/v1`;
    await until(
      async () =>
        ((await plays(`${base}/floor.mp3`)) && (await plays(`${base}/e1-picture-000001.m4s`))) || undefined,
      50,
      60_000,
    );
    const first = (Date.now() - begun) / 1000;
    await until(
      async () => {
        const now = await findRow(ctx);
        if (now?.made === 'failed') throw new Error(`not made: ${now.fault}`);
        return now?.made === 'polished' || undefined;
      },
      500,
      4 * 3_600_000,
    );
    const polished = (Date.now() - begun) / 1000;
    const view = await recordings.getRecording(ctx, row.id);
    const input = (name: string): string[] => [
      ...['-allowed_extensions', 'ALL', '-i', join(folder, 'e1/hls', name, 'index.m3u8')],
    ];
    const floorBegun = Date.now();
    await run('nice', [
      ...['-n', '15', 'ffmpeg', '-v', 'error', '-y', ...input('picture'), ...input('floor'), ...input('en')],
      ...['-map', '0:v', '-map', '1:a', '-map', '2:a', '-c', 'copy', '-movflags', '+faststart'],
      join(data, 'floor.mp4'),
    ]);
    const floor = (Date.now() - floorBegun) / 1000;
    const megabytes = view.files.reduce((sum, file) => sum + file.bytes, 0) / 1e6;
    printFigures('publish', [
      {
        what: `${minutes} minutes, 720p, 2 languages: end of the session → first playable`,
        ours: `${first.toFixed(1)} s`,
        beside: `\`ffmpeg -c copy\` of the same into one MP4: ${floor.toFixed(1)} s`,
        aim: '< 5 s',
        isReached: first < 5,
      },
      {
        what: `→ polished: ${view.files.length} files, ${megabytes.toFixed(0)} MB`,
        ours: `${(polished / 60).toFixed(1)} min`,
        beside: `the same: ${floor.toFixed(1)} s; BigBlueButton: minutes to hours after the end`,
        aim: '< 15 min',
        isReached: polished < 900,
      },
    ]);
  } finally {
    await veche.stop();
    await site.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
