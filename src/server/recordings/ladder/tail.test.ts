import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { movePages, opusHeads, wholePages } from './ogg.ts';
import { play, tone, writeEpoch } from './test-take.ts';
import { makeTail, type Format, type Tail } from './tail.ts';

const home = mkdtempSync(join(tmpdir(), 'veche-tail-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Everything from a moment on, as a listener gets it. */
async function hear(tail: Tail, format: Format, from: number): Promise<Buffer> {
  while (await tail.look());
  let { place, chunk } = await tail.find(from);
  const parts: Buffer[] = format === 'ogg' ? [opusHeads()] : [];
  while (chunk === undefined) {
    const some = await tail.read(place, 16 * 1024);
    if (!some) break;
    parts.push(some.bytes);
    ({ place, chunk } = some);
  }
  for (let one = chunk; one !== undefined && tail.chunk(one); one++) parts.push(tail.chunk(one)!.bytes);
  return Buffer.concat(parts);
}
const folderFor = (name: string): string => {
  const folder = join(home, name);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

describe.each(['mp3', 'ogg'] as const)('one sound of a take, %s', (format) => {
  test('is heard from its beginning over minutes and over a gap, as one stream without a complaint', async () => {
    const folder = folderFor(`over-${format}`);
    writeEpoch(folder, 1, 0, format, await tone(format, 130));
    writeEpoch(folder, 2, 140_000, format, await tone(format, 20));
    const tail = makeTail(folder, 'floor', format);
    const heard = await play(format, await hear(tail, format, 0));
    expect(heard.complaints).toBe('');
    expect(heard.seconds).toBeGreaterThan(149);
    expect(heard.seconds).toBeLessThan(151.5);
    expect(tail.now()).toBeGreaterThan(159_000);
    expect(tail.now()).toBeLessThan(161_000);
  });

  test('is heard from any moment, near enough, from the files and from memory', async () => {
    const folder = folderFor(`any-${format}`);
    writeEpoch(folder, 1, 5_000, format, await tone(format, 200));
    const tail = makeTail(folder, 'floor', format);
    for (const from of [6_000, 64_900, 65_100, 120_000, 203_000]) {
      const { seconds, complaints } = await play(format, await hear(tail, format, from));
      expect(complaints).toBe('');
      expect([from, Math.abs(seconds - (205 - from / 1000)) < 1.2, seconds]).toEqual([from, true, seconds]);
    }
  });

  test('grows by whole frames and pages only, and goes on after a kill in the middle of one', async () => {
    const folder = folderFor(`grows-${format}`);
    const bytes = await tone(format, 12);
    writeEpoch(folder, 1, 0, format, bytes.subarray(0, 10_007));
    const tail = makeTail(folder, 'floor', format);
    expect(await tail.look()).toBe(true);
    expect(await tail.look()).toBe(false);
    appendFileSync(join(folder, `e1/audio/floor/0.${format}`), bytes.subarray(10_007, 20_011));
    expect(await tail.look()).toBe(true);
    writeEpoch(folder, 2, 15_000, format, await tone(format, 5));
    const heard = await play(format, await hear(tail, format, 0));
    expect(heard.complaints.replaceAll(/.*Header missing.*\n?/g, '')).toBe('');
    expect(heard.seconds).toBeGreaterThan(9);
    expect(heard.seconds).toBeLessThan(13);
  });
});

test('pages of Ogg that are moved to their own place stay as they are, but for serial number and checksum', async () => {
  const bytes = await tone('ogg', 3);
  const pages = wholePages(bytes).filter(({ isHead }) => !isHead);
  const moved = movePages(bytes, pages, { granule: 0, pages: 0 });
  const again = wholePages(moved);
  expect(again.map(({ granule, sequence, length }) => [granule, sequence, length])).toEqual(
    pages.map(({ granule, sequence, length }) => [granule, sequence, length]),
  );
  expect(movePages(moved, again, { granule: 0, pages: 0 })).toEqual(moved);
});
