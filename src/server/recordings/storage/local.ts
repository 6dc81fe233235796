import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from '#server/kernel';
import { checkKey, checkPrefix, isOdd, noSuchFile, type Listed, type Put, type Storage } from './storage.ts';

/** What is being written stands here until it is whole: on the same disk, and never under a key. */
const coming = '.coming';

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? '');

/** What the disk refuses, in a word that an administrator can act on. */
function inWords(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return refuse('unavailable', 'storage.disk_full');
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return refuse('unavailable', 'storage.denied');
  if (['EIO', 'ESTALE', 'ENODEV', 'ENOTCONN', 'ENOTDIR'].includes(code))
    return refuse('unavailable', 'storage.unreachable');
  return error;
}

/** Storage in a folder of this machine, or of a disk that the processes of one site share. */
export function openFolder(folder: string): Storage {
  const at = (key: string) => join(folder, checkKey(key));

  const put: Storage['put'] = async (key, from, { sha256 }): Promise<Put> => {
    const goal = at(key);
    const part = join(folder, coming, randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    // Opened first: a source that isn't there is the caller's fault, not the storage's.
    const source = typeof from === 'string' ? (await open(from)).createReadStream() : from;
    try {
      await mkdir(dirname(part), { recursive: true, mode: 0o700 });
      await pipeline(
        source,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }),
      );
      const digest = hash.digest('hex');
      if (sha256 !== undefined && sha256 !== digest) throw isOdd();
      await mkdir(dirname(goal), { recursive: true, mode: 0o700 });
      await rename(part, goal);
      return { bytes, sha256: digest };
    } catch (error) {
      source.destroy();
      await rm(part, { force: true }).catch(() => undefined);
      throw inWords(error);
    }
  };

  async function* walk(inner: string, prefix: string): AsyncGenerator<Listed> {
    let entries: Dirent[];
    try {
      entries = await readdir(join(folder, inner), { withFileTypes: true });
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw inWords(error);
    }
    for (const entry of entries) {
      const key = inner ? `${inner}/${entry.name}` : entry.name;
      if (key === coming) continue;
      if (entry.isDirectory()) {
        if (key.startsWith(prefix) || `${prefix}`.startsWith(`${key}/`)) yield* walk(key, prefix);
      } else if (entry.isFile() && key.startsWith(prefix)) {
        const found = await stat(join(folder, key)).catch(() => undefined);
        if (found) yield { key, bytes: found.size, changedAt: found.mtime };
      }
    }
  }

  const remove = async (key: string): Promise<void> => {
    const goal = at(key);
    try {
      await rm(goal, { force: true });
    } catch (error) {
      throw inWords(error);
    }
    // Folders are made by keys and go with the last of them.
    for (let above = dirname(goal); above.startsWith(`${folder}/`); above = dirname(above)) {
      const isGone = await rmdir(above).then(
        () => true,
        () => false,
      );
      if (!isGone) break;
    }
  };

  return {
    put,
    remove,
    get: async (key, range) => {
      const path = at(key);
      const found = await stat(path).catch((error: unknown) => {
        if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
        throw inWords(error);
      });
      if (!found?.isFile()) throw noSuchFile();
      const from = range?.from ?? 0;
      const to = Math.min(range?.to ?? found.size - 1, found.size - 1);
      const bytes = Math.max(0, to - from + 1);
      const stream = bytes === 0 ? Readable.from([]) : createReadStream(path, { start: from, end: to });
      return { stream, bytes };
    },
    stat: async (key) => {
      const found = await stat(at(key)).catch((error: unknown) => {
        if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
        throw inWords(error);
      });
      return found?.isFile() ? { bytes: found.size } : undefined;
    },
    removeAll: async (prefix) => {
      const keys: string[] = [];
      for await (const { key } of walk('', checkPrefix(prefix))) keys.push(key);
      for (const key of keys) await remove(key);
      return keys.length;
    },
    list: (prefix) => walk('', checkPrefix(prefix)),
    tidy: async (before) => {
      let count = 0;
      for (const name of await readdir(join(folder, coming)).catch(() => [])) {
        const path = join(folder, coming, name);
        const found = await stat(path).catch(() => undefined);
        if (!found || found.mtime >= before) continue;
        await rm(path, { force: true });
        count += 1;
      }
      return count;
    },
  };
}
