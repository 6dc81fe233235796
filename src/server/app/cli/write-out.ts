import { open, rename, rm } from 'node:fs/promises';

/** Writes a file whole or not at all: under a name of its own first, then renamed. */
export async function writeOut(path: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const file = await open(unfinished, 'wx', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
