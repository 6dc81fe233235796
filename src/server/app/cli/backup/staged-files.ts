import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '#server/kernel';
import type { Sum } from './shape.ts';
import { summing } from './sums.ts';

/** Files of a backup, kept aside until everything has been found whole. */
export interface StagedFiles {
  begin(name: string): Promise<void>;
  add(piece: Buffer): Promise<void>;
  /** Sums of all that was written. */
  close(): Promise<Record<string, Sum>>;
  /** Refuses to write over a file that is there, unless `replace`. */
  settle(replace: boolean): Promise<void>;
  discard(): Promise<void>;
}

export function stageFiles(data: string): StagedFiles {
  const aside = join(data, 'restored');
  const sums: Record<string, Sum> = {};
  let current: { name: string; handle: FileHandle; sum: ReturnType<typeof summing> } | undefined;
  const end = async (): Promise<void> => {
    if (!current) return;
    sums[current.name] = current.sum.sum();
    await current.handle.sync();
    await current.handle.close();
    current = undefined;
  };
  return {
    async begin(name) {
      await end();
      // Nothing that a backup says may lead out of the folder.
      const parts = name.split('/');
      if (
        name in sums ||
        parts.some(
          (part) =>
            part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes('\0'),
        )
      ) {
        throw refuse('invalid', 'cli.error.backup_damaged', { why: 'file name' });
      }
      const path = join(aside, ...parts);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      current = { name, handle: await open(path, 'wx', 0o600), sum: summing() };
    },
    async add(piece) {
      if (!current) throw refuse('invalid', 'cli.error.backup_damaged', { why: 'order' });
      current.sum.add(piece, piece.length);
      await current.handle.write(piece);
    },
    async close() {
      await end();
      return sums;
    },
    async settle(replace) {
      const names = Object.keys(sums);
      const there = names.find((name) => existsSync(join(data, name)));
      if (there && !replace) throw refuse('conflict', 'cli.error.exists', { path: join(data, there) });
      for (const name of names) {
        await mkdir(dirname(join(data, name)), { recursive: true, mode: 0o700 });
        await rename(join(aside, name), join(data, name));
      }
      await rm(aside, { recursive: true, force: true });
    },
    async discard() {
      await current?.handle.close().catch(() => undefined);
      await rm(aside, { recursive: true, force: true });
    },
  };
}
