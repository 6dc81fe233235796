import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTake } from '../../../../tests/support/take.ts';
import { destroyOf } from './destroy.ts';
import { cutPicture } from './picture.ts';
import { mixSound } from './sound.ts';
import { readStretches } from '../publish/segments.ts';
import { hear } from './test-tone.ts';

let folder = '';
let take = '';
const out = (name: string): string => join(folder, name);
const files = new Map<string, ReturnType<typeof hear>>();
const heard = (name: string): ReturnType<typeof hear> => {
  const known = files.get(name) ?? hear(out(name), 24);
  files.set(name, known);
  return known;
};

// Ada and Eva all the time, Boris in the middle, whom an interpreter follows and who then goes on.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'veche-cut-'));
  take = join(folder, 'take');
  await makeTake(take, {
    seconds: 24,
    langs: ['floor', 'pl'],
    voices: [
      { identity: 'ada', hz: 500, from: 0, to: 24 },
      { identity: 'boris', hz: 900, from: 4, to: 12 },
      { identity: 'eva', hz: 1500, from: 2.5, to: 24 },
      { identity: 'pavel', hz: 2300, from: 5, to: 21, booth: 'pl' },
    ],
    picture: [
      { identity: 'ada', from: 0, to: 4, colour: 'red' },
      { identity: 'boris', from: 4, to: 12, colour: 'lime' },
      { identity: 'eva', from: 12, to: 24, colour: 'blue' },
    ],
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a tone of the tests measures when nothing is done to it: an eighth of full scale. */
const full = -18.06;

describe('sound mixed anew', () => {
  test('with everybody is as loud as it was heard', async () => {
    const span = await mixSound('ffmpeg', {
      folder: take,
      lang: 'floor',
      without: new Set(),
      out: out('all.flac'),
    });
    expect(span).toEqual({ from: 0, to: 24_000 });
    for (const hz of [500, 900, 1500]) {
      const level = (await heard('all.flac')).level(hz, 5, 11);
      expect(Math.abs(level - full), `${hz} Hz: ${level} dB`).toBeLessThan(0.5);
    }
    expect((await heard('all.flac')).loudest(900, 0, 3.8)).toBeLessThan(-60);
  });

  test('without somebody holds nothing of them, and the others are unharmed', async () => {
    const seconds: number[] = [];
    await mixSound(
      'ffmpeg',
      { folder: take, lang: 'floor', without: new Set(['boris']), out: out('floor.flac') },
      (done) => seconds.push(done),
    );
    expect(seconds.at(-1)).toBe(24);
    expect((await heard('floor.flac')).loudest(900, 0, 24)).toBeLessThan(-70);
    for (const hz of [500, 1500])
      for (const [from, to] of [
        [3, 4],
        [5, 11],
        [13, 23],
      ] as const) {
        const level = (await heard('floor.flac')).level(hz, from, to);
        expect(Math.abs(level - full), `${hz} Hz, ${from} s: ${level} dB`).toBeLessThan(0.5);
      }
  });

  test('lets no interpreter say the words of whoever is cut, and three seconds more', async () => {
    await mixSound('ffmpeg', { folder: take, lang: 'pl', without: new Set(['boris']), out: out('pl.flac') });
    expect((await heard('pl.flac')).loudest(900, 0, 24)).toBeLessThan(-70);
    expect((await heard('pl.flac')).loudest(2300, 4, 15)).toBeLessThan(-70);
    expect(Math.abs((await heard('pl.flac')).level(2300, 16, 20) - full)).toBeLessThan(0.5);
    // Nobody interprets there: the floor is heard as it is.
    expect(Math.abs((await heard('pl.flac')).level(500, 7, 12) - full)).toBeLessThan(0.5);
    expect(Math.abs((await heard('pl.flac')).level(500, 17, 20) - full + 16.48)).toBeLessThan(0.5);
  });

  test('of whom the words may be kept keeps the interpreter', async () => {
    await mixSound('ffmpeg', {
      folder: take,
      lang: 'pl',
      without: new Set(['boris']),
      wordless: new Set(),
      out: out('words.flac'),
    });
    expect((await heard('words.flac')).loudest(900, 0, 24)).toBeLessThan(-70);
    expect(Math.abs((await heard('words.flac')).level(2300, 6, 11) - full)).toBeLessThan(0.5);
  });

  test('without the interpreter is the floor', async () => {
    await mixSound('ffmpeg', {
      folder: take,
      lang: 'pl',
      without: new Set(['pavel']),
      out: out('no-pl.flac'),
    });
    expect((await heard('no-pl.flac')).loudest(2300, 0, 24)).toBeLessThan(-70);
    expect(Math.abs((await heard('no-pl.flac')).level(500, 6, 20) - full)).toBeLessThan(0.5);
  });

  test('is written for players, too, and in parts', async () => {
    for (const kind of ['m4a', 'mp3', 'opus', 'wav']) {
      const span = { from: 14_000, to: 18_500 };
      const wanted = {
        folder: take,
        lang: 'floor',
        without: new Set(['boris']),
        out: out(`part.${kind}`),
        ...span,
      };
      expect(await mixSound('ffmpeg', wanted)).toEqual(span);
      expect(Math.abs((await heard(`part.${kind}`)).level(500, 1, 4) - full), kind).toBeLessThan(1);
    }
  });
});

/** Mean colour of each second of an HLS folder: red, green, blue. */
function colours(list: string): number[][] {
  const raw = execFileSync(
    'ffmpeg',
    [
      ...['-nostdin', '-v', 'error', '-threads', '1', '-allowed_extensions', 'ALL', '-i', list],
      ...['-vf', 'fps=1,scale=1:1:flags=area', '-threads', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    ],
    { maxBuffer: 10_000_000 },
  );
  return Array.from({ length: raw.length / 3 }, (_, n) => [...raw.subarray(n * 3, n * 3 + 3)]);
}

const words = { title: 'Сесія', lines: [], motif: 'session' };

describe('the picture', () => {
  const isGreen = ([r, g, b]: number[]): boolean => g! > 150 && r! < 100 && b! < 100;

  test('shows a card instead of whoever is cut, in the same times; the rest is the same bytes', async () => {
    const to = out('picture');
    expect(colours(join(take, 'e1/hls/picture/index.m3u8')).filter(isGreen).length).toBeGreaterThan(6);
    const shares: number[] = [];
    const cut = await cutPicture(
      { folder: take, without: new Set(['boris']), out: to, card: words },
      (share) => shares.push(share),
    );
    expect(cut).toEqual({ replaced: 6, kept: 6, missing: 0 });
    expect(shares.at(-1)).toBe(1);
    const after = colours(join(to, 'e1/hls/picture/index.m3u8'));
    expect(after.length).toBeGreaterThanOrEqual(24);
    expect(after.filter(isGreen)).toEqual([]);
    expect(after[1]![0]).toBeGreaterThan(200);
    expect(after[18]![2]).toBeGreaterThan(200);
    // The card is dark and stands from the first to the last moment.
    for (const n of [4, 7, 11]) expect(Math.max(...after[n]!), `second ${n}`).toBeLessThan(90);
    const [before] = await readStretches(take, 'picture');
    const [now] = await readStretches(to, 'picture');
    expect(now!.segments).toEqual(before!.segments);
    const same = readdirSync(before!.folder).filter(
      (name) =>
        name.endsWith('.m4s') &&
        readFileSync(join(before!.folder, name)).equals(readFileSync(join(now!.folder, name))),
    );
    expect(same).toHaveLength(6);
  });

  test('goes on where it was killed', async () => {
    const to = out('again');
    await cutPicture({ folder: take, without: new Set(['boris']), out: to, card: words });
    rmSync(join(to, 'e1/hls/picture/000004.m4s'));
    const cut = await cutPicture({ folder: take, without: new Set(['boris']), out: to, card: words });
    expect(cut).toEqual({ replaced: 6, kept: 6, missing: 0 });
    expect(colours(join(to, 'e1/hls/picture/index.m3u8')).filter(isGreen)).toEqual([]);
  });
});

describe('what is destroyed', () => {
  test('is every file that holds the voice or the picture; later mixes still leave out the words', async () => {
    const own = join(folder, 'own');
    execFileSync('cp', ['-r', take, own]);
    const to = out('own-picture');
    await cutPicture({ folder: own, without: new Set(['boris']), out: to, card: words });
    await destroyOf('ffmpeg', own, { sound: new Set(['boris']) }, to);
    // Twice is once.
    await destroyOf('ffmpeg', own, { sound: new Set(['boris']) }, to);
    expect(readdirSync(join(own, 'e1/tracks')).sort()).toEqual(['ada.1.ogg', 'eva.3.ogg', 'pavel.4.ogg']);
    expect(readdirSync(join(own, 'e1')).sort()).toEqual(['hls', 'journal.jsonl', 'tracks']);
    expect(readdirSync(join(own, 'e1/hls'))).toEqual(['picture']);
    const isGreen = ([r, g, b]: number[]): boolean => g! > 150 && r! < 100 && b! < 100;
    expect(colours(join(own, 'e1/hls/picture/index.m3u8')).filter(isGreen)).toEqual([]);
    // Somebody else goes afterwards.
    await mixSound('ffmpeg', {
      folder: own,
      lang: 'pl',
      without: new Set(['boris', 'eva']),
      wordless: new Set(['boris']),
      out: out('later.flac'),
    });
    const later = await hear(out('later.flac'), 24);
    expect(later.loudest(2300, 4, 15)).toBeLessThan(-70);
    expect(Math.abs(later.level(2300, 16, 20) - full)).toBeLessThan(0.5);
    expect(later.loudest(1500, 0, 24)).toBeLessThan(-70);
  });
});
