import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJournal, spans } from './journal.ts';

function makeTake(epochs: { lines: object[]; tail?: string; mp3?: Record<number, number> }[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'veche-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  epochs.forEach(({ lines, tail = '', mp3 = {} }, index) => {
    const place = join(folder, `e${index + 1}`);
    mkdirSync(join(place, 'audio/floor'), { recursive: true });
    writeFileSync(
      join(place, 'journal.jsonl'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join('') + tail,
    );
    for (const [minute, bytes] of Object.entries(mp3))
      writeFileSync(join(place, 'audio/floor', `${minute}.mp3`), Buffer.alloc(bytes));
  });
  return folder;
}

const begin = (at: number, epoch: number) => ({ at, what: 'begin', epoch, langs: ['floor'], picture: false });

test('a bot that was killed leaves a gap, from its last sound to the next one’s beginning', async () => {
  const folder = makeTake([
    {
      lines: [
        begin(200, 1),
        { at: 1000, what: 'track', file: 'tracks/a.1.ogg', identity: 'a', kind: 'voice' },
        { at: 1200, what: 'picture', identity: 'a', source: 'camera' },
        { at: 1100, what: 'heard', identity: 'b', kind: 'booth', lang: 'pl', to: 1500 },
      ],
      // Cut short by the kill.
      tail: '{"at":2000,"wh',
      mp3: { 0: 240_000, 1: 40_000 },
    },
    { lines: [begin(73_000, 2), { at: 80_000, what: 'end' }] },
  ]);
  const entries = await readJournal(folder);
  expect(entries.map((entry) => [entry.epoch, entry.what, entry.at])).toEqual([
    [1, 'begin', 200],
    [1, 'track', 1000],
    [1, 'picture', 1200],
    [1, 'heard', 1100],
    [1, 'end', 70_200],
    [2, 'begin', 73_000],
    [2, 'end', 80_000],
  ]);
  expect(spans(entries)).toEqual({
    tracks: [{ file: 'e1/tracks/a.1.ogg', identity: 'a', kind: 'voice', from: 1000, to: 70_200 }],
    heard: [{ identity: 'b', kind: 'booth', lang: 'pl', from: 1100, to: 1500 }],
    pictures: [{ identity: 'a', source: 'camera', from: 1200, to: 70_200 }],
    slides: [],
    gaps: [{ from: 70_200, to: 73_000 }],
    epochs: [
      { epoch: 1, langs: ['floor'], from: 200, to: 70_200 },
      { epoch: 2, langs: ['floor'], from: 73_000, to: 80_000 },
    ],
    end: 80_000,
  });
});

test('what is going on lasts until now, and until its sound when nobody runs it any more', async () => {
  const folder = makeTake([{ lines: [begin(0, 1)], mp3: { 0: 4000 } }]);
  expect(spans(await readJournal(folder), 5000).epochs).toMatchObject([{ from: 0, to: 5000 }]);
  expect(spans(await readJournal(folder, { isOver: true })).epochs).toMatchObject([{ from: 0, to: 1000 }]);
});

test('a picture that sleeps is nobody’s', async () => {
  const folder = makeTake([
    {
      lines: [
        begin(0, 1),
        { at: 100, what: 'picture', identity: 'a', source: 'camera' },
        { at: 300, what: 'picture', identity: 'b', source: 'screen' },
        { at: 500, what: 'picture_off' },
        { at: 900, what: 'end' },
      ],
    },
  ]);
  expect(spans(await readJournal(folder)).pictures).toEqual([
    { identity: 'a', source: 'camera', from: 100, to: 300 },
    { identity: 'b', source: 'screen', from: 300, to: 500 },
  ]);
});

test('a take that never began is empty', async () => {
  expect(spans(await readJournal('/nowhere'))).toMatchObject({ epochs: [], gaps: [], end: 0 });
});
