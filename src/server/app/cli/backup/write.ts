import { rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file under another name and gives it its own once it is on the disk. Answers its size. */
export async function writeSafely(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  mode = 0o600,
): Promise<number> {
  const unfinished = `${path}.${process.pid}.part`;
  let size = 0;
  // Ctrl-C leaves nothing half-written behind either.
  const last = (): void => rmSync(unfinished, { force: true });
  process.once('exit', last);
  try {
    const file = await open(unfinished, 'wx', mode);
    try {
      for await (const piece of bytes) {
        await file.writeFile(piece);
        size += piece.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    const folder = await open(dirname(path));
    await folder.sync().catch(() => undefined);
    await folder.close();
    return size;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    process.off('exit', last);
  }
}
