import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { findFfmpeg } from '#server/live';
import { boundaryOf, readParts, readText } from './multipart.ts';
import { dayOf, matchName, titleOf, type Candidate } from './match.ts';
import { probe } from './probe.ts';
import { cleanName } from './uploads.ts';

const ffmpeg = findFfmpeg();
if (!ffmpeg && process.env.CI) throw new Error('ffmpeg is missing: .ci/run installs it');
const folder = mkdtempSync(join(tmpdir(), 'veche-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a form with files, as it comes', () => {
  const boundary = '----WebKit7MA4YWxk';
  const part = (head: string, content: Buffer | string) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const end = Buffer.from(`--${boundary}--\r\n`);
  const file = Buffer.concat([
    Buffer.from('\r\n--not the mark\r\n--'),
    Buffer.alloc(5000, 45),
    Buffer.from('\r\n'),
  ]);
  const whole = Buffer.concat([
    part('Content-Disposition: form-data; name="ticket"', 'abc'),
    part(
      'Content-Disposition: form-data; name="file"; filename="Дзень %22першы%22.mp4"\r\nContent-Type: video/mp4',
      file,
    ),
    part(
      'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream',
      '',
    ),
    end,
  ]);
  const inChunks = (bytes: Buffer, size: number) =>
    Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })(),
    ) as AsyncIterable<Buffer>;
  const read = async (bytes: Buffer, size: number) => {
    const found: [string, string | undefined, Buffer][] = [];
    for await (const { name, fileName, content } of readParts(inChunks(bytes, size), boundary)) {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(Buffer.from(chunk));
      found.push([name, fileName, Buffer.concat(chunks)]);
    }
    return found;
  };

  test.each([1, 2, 7, 60, 100_000])('is read the same in chunks of %i', async (size) => {
    const found = await read(whole, size);
    expect(found.map(([name, fileName, content]) => [name, fileName, content.length])).toEqual([
      ['ticket', undefined, 3],
      ['file', 'Дзень "першы".mp4', file.length],
      ['file', '', 0],
    ]);
    expect(found[1]![2]).toEqual(file);
  });

  test('goes on where a part was not read, and refuses one that ends too soon', async () => {
    const names: string[] = [];
    for await (const { name } of readParts(inChunks(whole, 9), boundary)) names.push(name);
    expect(names).toEqual(['ticket', 'file', 'file']);
    await expect(read(whole.subarray(0, whole.length - 40), 100)).rejects.toThrow('archive.unreadable');
    await expect(read(Buffer.from('nothing of a form'), 100)).rejects.toThrow('archive.unreadable');
    await expect(
      read(Buffer.concat([Buffer.from(`--${boundary}\r\n`), Buffer.alloc(20_000, 97)]), 100),
    ).rejects.toThrow('archive.unreadable');
  });

  test('a field longer than any of ours is refused, and a boundary is found', async () => {
    await expect(readText(inChunks(Buffer.alloc(9000), 100))).rejects.toThrow('archive.unreadable');
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc');
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b');
    expect(boundaryOf('application/json')).toBeUndefined();
  });
});

describe('the session of a file by its name', () => {
  const sessions: Candidate[] = [
    {
      id: 'a',
      title: { be: 'Мова і грамадства', en: 'Language and society' },
      speakers: ['Алена Янушкевіч'],
      day: '2024-10-11',
      number: 1,
    },
    {
      id: 'b',
      title: { be: 'Архівы XVI стагоддзя' },
      speakers: ['Pavel Kavaliou'],
      day: '2024-10-11',
      number: 2,
    },
    {
      id: 'c',
      title: { be: 'Мова і час', ru: 'Язык и время' },
      speakers: ['Ганна Севярынец'],
      day: '2024-10-12',
      number: 3,
    },
    { id: 'd', title: { be: 'Адкрыццё' }, speakers: [], day: '2024-10-11', number: 4 },
  ];
  test.each([
    ['Language_and_society_FINAL.mp4', 'a'],
    ['01 - Mova i hramadstva.mkv', 'a'],
    ['мова-и-грамадства.mp4', 'a'],
    ['Янушкевіч.mp3', undefined],
    ['2024-10-12 Севярынец - Мова і час (720p).webm', 'c'],
    ['Язык и время.mov', 'c'],
    ['archivy xvi stahoddzia.m4a', 'b'],
    ['02.mp4', 'b'],
    ['GOPR0042.MP4', undefined],
    ['канцэрт.mp4', undefined],
  ])('%s', (name, id) => {
    expect(matchName(name, sessions)?.id).toBe(id);
  });
  test('says its day and its title', () => {
    expect(dayOf('2024-10-12 x.mp4')).toBe('2024-10-12');
    expect(dayOf('VID_20241012_101010.mp4')).toBe('2024-10-12');
    expect(dayOf('12.10.2024.mp4')).toBe('2024-10-12');
    expect(dayOf('20249912.mp4')).toBeUndefined();
    expect(titleOf('03 - Мова_і_час.mp4')).toBe('Мова і час');
    expect(cleanName('../../etc/passwd\u202e\u0000.mp4')).toBe('passwd .mp4');
    expect(cleanName('C:\\Users\\Ганна\\мова.mp4')).toBe('мова.mp4');
    expect(cleanName('..')).toBe('..');
  });
});

const missing = ffmpeg ? '' : ' (no ffmpeg on this machine)';
describe.skipIf(!ffmpeg)(`what a file is${missing}`, { timeout: 60_000 }, () => {
  const make = (name: string, ...args: string[]): string => {
    const path = join(folder, name);
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-threads', '1', ...args, path]);
    return path;
  };
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=24000'];
  const colour = ['-f', 'lavfi', '-i', 'color=c=green:s=320x180:r=10'];
  const write = (name: string, bytes: Buffer | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  test.each([
    ['a.mp3', 'audio/mpeg', []],
    ['a.ogg', 'audio/ogg', []],
    ['a.opus', 'audio/ogg', []],
    ['a.flac', 'audio/flac', []],
    ['a.wav', 'audio/wav', []],
    ['a.m4a', 'audio/mp4', []],
    ['a.mka', 'audio/webm', []],
  ])('%s is sound', async (name, mime, args) => {
    expect(await probe(make(name, ...tone, '-t', '3', ...args))).toEqual({ mime, seconds: 3 });
  });

  test.each([
    ['b.mp4', 'video/mp4'],
    ['b.mov', 'video/mp4'],
    ['b.mkv', 'video/webm'],
    ['b.webm', 'video/webm'],
    ['b.avi', 'video/x-msvideo'],
  ])('%s is a picture with sound', async (name, mime) => {
    const path = make(name, ...tone, ...colour, '-t', '3', '-shortest');
    expect(await probe(path)).toMatchObject({ mime, width: 320, height: 180, seconds: 3 });
  });

  test('what holds no sound, no medium, or only the names of others', async () => {
    expect(await probe(make('silent.mp4', ...colour, '-t', '2'))).toBe('silent');
    expect(await probe(write('x.mp4', Buffer.alloc(5000, 1)))).toBe('odd');
    expect(await probe(write('empty.mp4', ''))).toBe('odd');
    expect(await probe(write('list.m3u8', '#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n'))).toBe('list');
    expect(await probe(write('list.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n"))).toBe('list');
    expect(await probe(write('dash.mp4', '<?xml version="1.0"?><MPD></MPD>'))).toBe('list');
  });

  test('a half, and one that says it lasts a thousand million seconds', async () => {
    const whole = readFileSync(make('long.mp4', ...tone, '-t', '60', '-movflags', 'faststart'));
    // The length stands in the head; the second half of the sound is not there.
    expect(await probe(write('half.mp4', whole.subarray(0, Math.floor(whole.length / 2))))).toBe('lying');
    const lie = Buffer.from(whole);
    for (const box of ['mvhd', 'mdhd', 'tkhd']) {
      const at = lie.indexOf(box);
      lie.writeUInt32BE(0x7fffffff, at + (box === 'tkhd' ? 24 : 20));
    }
    expect(['long', 'lying']).toContain(await probe(write('lie.mp4', lie)));
  });

  test('a picture too large for anything, and one whose box says a size that it has not', async () => {
    const vast = ['-f', 'lavfi', '-i', 'color=c=green:s=8000x4000:r=1', '-c:v', 'mjpeg', '-t', '1'];
    expect(await probe(make('vast.mkv', ...tone, ...vast, '-shortest'))).toBe('large_picture');
    const small = readFileSync(make('size.mp4', ...tone, ...colour, '-t', '2', '-shortest'));
    const at = small.indexOf('avc1', small.indexOf('stsd'));
    small.writeUInt16BE(65_000, at + 28);
    small.writeUInt16BE(65_000, at + 30);
    expect(await probe(write('huge.mp4', small))).toMatchObject({ width: 320, height: 180 });
  });

  test('a locked one', async () => {
    const open = readFileSync(make('open.mp4', ...tone, '-t', '2'));
    const locked = Buffer.from(open);
    locked.write('enca', locked.indexOf('mp4a'), 'latin1');
    expect(await probe(write('locked.mp4', locked))).toBe('locked');
  });

  test('takes no longer than it may, and writes nothing', async () => {
    mkdirSync(join(folder, 'slow'), { recursive: true });
    const path = make('slow/a.mp3', ...tone, '-t', '3');
    expect(await probe(path, { seconds: 0.01 })).toBe('slow');
    expect(existsSync(path) && statSync(path).size > 0).toBe(true);
  });
});
