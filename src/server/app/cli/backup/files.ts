import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

/** What of VECHE_DATA is no part of a backup: it is in it otherwise, can be fetched again, or must never be in it. */
const leftOut =
  /^(postgres|engine|media|backups|restored|cache|logs|tmp)(\/|$)|(^|\/)operator\.key|\.(age|part|pid|sock|log|lock)$/;

/** Regular files under `data` that belong in a backup. `never`: absolute paths that don't, wherever they are. */
export async function listFiles(data: string, never: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      const name = relative(data, path).split(sep).join('/');
      if (leftOut.test(name) || never.includes(resolve(path))) continue;
      if (entry.isDirectory()) await walk(path);
      // A link may lead anywhere, to the key as well.
      else if (entry.isFile()) found.push(name);
    }
  };
  await walk(data);
  return found;
}

/** A multiple of three, so that base64 pieces need no filling. */
const pieceBytes = 48 * 1024;

export const readPieces = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: pieceBytes });

/** Whether a file holds the operator key, as text or as bytes, under whatever name it was laid there. */
export async function holdsKey(path: string, key: Buffer | undefined): Promise<boolean> {
  if (!key) return false;
  const sought = [
    key,
    Buffer.from(key.toString('hex')),
    Buffer.from(key.toString('hex').toUpperCase()),
    Buffer.from(key.toString('base64')),
  ];
  if ((await stat(path)).size < key.length) return false;
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of readPieces(path)) {
    const window = Buffer.concat([tail, piece]);
    if (sought.some((one) => window.includes(one))) return true;
    tail = window.subarray(-128);
  }
  return false;
}
