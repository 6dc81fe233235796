import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { languageNames } from '#lib/when/index.ts';
import { readRendition, writeMaster, writePlaylist } from './hls.ts';
import type { Sources } from './sources.ts';

/** What of a take is at `/media/<takeId>/…`: a playlist, or a fragment of an epoch's run. */
const address =
  /^\/media\/([\w-]{8,40})\/(?:(master)\.m3u8|([a-z]{2,7})\.m3u8|e(\d{1,5})\/([a-z]{2,7}(?:[.-]\d{1,4})?)\/(init\.mp4|\d{1,8}\.m4s))$/;

/** Bytes of fragments kept for all who ask for them at the same time. */
const mostKept = 32 * 1024 * 1024;
/** Between two readings of a list. */
const freshMs = 500;

export interface Media {
  /** Answers what is below `/media/`. */
  serve(req: IncomingMessage, res: ServerResponse, path: string): Promise<void>;
}

const always = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
const playlistType = 'application/vnd.apple.mpegurl';

export const sendNothing = (
  res: ServerResponse,
  status: number,
  words: string,
  more: Record<string, string> = {},
): void => {
  if (res.headersSent) return void res.destroy();
  res.writeHead(status, {
    ...always,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...more,
  });
  res.end(`${words}\n`);
};

/** Playlists and fragments, the same for everybody: any cache may carry them. */
export function makeMedia(sources: Sources, nameOfFloor: string): Media {
  const fragments = new Map<string, Promise<Buffer | undefined>>();
  const sizes = new Map<string, number>();
  let kept = 0;
  const lists = new Map<string, { at: number; found: Promise<string | undefined> }>();

  const readFragment = (path: string): Promise<Buffer | undefined> => {
    const known = fragments.get(path);
    if (known) return known;
    const found = readFile(path).then(
      (bytes) => {
        sizes.set(path, bytes.length);
        kept += bytes.length;
        for (const one of fragments.keys()) {
          if (kept <= mostKept) break;
          if (one === path || !sizes.has(one)) continue;
          kept -= sizes.get(one)!;
          sizes.delete(one);
          fragments.delete(one);
        }
        return bytes;
      },
      () => {
        // It may be there the next moment.
        fragments.delete(path);
        return undefined;
      },
    );
    fragments.set(path, found);
    return found;
  };

  const readList = (key: string, make: () => Promise<string | undefined>): Promise<string | undefined> => {
    const known = lists.get(key);
    if (known && Date.now() - known.at < freshMs) return known.found;
    const found = make();
    found.catch(() => lists.delete(key));
    lists.delete(key);
    lists.set(key, { at: Date.now(), found });
    for (const one of lists.keys()) {
      if (lists.size <= 200) break;
      lists.delete(one);
    }
    return found;
  };

  const serve = async (req: IncomingMessage, res: ServerResponse, path: string): Promise<void> => {
    const [, takeId, master, rendition, epoch, run, name] = address.exec(path) ?? [];
    const source = takeId ? await sources.find(takeId) : undefined;
    if (!source) return sendNothing(res, 404, 'Nothing here.');
    const isHead = req.method === 'HEAD';
    if (name) {
      const bytes = await readFragment(join(source.folder, `e${Number(epoch)}`, 'hls', run!, name));
      if (!bytes) return sendNothing(res, 404, 'Nothing here.');
      res.writeHead(200, {
        ...always,
        'content-type': run!.startsWith('picture') ? 'video/mp4' : 'audio/mp4',
        'content-length': String(bytes.length),
        // Nothing in a fragment ever changes. Caches that many share let it go when its window is over.
        'cache-control': 'public, max-age=31536000, s-maxage=900, immutable',
      });
      return void res.end(isHead ? undefined : bytes);
    }
    // Whoever asks for a list listens, or watches.
    if (source.isOn)
      await sources.want(source.take.sessionId, { picture: rendition === 'picture' || master !== undefined });
    const list = await readList(`${takeId} ${master ?? rendition} ${source.isOn}`, async () => {
      if (master)
        return writeMaster(source.folder, (one) =>
          one === 'floor' ? nameOfFloor : (languageNames[one] ?? one),
        );
      const found = await readRendition(source.folder, rendition!, !source.isOn);
      return found && writePlaylist(found, source.isOn);
    });
    if (!list) return sendNothing(res, 404, 'Nothing here yet.', { 'retry-after': '2' });
    res.writeHead(200, {
      ...always,
      'content-type': playlistType,
      'content-length': String(Buffer.byteLength(list)),
      'cache-control': source.isOn ? 'public, max-age=1' : 'public, max-age=10',
    });
    res.end(isHead ? undefined : list);
  };
  return { serve };
}
