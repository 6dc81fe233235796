import { mkdir, statfs } from 'node:fs/promises';

/** Below so many free bytes nothing new is kept: an hour with a picture is about one gigabyte. */
export const leastFree = 2e9;
/** Below so many a recording that is on is closed, while there is room to close it. */
export const leastFreeToGoOn = 5e8;

/** Free bytes where `folder` is, which is made if it isn't there. */
export async function freeBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
