import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#server/kernel';
import type { Range, Storage } from './storage.ts';

export interface Served {
  key: string;
  mime: string;
  /** In hex; the ETag. */
  sha256: string;
  bytes: number;
  /** What a saved copy is called; in any script. */
  fileName?: string;
  /** Saved instead of played. */
  isDownload?: boolean;
  /** Its address names a version, so that what it answers never changes. Without it nothing is kept. */
  isImmutable: boolean;
  /** How long a cache may keep what is immutable, where that is less than a year. */
  keptSeconds?: number;
}

/** What a browser may be given from our origin; everything else is bytes to save. */
const shown =
  /^(audio|video)\/[\w.+-]+$|^image\/(png|jpeg|webp|avif)$|^text\/(vtt|plain)$|^application\/vnd\.apple\.mpegurl$/;

/**
 * Answers GET and HEAD with a file of the storage: whole, or the one range that was asked for. It is read no faster than it
 * is taken. What the storage can't give is answered 404 or 503; what breaks off in the middle breaks off there, too.
 */
export async function serveStored(
  req: IncomingMessage,
  res: ServerResponse,
  storage: Storage,
  file: Served,
): Promise<void> {
  const etag = `"${file.sha256}"`;
  const isShown = shown.test(file.mime);
  const headers: Record<string, string> = {
    'content-type': isShown ? withCharset(file.mime) : 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag,
    'cache-control': file.isImmutable
      ? `public, max-age=${file.keptSeconds ?? 31_536_000}, immutable`
      : 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'content-disposition': disposition(file.isDownload || !isShown, file.fileName),
  };
  if (tagsOf(req.headers['if-none-match']).some((tag) => tag === etag || tag === '*')) {
    res.writeHead(304, headers).end();
    return;
  }
  const ifRange = req.headers['if-range'];
  const range =
    ifRange === undefined || ifRange === etag ? readRange(req.headers.range, file.bytes) : undefined;
  if (range === 'none') {
    res.writeHead(416, { ...headers, 'content-range': `bytes */${file.bytes}`, 'content-length': '0' }).end();
    return;
  }
  const length = range ? range.to - range.from + 1 : file.bytes;
  headers['content-length'] = String(length);
  if (range) headers['content-range'] = `bytes ${range.from}-${range.to}/${file.bytes}`;
  if (req.method === 'HEAD') {
    res.writeHead(range ? 206 : 200, headers).end();
    return;
  }
  try {
    const { stream, bytes } = await storage.get(file.key, range);
    if (res.destroyed) return void stream.destroy();
    if (bytes !== length) {
      stream.destroy();
      return sayNot(res, 503);
    }
    res.writeHead(range ? 206 : 200, headers);
    await pipeline(stream, res);
  } catch (error) {
    if (error instanceof Refusal) return sayNot(res, error.status);
    // The listener went, or the storage in the middle: who asked sees a short body and asks for the rest.
    res.destroy();
  }
}

function sayNot(res: ServerResponse, status: number): void {
  if (res.headersSent || res.destroyed) return void res.destroy();
  res.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': '30' } : {}),
  });
  res.end(status === 404 ? 'Nothing here.\n' : 'Not to be had just now; try again in a moment.\n');
}

const withCharset = (mime: string): string => (mime.startsWith('text/') ? `${mime}; charset=utf-8` : mime);

const tagsOf = (header: string | undefined): string[] =>
  (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Undefined: the whole. Several ranges are answered with the whole, which the standard allows. */
export function readRange(header: string | undefined, bytes: number): Required<Range> | 'none' | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined;
  const last = bytes - 1;
  if (asked[1] === '') {
    const tail = Math.min(Number(asked[2]), bytes);
    return tail === 0 ? 'none' : { from: bytes - tail, to: last };
  }
  const from = Number(asked[1]);
  const to = asked[2] === '' ? last : Math.min(Number(asked[2]), last);
  if (asked[2] !== '' && Number(asked[2]) < from) return undefined;
  return from > last ? 'none' : { from, to };
}

/** Old players read only the first name, in ASCII. */
function disposition(isSaved: boolean, name: string | undefined): string {
  const how = isSaved ? 'attachment' : 'inline';
  if (!name) return how;
  const plain = name.replace(/[^\w.]+/g, '-').replace(/^[-.]+|-(?=\.)/g, '');
  const full = encodeURIComponent(name.replace(/[\u0000-\u001f\u007f]/g, '')).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain || 'veche'}"; filename*=UTF-8''${full}`;
}
