import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { system } from '../../../../tests/support/given.ts';
import { makeTake } from '../../../../tests/support/take.ts';
import { withSession } from '../../live/test-session.ts';
import { mediaFolder, takeFolder } from '../folders.ts';
import { openFolder } from '../storage/local.ts';

const run = promisify(execFile);

/** What ffprobe says of a file. */
export async function probe(path: string): Promise<{
  format: { duration: string; tags?: Record<string, string> };
  streams: { codec_name: string; codec_type: string; height?: number; tags?: { language?: string } }[];
  chapters: { start_time: string; tags: { title: string } }[];
}> {
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-of', 'json', '-show_format', '-show_streams', '-show_chapters', path],
  ]);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof probe>>;
}

/** Checksums of the packets of a picture as they lie in the file. */
export async function packetsOf(args: string[]): Promise<string[]> {
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', ...args, '-map', '0:v', '-c', 'copy', '-f', 'framemd5', '-'],
    { maxBuffer: 50_000_000 },
  );
  return stdout.split('\n').flatMap((line) => (/^\d/.test(line) ? [line.split(',').at(-1)!.trim()] : []));
}

/** A session whose take lies on the disk and is over. */
export async function held(wanted: Parameters<typeof makeTake>[1], choices: Record<string, string>) {
  const session = await withSession();
  const ctx = system(session.ctx);
  ctx.app.parts.recordings = { storage: openFolder(join(mediaFolder(ctx.config), 'store')) };
  await live.goLive(session.host, session.id);
  const takeId = `take${createHash('sha256').update(session.id).digest('hex').slice(0, 12)}`;
  await ctx.db
    .insertInto('recordings.take')
    .values({
      id: takeId,
      session_id: session.id,
      is_kept: true,
      state: 'over',
      started_at: ctx.now(),
      langs: wanted.langs,
    })
    .execute();
  for (const [identity, choice] of Object.entries(choices))
    await ctx.db
      .insertInto('recordings.consent')
      .values({
        session_id: session.id,
        identity,
        shown_as: `Імя ${identity}`,
        choice,
        changed_on: '2026-10-31',
      })
      .execute();
  const folder = takeFolder(ctx.config, takeId);
  await makeTake(folder, wanted);
  return { ...session, ctx, takeId, folder };
}

/** Where a file of a recording lies. */
export async function fileOf(ctx: Ctx, id: string, name: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('recordings.file')
    .select('storage_key')
    .where('recording_id', '=', id)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return join(mediaFolder(ctx.config), 'store', row.storage_key);
}
