import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ctx } from '#server/kernel';
import { mediaFolder } from '../folders.ts';
import { keyOf, type Cuts } from './consents.ts';
import { recordingChanged, type RecordingRow } from './rows.ts';
import type { Sources } from './sources.ts';

/** One making of a recording. */
export interface Work {
  ctx: Ctx;
  row: RecordingRow;
  /** Its own: another way of making the same begins in another. */
  folder: string;
  sources: Sources;
  progress: Progress;
}

/** What is being written of a recording; goes when it is whole. */
const workFolder = (ctx: Ctx, id: string): string => join(mediaFolder(ctx.config), 'work', id);

/**
 * The folder of this way of making it. Every other way begins from nothing: a mark, a title, somebody who is taken out; what
 * there is of those goes.
 */
export async function openWork(ctx: Ctx, row: RecordingRow, cuts: Cuts): Promise<string> {
  const way = {
    version: row.version,
    from: row.from_ms,
    to: row.to_ms,
    title: row.title,
    poster: row.poster,
  };
  const hash = createHash('sha256')
    .update(JSON.stringify([way, keyOf(cuts)]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(workFolder(ctx, row.id), hash);
  for (const old of await readdir(workFolder(ctx, row.id)).catch(() => []))
    if (old !== hash) await rm(join(workFolder(ctx, row.id), old), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

export const closeWork = (ctx: Ctx, id: string): Promise<void> =>
  rm(workFolder(ctx, id), { recursive: true, force: true });

/** A file that is made once: what was whole before a kill is not made again. */
export async function once(
  folder: string,
  name: string,
  make: (path: string) => Promise<unknown>,
): Promise<string> {
  const path = join(folder, name);
  if (await stat(path).catch(() => undefined)) return path;
  const coming = join(folder, `coming-${name}`);
  await make(coming);
  await rename(coming, path);
  return path;
}

export async function setState(
  ctx: Ctx,
  row: RecordingRow,
  change: Partial<Pick<RecordingRow, 'made' | 'fault' | 'progress'>>,
): Promise<void> {
  await ctx.db.updateTable('recordings.recording').set(change).where('id', '=', row.id).execute();
  await recordingChanged(ctx, row);
}

export interface Progress {
  /** Of one step that weighs so much and lasts so many seconds. */
  step(weight: number, seconds: number): (now: number) => void;
}

/** How far it is, told at most every three seconds. */
export function progressOf(ctx: Ctx, row: RecordingRow, total: number): Progress {
  let [done, told, at] = [0, 0, 0];
  const tell = (share: number): void => {
    const percent = Math.min(99, Math.floor((share / total) * 100));
    if (percent <= told || Date.now() - at < 3000) return;
    [told, at] = [percent, Date.now()];
    void setState(ctx, row, { progress: percent }).catch(() => undefined);
  };
  return {
    step: (weight, seconds) => {
      const before = done;
      done += weight;
      return (now: number): void => tell(before + weight * Math.min(1, now / Math.max(1, seconds)));
    },
  };
}
