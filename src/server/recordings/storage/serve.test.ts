import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { refuse } from '#server/kernel';
import { openFolder } from './local.ts';
import { readRange, serveStored, type Served } from './serve.ts';
import type { Storage } from './storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'veche-serve-'));
const storage = openFolder(folder);
const bytes = randomBytes(5000);
const file: Served = {
  key: 'a/full.mp4',
  mime: 'video/mp4',
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.length,
  fileName: 'Мова “і” час.mp4',
  isImmutable: true,
};
beforeAll(async () => void (await storage.put(file.key, Readable.from([bytes]), { mime: file.mime })));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serving(what: Partial<Served> = {}, from: Storage = storage): Promise<string> {
  const server = createServer((req, res) => void serveStored(req, res, from, { ...file, ...what }));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}
const body = async (response: Response) => Buffer.from(await response.arrayBuffer());

test('a whole file, with what a cache and a player need', async () => {
  const url = await serving();
  const whole = await fetch(url);
  expect(whole.status).toBe(200);
  expect(await body(whole)).toEqual(bytes);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': '5000',
    'accept-ranges': 'bytes',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    etag: `"${file.sha256}"`,
    'content-disposition': `inline; filename="mp4"; filename*=UTF-8''${encodeURIComponent('Мова “і” час.mp4')}`,
  });
  const head = await fetch(url, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe('5000');
  expect(await body(head)).toEqual(Buffer.alloc(0));
  const again = await fetch(url, { headers: { 'if-none-match': `W/"x", "${file.sha256}"` } });
  expect(again.status).toBe(304);
});

test.each([
  ['bytes=0-99', 206, 'bytes 0-99/5000', [0, 100]],
  ['bytes=4990-', 206, 'bytes 4990-4999/5000', [4990, 5000]],
  ['bytes=-10', 206, 'bytes 4990-4999/5000', [4990, 5000]],
  ['bytes=4990-999999', 206, 'bytes 4990-4999/5000', [4990, 5000]],
  ['bytes=5000-', 416, 'bytes */5000', [0, 0]],
  ['bytes=-0', 416, 'bytes */5000', [0, 0]],
  ['bytes=9-3', 200, null, [0, 5000]],
  ['bytes=0-1,4-5', 200, null, [0, 5000]],
  ['lines=0-1', 200, null, [0, 5000]],
] as const)('the range %s', async (range, status, contentRange, [from, to]) => {
  const response = await fetch(await serving(), { headers: { range } });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-range')).toBe(contentRange);
  expect(await body(response)).toEqual(bytes.subarray(from, to));
});

test('a range of another version is answered with the whole', async () => {
  const url = await serving();
  const ask = async (tag: string) =>
    (await fetch(url, { headers: { range: 'bytes=0-9', 'if-range': tag } })).status;
  expect(await ask(`"${file.sha256}"`)).toBe(206);
  expect(await ask('"older"')).toBe(200);
});

test('what a browser would run is only ever saved', async () => {
  const response = await fetch(await serving({ mime: 'text/html', isImmutable: false }));
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('what storage has not, or can’t give now, is said so', async () => {
  expect((await fetch(await serving({ key: 'a/none' }))).status).toBe(404);
  const gone = { ...storage, get: () => Promise.reject(refuse('unavailable', 'storage.unreachable')) };
  const response = await fetch(await serving({}, gone));
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
  // A file that is shorter than what we know of it is not given under its name.
  expect((await fetch(await serving({ bytes: 6000 }))).status).toBe(503);
});

test('a slow listener is waited for, and one who goes takes the source along', async () => {
  let given = 0;
  const size = 200 * 1024 * 1024;
  const chunk = Buffer.alloc(1024 * 1024);
  let source: Readable | undefined;
  const slow: Storage = {
    ...storage,
    get: async () => {
      source = Readable.from(
        (function* () {
          for (; given < size; given += chunk.length) yield chunk;
        })(),
      );
      return { stream: source, bytes: size };
    },
  };
  const url = new URL(await serving({ bytes: size }, slow));
  const socket = connect(Number(url.port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  socket.pause();
  await new Promise((done) => setTimeout(done, 500));
  expect(given).toBeGreaterThan(0);
  expect(given).toBeLessThan(60 * 1024 * 1024);
  socket.destroy();
  await expect.poll(() => source!.destroyed).toBe(true);
});

test('ranges that hold nothing', () => {
  expect(readRange('bytes=0-0', 0)).toBe('none');
  expect(readRange('bytes=-5', 0)).toBe('none');
  expect(readRange(undefined, 0)).toBeUndefined();
});
