import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { refusal } from '../../../../tests/support/given.ts';
import { openFolder } from './local.ts';
import { openBucket, pieceBytes } from './s3.ts';
import type { Storage } from './storage.ts';
import { bucketProgram, startBucket, type RunningBucket } from './test-bucket.ts';
import { readBucket } from './wire.ts';

if (!bucketProgram && process.env.CI) throw new Error('versitygw is missing: .ci/run builds it');

const quick = [10, 20];
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = async (stream: Readable) => Buffer.concat((await stream.toArray()) as Buffer[]);
const keysOf = async (storage: Storage, prefix: string) => {
  const keys: string[] = [];
  for await (const { key } of storage.list(prefix)) keys.push(key);
  return keys.sort();
};
const mime = 'video/mp4';

const folder = mkdtempSync(join(tmpdir(), 'veche-storage-'));
let running: RunningBucket | undefined;
beforeAll(async () => {
  if (bucketProgram) running = await startBucket();
});
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const carriers: [string, boolean, () => Storage][] = [
  ['a folder', true, () => openFolder(join(folder, 'store'))],
  ['a bucket', Boolean(bucketProgram), () => openBucket(running!.bucket, quick)],
];

for (const [name, isHere, open] of carriers) {
  describe.skipIf(!isHere)(`storage in ${name}${isHere ? '' : ' (no versitygw on this machine)'}`, () => {
    test('gives back what was put, whole and in ranges', async () => {
      const storage = open();
      const bytes = randomBytes(100_000);
      const file = join(folder, 'source');
      writeFileSync(file, bytes);
      expect(await storage.put('r/one/v1/full.mp4', file, { mime })).toEqual({
        bytes: 100_000,
        sha256: hashOf(bytes),
      });
      expect(await storage.stat('r/one/v1/full.mp4')).toEqual({ bytes: 100_000 });
      const whole = await storage.get('r/one/v1/full.mp4');
      expect(whole.bytes).toBe(100_000);
      expect(hashOf(await bytesOf(whole.stream))).toBe(hashOf(bytes));
      const middle = await storage.get('r/one/v1/full.mp4', { from: 500, to: 999 });
      expect(middle.bytes).toBe(500);
      expect(await bytesOf(middle.stream)).toEqual(bytes.subarray(500, 1000));
      const tail = await storage.get('r/one/v1/full.mp4', { from: 99_990 });
      expect(await bytesOf(tail.stream)).toEqual(bytes.subarray(99_990));
      expect(existsSync(file)).toBe(true);
    });

    test('takes an empty file, one of exactly two pieces and one of three', async () => {
      const storage = open();
      for (const size of [0, 2 * pieceBytes, 2 * pieceBytes + 1]) {
        const bytes = Buffer.alloc(size, 7);
        const done = await storage.put('sizes/one', Readable.from([bytes]), { mime });
        expect(done).toEqual({ bytes: size, sha256: hashOf(bytes) });
        expect(await storage.stat('sizes/one')).toEqual({ bytes: size });
      }
    });

    test('puts over what was there, and lists and removes by prefix', async () => {
      const storage = open();
      for (const key of ['l/a/1', 'l/a/2', 'l/ab/1', 'm/1'])
        await storage.put(key, Readable.from([Buffer.from(key)]), { mime });
      await storage.put('l/a/1', Readable.from([Buffer.from('second')]), { mime });
      expect((await bytesOf((await storage.get('l/a/1')).stream)).toString()).toBe('second');
      expect(await keysOf(storage, 'l/a/')).toEqual(['l/a/1', 'l/a/2']);
      expect(await keysOf(storage, 'l/a')).toEqual(['l/a/1', 'l/a/2', 'l/ab/1']);
      expect(await storage.removeAll('l/')).toBe(3);
      expect(await keysOf(storage, 'l/')).toEqual([]);
      expect(await keysOf(storage, 'm/')).toEqual(['m/1']);
      await storage.remove('m/1');
      await storage.remove('m/1');
      expect(await storage.stat('m/1')).toBeUndefined();
      expect(await refusal(storage.get('m/1'))).toBe('not_found storage.no_such_file');
    });

    test('refuses every key that leads elsewhere', async () => {
      const storage = open();
      for (const key of [
        '../a',
        'a/../b',
        '/a',
        'a//b',
        '',
        '.coming/a',
        'a/.b',
        'a b',
        'запіс',
        'a\u0000b',
        'a\\b',
      ])
        expect(await refusal(storage.put(key, Readable.from([]), { mime })), key).toBe(
          'invalid storage.bad_key',
        );
      expect(await refusal(storage.removeAll('../'))).toBe('invalid storage.bad_key');
    });

    test('keeps nothing of what broke off or is not what it was said to be', async () => {
      const storage = open();
      async function* broken() {
        yield Buffer.alloc(3 * pieceBytes);
        throw new Error('the disk went');
      }
      await expect(storage.put('broken/a', Readable.from(broken()), { mime })).rejects.toThrow(
        'the disk went',
      );
      expect(await storage.stat('broken/a')).toBeUndefined();
      const said = { mime, sha256: hashOf(Buffer.from('another')) };
      expect(await refusal(storage.put('broken/b', Readable.from([Buffer.from('one')]), said))).toBe(
        'unavailable storage.odd',
      );
      expect(await storage.stat('broken/b')).toBeUndefined();
      await storage.tidy(new Date(Date.now() + 60_000));
      expect(await keysOf(storage, 'broken/')).toEqual([]);
    });

    test('holds no more of a huge file than a few pieces', async () => {
      const storage = open();
      const total = 400;
      let most = 0;
      async function* huge() {
        const chunk = Buffer.alloc(1024 * 1024, 3);
        for (let index = 0; index < total; index += 1) {
          if (index % 20 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
          yield chunk;
        }
      }
      const before = process.memoryUsage().arrayBuffers;
      expect((await storage.put('huge', Readable.from(huge()), { mime })).bytes).toBe(total * 1024 * 1024);
      expect(most - before).toBeLessThan(150 * 1024 * 1024);
      await storage.remove('huge');
    });
  });
}

describe('storage in a folder', () => {
  test('takes away what was begun long ago, and never lists what is coming', async () => {
    const storage = openFolder(join(folder, 'tidy'));
    await storage.put('a', Readable.from([Buffer.from('a')]), { mime });
    writeFileSync(join(folder, 'tidy/.coming/left'), 'half');
    expect(await keysOf(storage, '')).toEqual(['a']);
    expect(await storage.tidy(new Date(0))).toBe(0);
    expect(await storage.tidy(new Date(Date.now() + 60_000))).toBe(1);
    expect(readdirSync(join(folder, 'tidy/.coming'))).toEqual([]);
  });
});

describe.skipIf(!bucketProgram)('a bucket that fails', () => {
  test('stopped in the middle of an upload is a clear word, and nothing of the file is seen', async () => {
    const server = await startBucket();
    onTestFinished(() => server.stop());
    const storage = openBucket(server.bucket, quick);
    async function* stops() {
      yield Buffer.alloc(3 * pieceBytes, 1);
      const begun = () =>
        readdirSync(server.folder, { recursive: true }).some((path) => /multipart.*\/1$/.test(String(path)));
      while (!begun()) await new Promise((done) => setTimeout(done, 5));
      await server.kill();
      yield Buffer.alloc(3 * pieceBytes, 2);
    }
    const source = Readable.from(stops());
    expect(await refusal(storage.put('a/b', source, { mime }))).toBe('unavailable storage.unreachable');
    expect(source.destroyed).toBe(true);
    // It also tries to take the upload back, and that must fail, too.
    await new Promise((done) => setTimeout(done, 300));
    await server.start();
    expect(await storage.stat('a/b')).toBeUndefined();
    expect(await storage.tidy(new Date(Date.now() + 60_000))).toBe(1);
    const file = Buffer.alloc(5 * pieceBytes, 3);
    expect((await storage.put('a/b', Readable.from([file]), { mime })).sha256).toBe(hashOf(file));
  });

  test('gone for a moment is waited for', async () => {
    const server = await startBucket();
    onTestFinished(() => server.stop());
    const storage = openBucket(server.bucket, [300, 600, 1200, 2400]);
    await server.kill();
    const put = storage.put('a', Readable.from([Buffer.from('a')]), { mime });
    setTimeout(() => void server.start(), 400);
    expect((await put).bytes).toBe(1);
  });

  test('lists more than one page of a thousand', { timeout: 60_000 }, async () => {
    const storage = openBucket(running!.bucket, quick);
    const one = async (index: number) =>
      storage.put(`many/${index}`, Readable.from(['x'].map(Buffer.from)), { mime });
    for (let index = 0; index < 1005; index += 15)
      await Promise.all(Array.from({ length: 15 }, (_, step) => one(index + step)));
    expect((await keysOf(storage, 'many/')).length).toBe(1005);
    expect(await storage.removeAll('many/')).toBe(1005);
  });

  test('with a wrong secret, or without the bucket, says so and says no secret', async () => {
    const wrong = openBucket({ ...running!.bucket, secret: 'guessed' }, quick);
    const caught = await wrong
      .put('a', Readable.from([Buffer.from('a')]), { mime })
      .catch((error: unknown) => error);
    expect(String(caught)).toContain('storage.denied');
    expect(JSON.stringify(caught) + String((caught as Error).stack)).not.toMatch(
      /guessed|let\/me|127\.0\.0\.1/,
    );
    const nowhere = openBucket({ ...running!.bucket, address: `${running!.bucket.address}-not` }, quick);
    expect(await refusal(nowhere.put('a', Readable.from([Buffer.from('a')]), { mime }))).toBe(
      'unavailable storage.odd',
    );
  });
});

describe('a server that answers nonsense', () => {
  const serve = async (answer: Parameters<typeof createServer>[1]): Promise<Storage> => {
    const server: Server = createServer(answer!);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    return openBucket(readBucket(`s3+http://k:s@127.0.0.1:${port}/b`)!, quick);
  };

  test.each([
    ['a page for everything', 200, 'text/html', '<html><Key>a</Key>log in</html>'],
    [
      'a list that never ends',
      200,
      'application/xml',
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>',
    ],
    ['errors', 500, 'application/xml', '<Error><Code>InternalError</Code></Error>'],
    ['another address', 302, 'text/html', ''],
  ])('%s is refused in a word of ours', async (_what, status, type, body) => {
    const storage = await serve((req, res) => {
      req.resume();
      res.writeHead(status, { 'content-type': type }).end(body);
    });
    const word = status === 500 ? 'unavailable storage.unreachable' : 'unavailable storage.odd';
    const put = (size: number) => storage.put('a', Readable.from([Buffer.alloc(size)]), { mime });
    expect(await refusal(put(10))).toBe(word);
    expect(await refusal(put(3 * pieceBytes))).toBe(word);
    expect(await refusal(keysOf(storage, ''))).toBe(word);
    expect(await refusal(storage.get('a', { from: 0, to: 9 }))).toBe(word);
  });

  test('ends a body in the middle, and the reader learns it', async () => {
    const storage = await serve((req, res) => {
      req.resume();
      res.writeHead(200, { 'content-length': '1000', etag: '"x"' });
      res.write('half');
      setTimeout(() => res.destroy(), 50);
    });
    const { stream } = await storage.get('a');
    await expect(bytesOf(stream)).rejects.toThrow();
  });
});

test('a bucket is read out of its setting, and nothing out of a wrong one', () => {
  expect(readBucket('s3://key:a%2Fb@s3.example.org/rec/one/two?region=eu-1')).toEqual({
    address: 'https://s3.example.org/rec',
    prefix: 'one/two/',
    region: 'eu-1',
    key: 'key',
    secret: 'a/b',
  });
  for (const wrong of [
    's3://host/bucket',
    's3://k:s@host',
    'https://k:s@host/b',
    's3://k:s@host/b/..%2f',
    'x',
    's3://k:%zz@h/b',
  ])
    expect(readBucket(wrong), wrong).toBeUndefined();
});
