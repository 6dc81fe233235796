import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweepWindow } from './sweep.ts';

test('of what is not kept only the window stays on the disk, of every epoch', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'veche-sweep-'));
  try {
    const now = Date.now();
    const write = (name: string, minutesOld: number): void => {
      const file = join(folder, name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, 'x');
      utimesSync(file, new Date(now - minutesOld * 60_000), new Date(now - minutesOld * 60_000));
    };
    for (const name of ['e1/audio/floor/0.mp3', 'e1/audio/floor/0.ogg', 'e1/hls/picture/000001.m4s'])
      write(name, 12);
    for (const name of ['e1/hls/picture/init.mp4', 'e1/hls/picture/index.m3u8', 'e1/journal.jsonl'])
      write(name, 40);
    for (const name of ['e2/audio/floor/0.mp3', 'e2/hls/floor/000001.m4s']) write(name, 9);
    await sweepWindow(folder, now - 11 * 60_000);
    await sweepWindow(join(folder, 'never was'), now);
    const left = readdirSync(folder, { recursive: true, withFileTypes: true });
    expect(
      left
        .filter((one) => one.isFile())
        .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
        .sort(),
    ).toEqual([
      'e1/hls/picture/index.m3u8',
      'e1/hls/picture/init.mp4',
      'e1/journal.jsonl',
      'e2/audio/floor/0.mp3',
      'e2/hls/floor/000001.m4s',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
