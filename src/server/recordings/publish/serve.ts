import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { blindIndex, traceOf, type Ctx } from '#server/kernel';
import { takeFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import { serveStored } from '../storage/serve.ts';
import { listMinutes, masterList, mediaList, segmentName, segmentPath, sendParts } from './raw.ts';
import { findRow, type RecordingRow } from './rows.ts';
import { readStretches } from './segments.ts';

const address = /^\/recording\/([0-9a-z]{6,32})\/v([1-9]\d{0,5})\/([\w.-]{1,80})$/;

/** How long a cache may keep it: what somebody was cut out of is nowhere an hour later. */
const keptSeconds = 3600;

/** The word in an address by which whoever works on a held recording hears it; it is good for one version. */
export const previewKey = (ctx: Ctx, { id, version }: Pick<RecordingRow, 'id' | 'version'>): string =>
  blindIndex(ctx.app.keys, 'recordings.preview', `${id}|${version}`).toString('hex').slice(0, 32);

/** Answers /recording/<id>/v<version>/<name>: files with ranges, and, until there are any, what the listeners had. */
export const serveRecordings =
  (ctx: Ctx) =>
  (req: IncomingMessage, res: ServerResponse): boolean => {
    const [path, query] = (req.url ?? '').split('?', 2);
    const asked = address.exec(path ?? '');
    if (!asked) return false;
    const [, id, version, name] = asked as unknown as [string, string, string, string];
    const key = new URLSearchParams(query ?? '').get('key') ?? '';
    answer(ctx, req, res, { id, version: Number(version), name, key }).catch((error: unknown) => {
      ctx.log.error('a recording was not served', traceOf(error));
      sayNo(res, 500);
    });
    return true;
  };

function sayNo(res: ServerResponse, status: number): void {
  if (res.headersSent) return void res.destroy();
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  res.end(status === 404 ? 'Nothing here.\n' : 'Something broke here, not with you. Try again.\n');
}

interface Asked {
  id: string;
  version: number;
  name: string;
  key: string;
}

async function answer(ctx: Ctx, req: IncomingMessage, res: ServerResponse, asked: Asked): Promise<void> {
  const row = await findRow(ctx, asked.id);
  const isHeard = row?.state === 'published' || (row && asked.key === previewKey(ctx, row));
  if (!row || !isHeard) return sayNo(res, 404);
  // Whoever began with what the listeners had hears it to its end; what is cut later is not that version's any more.
  const isRaw = asked.version === 1 && row.version <= 2 && row.take_id !== null;
  if (row.version !== asked.version && !isRaw) return sayNo(res, 404);
  const file = await ctx.db
    .selectFrom('recordings.file')
    .selectAll()
    .where('recording_id', '=', row.id)
    .where('version', '=', asked.version)
    .where('name', '=', asked.name)
    .where('kind', 'in', ['full', 'small', 'audio', 'poster', 'hls'])
    .executeTakeFirst();
  if (file)
    return serveStored(req, res, recordingsPart(ctx)!.storage, {
      ...{ key: file.storage_key, mime: file.mime, sha256: file.sha256, bytes: Number(file.bytes) },
      ...{ fileName: `${row.id}-${file.name}`, isImmutable: true, keptSeconds },
    });
  if (!isRaw || !row.take_id) return sayNo(res, 404);
  return answerRaw(ctx, req, res, takeFolder(ctx.config, row.take_id), asked);
}

async function answerRaw(
  _ctx: Ctx,
  req: IncomingMessage,
  res: ServerResponse,
  folder: string,
  { name, key }: Asked,
): Promise<void> {
  const isHead = req.method === 'HEAD';
  const headers = {
    'accept-ranges': 'bytes',
    'cache-control': key ? 'private, no-store' : `public, max-age=${keptSeconds}`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; sandbox",
  };
  const segment = segmentName.exec(name);
  if (segment) {
    const path = segmentPath(folder, segment);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return sayNo(res, 404);
    const type = { ...headers, 'content-type': name.includes('picture') ? 'video/mp4' : 'audio/mp4' };
    return sendParts(res, [{ path, bytes: found.size }], type, req.headers.range, isHead);
  }
  const sound = /^(floor|[a-z]{2,3})\.mp3$/.exec(name)?.[1];
  if (sound) {
    const parts = await listMinutes(folder, sound);
    if (parts.length === 0) return sayNo(res, 404);
    return sendParts(res, parts, { ...headers, 'content-type': 'audio/mpeg' }, req.headers.range, isHead);
  }
  const list = await readList(folder, name, key);
  if (list === undefined) return sayNo(res, 404);
  const etag = `"${createHash('sha256').update(list).digest('base64url').slice(0, 22)}"`;
  const all = { ...headers, etag, 'content-type': 'application/vnd.apple.mpegurl' };
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, all).end();
  const bytes = Buffer.from(list);
  res.writeHead(200, { ...all, 'content-length': String(bytes.length) });
  res.end(isHead ? undefined : bytes);
}

/** With a key every address in a list carries it on. */
async function readList(folder: string, name: string, key: string): Promise<string | undefined> {
  const [, rendition, media] = /^([a-z]{2,7})(-sound)?\.m3u8$/.exec(name) ?? [];
  if (!rendition) return undefined;
  const stretches = await readStretches(folder, rendition);
  if (stretches.length === 0) return undefined;
  const list = media ? mediaList(stretches) : await masterList(folder, rendition);
  return key ? list.replace(/((?<![\w-])[\w-]+\.(?:m3u8|m4s|mp4))/g, `$1?key=${key}`) : list;
}
