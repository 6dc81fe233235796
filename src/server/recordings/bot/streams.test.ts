import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { findFfmpeg } from '#server/live';
import { frameBytes, mp3Options, readFrames } from './mp3.ts';
import { makeJoin, oggOptions, readPages, type Page } from './ogg.ts';

const ffmpeg = findFfmpeg();
const missing = ffmpeg ? '' : ' (skipped: no ffmpeg on this machine)';

/** What ffmpeg makes of a tone of so many seconds. */
const encode = (options: string[], seconds = 3): Buffer =>
  spawnSync(
    ffmpeg!,
    [
      ...['-loglevel', 'error', '-f', 'lavfi', '-i', `sine=440:r=48000:d=${seconds}`, '-threads', '1'],
      ...[...options, 'pipe:1'],
    ],
    { maxBuffer: 1 << 26 },
  ).stdout;
const decode = (bytes: Buffer, format: string): { samples: number; errors: string } => {
  const { stdout, stderr } = spawnSync(
    ffmpeg!,
    [
      '-loglevel',
      'warning',
      '-f',
      format,
      '-i',
      'pipe:0',
      '-f',
      's16le',
      '-ar',
      '48000',
      '-ac',
      '1',
      'pipe:1',
    ],
    { input: bytes, maxBuffer: 1 << 26 },
  );
  return { samples: stdout.length / 2, errors: String(stderr) };
};

const pagesOf = (bytes: Buffer, pieces = 700): Page[] => {
  const pages: Page[] = [];
  const read = readPages((page) => pages.push(page));
  for (let at = 0; at < bytes.length; at += pieces) read(bytes.subarray(at, at + pieces));
  return pages;
};

describe.skipIf(missing)(`what encoders write${missing}`, () => {
  test('MP3 is cut into whole frames, however it comes', () => {
    const bytes = encode(mp3Options);
    const told: number[] = [];
    let all = Buffer.alloc(0);
    const read = readFrames((first, frames) => {
      told.push(first);
      expect(frames.length % frameBytes).toBe(0);
      all = Buffer.concat([all, frames]);
    });
    for (let at = 0; at < bytes.length; at += 41) read(bytes.subarray(at, at + 41));
    expect(all.equals(bytes.subarray(0, all.length))).toBe(true);
    expect(bytes.length - all.length).toBeLessThan(frameBytes);
    expect(told[0]).toBe(0);
    // Any frame begins a file: none needs the one before.
    expect(decode(all.subarray(frameBytes * 20), 'mp3')).toMatchObject({ errors: '' });
  });

  test('garbage is told from sound', () => {
    const read = readFrames(() => undefined);
    expect(() => read(Buffer.alloc(frameBytes, 7))).toThrow();
    expect(() => readPages(() => undefined)(Buffer.alloc(100, 7))).toThrow();
  });

  test('two encoders one after another are one stream of Ogg', () => {
    const [first, second] = [pagesOf(encode(oggOptions)), pagesOf(encode(oggOptions))];
    const join = makeJoin();
    const joined = [
      ...first.map((page) => join.next(page, 0)),
      ...second.map((page) => join.next(page, 5 * 48_000)),
    ].flatMap((one) => one ?? []);
    expect(joined).toHaveLength(first.length + second.length - 2);
    const all = pagesOf(Buffer.concat(joined.map((one) => one.bytes)));
    expect(all.map(({ bytes }) => bytes.readUInt32LE(18))).toEqual(all.map((_, at) => at));
    expect(new Set(all.map(({ bytes }) => bytes.readUInt32LE(14))).size).toBe(1);
    expect(all.map(({ bytes }) => bytes[5])).toEqual(all.map((_, at) => (at === 0 ? 2 : 0)));
    const granules = all.map((page) => page.granule);
    expect(granules).toEqual([...granules].sort((a, b) => a - b));
    expect(granules.at(-1)! / 48_000).toBeCloseTo(8, 1);
    // A page of audio is a fifth of a second at most.
    expect(joined.at(-1)!.at).toBeGreaterThan(7700);
    // ffmpeg checks every sum: six seconds of sound, and no word of complaint but of the two seconds between.
    const { samples } = decode(Buffer.concat(joined.map((one) => one.bytes)), 'ogg');
    expect(samples / 48_000).toBeGreaterThan(5.9);
  });
});
