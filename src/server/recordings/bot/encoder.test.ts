import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findFfmpeg } from '#server/live';
import { step, tickMs } from './clock.ts';
import { startEncoder } from './encoder.ts';
import { makeMinutes } from './minutes.ts';
import { readFrames } from './mp3.ts';
import { makeSound } from './sound.ts';

const ffmpeg = findFfmpeg();
const missing = ffmpeg ? '' : ' (skipped: no ffmpeg on this machine)';
const folder = mkdtempSync(join(tmpdir(), 'veche-encoder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const program = (name: string, text: string): string => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o700 });
  return join(folder, name);
};

/** What becomes of an encoder that gets a tick of silence every ten milliseconds. */
async function lostBy(path: string): Promise<[word: string, ms: number]> {
  const began = Date.now();
  const words: string[] = [];
  const encoder = startEncoder({
    ffmpeg: path,
    args: [],
    outputs: [readFrames(() => undefined)],
    most: 1e6,
    lost: (word) => void words.push(word),
  });
  while (words.length === 0 && Date.now() - began < 8000) {
    encoder.write(new Uint8Array(step * 2));
    await pause(10);
  }
  const ms = Date.now() - began;
  // Whoever goes on writing to one that is lost does no harm, and is told nothing more.
  encoder.write(new Uint8Array(step * 2));
  await encoder.end();
  expect(words).toHaveLength(1);
  return [words[0]!, ms];
}

describe('an encoder', () => {
  test.each([
    ['that is not there', () => join(folder, 'nothing'), 'ended'],
    ['that ends at once', () => program('ends', 'exit 3'), 'ended'],
    ['that takes nothing and gives nothing', () => program('stuck', 'exec sleep 30'), 'stuck'],
    ['that gives garbage', () => program('garbage', 'exec yes garbage'), 'garbage'],
  ])('%s is lost, once, before anybody has waited five seconds', async (_what, path, word) => {
    const [was, ms] = await lostBy(path());
    expect(was).toBe(word);
    expect(ms).toBeLessThan(5000);
  });
});

test.skipIf(missing)(
  `sound goes on after encoders that died at once, and every loss is said${missing}`,
  async () => {
    // The first three die; then it is ffmpeg.
    const count = join(folder, 'count');
    const path = program(
      'dies',
      `echo x >> ${count}; [ $(wc -l < ${count}) -gt 3 ] && exec ${ffmpeg!} "$@"; exit 1`,
    );
    const lost: string[] = [];
    const sound = makeSound({
      ...{ ffmpeg: path, folder: join(folder, 'sound'), lang: 'floor', begin: 0, isKept: true },
      lost: (word, as) => void lost.push(`${word} ${as}`),
      failed: () => void lost.push('a file failed'),
    });
    const began = Date.now();
    const bytes = (): number =>
      readdirSync(join(folder, 'sound/audio/floor')).reduce(
        (sum, name) => sum + statSync(join(folder, 'sound/audio/floor', name)).size,
        0,
      );
    for (let tick = 0; bytes() < 4000 && Date.now() - began < 10_000; tick += 1) {
      while (began + tick * tickMs > Date.now()) await pause(5);
      sound.write(tick, new Int16Array(step));
    }
    expect(Date.now() - began).toBeLessThan(5000);
    await sound.close();
    expect(lost).toEqual(['ended floor.2', 'ended floor.3', 'ended floor.4']);
  },
);

test('a minute that can’t be written is said, and closes all the same', async () => {
  const place = join(folder, 'full');
  mkdirSync(place);
  // The kernel's own full disk.
  symlinkSync('/dev/full', join(place, '0.mp3'));
  let failed = 0;
  const minutes = makeMinutes(place, 'mp3', () => (failed += 1));
  minutes.write(0, Buffer.alloc(1000));
  await pause(300);
  minutes.write(100, Buffer.alloc(1000));
  expect(failed).toBe(1);
  const closed = minutes.close().then(() => 'closed');
  expect(await Promise.race([closed, pause(2000)])).toBe('closed');
});
