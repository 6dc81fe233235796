import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { compress, encodingOf, type Encoding } from './compress.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
};

interface File {
  body: Buffer;
  type: string;
  etag: string;
  cache: string;
  packed: Map<Encoding, Promise<Buffer>>;
}

export type StaticFiles = Map<string, File>;

/** Reads the built client files once; a thousand small files are a few megabytes. */
export function readStaticFiles(folders: { dir: string; at: string }[]): StaticFiles {
  const files: StaticFiles = new Map();
  for (const { dir, at } of folders) {
    let names: string[];
    try {
      names = readdirSync(dir, { recursive: true }) as string[];
    } catch {
      continue;
    }
    for (const name of names) {
      const path = join(dir, name);
      const type = types[extname(name)];
      if (!type || !statSync(path).isFile()) continue;
      const url = `${at}${relative(dir, path).split('\\').join('/')}`;
      const body = readFileSync(path);
      const isImmutable = url.startsWith('/_app/immutable/') || url.startsWith('/js/chunks/');
      files.set(url, {
        body,
        type,
        etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
        cache: isImmutable
          ? 'public, max-age=31536000, immutable'
          : url.startsWith('/fonts/')
            ? 'public, max-age=2592000'
            : 'no-cache',
        packed: new Map(),
      });
    }
  }
  return files;
}

/** Sends a static file if there is one at this address. */
export async function sendStatic(
  files: StaticFiles,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<boolean> {
  const file = files.get(path);
  if (!file) return false;
  await sendBytes(req, res, file);
  return true;
}

/** Sends kept bytes with validation and the best encoding; shared with generated images and sheets. */
export async function sendBytes(req: IncomingMessage, res: ServerResponse, file: File): Promise<void> {
  const squeezable = !/font|png|webp/.test(file.type);
  const encoding = squeezable ? encodingOf(req.headers['accept-encoding']) : 'identity';
  const etag = `"${file.etag}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': file.cache,
    etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    // A script that runs as a worker must ask of others what its page asks.
    ...(file.type.startsWith('text/javascript') ? { 'cross-origin-embedder-policy': 'require-corp' } : {}),
    ...(file.type.startsWith('image/svg')
      ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" }
      : {}),
  };
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, headers).end();
  const packed = file.packed.get(encoding) ?? compress(file.body, encoding, true);
  file.packed.set(encoding, packed);
  const body = await packed;
  res.writeHead(200, {
    ...headers,
    'content-length': String(body.length),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** A file made in memory. */
export const madeFile = (body: Buffer | string, type: string, cache = 'no-cache'): File => {
  const bytes = Buffer.from(body);
  return {
    body: bytes,
    type,
    cache,
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    packed: new Map(),
  };
};
