import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ctx } from '#server/kernel';
import { takeFolder } from '../folders.ts';

/** Files of a take that was not kept go so long after it. */
const goneAfterMs = 5 * 60_000;
/** So much of one that goes on may be gone back to, and a minute that is just being read. */
const windowMs = 11 * 60_000;

/** What is not kept goes from the disk: all of a take that is over, and of one that goes on what stands behind its window. */
export async function sweep(ctx: Ctx): Promise<void> {
  const now = ctx.now().getTime();
  const rows = await ctx.db
    .selectFrom('recordings.take')
    .select(['id', 'state', 'ended_at'])
    .where('state', 'in', ['on', 'over'])
    .where('is_kept', '=', false)
    .execute();
  for (const { id, state, ended_at: endedAt } of rows) {
    const folder = takeFolder(ctx.config, id);
    if (state === 'on') await sweepWindow(folder, now - windowMs);
    else if (endedAt && endedAt.getTime() < now - goneAfterMs) {
      await rm(folder, { recursive: true, force: true });
      await ctx.db.updateTable('recordings.take').set({ state: 'gone' }).where('id', '=', id).execute();
    }
  }
}

/** Sound and fragments of every epoch that were written before; what opens a stream, and its lists, stay. */
export async function sweepWindow(folder: string, before: number): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    if (!/[.](mp3|ogg|m4s)$/.test(name)) continue;
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && found.mtimeMs < before) await rm(file, { force: true });
  }
}
