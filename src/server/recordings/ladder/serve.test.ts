import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCtx } from '../../../../tests/support/given.ts';
import { makeLadder, type Ladder } from './serve.ts';
import type { Source, Sources } from './sources.ts';
import { beginEpoch, grow, play, tone, writeEpoch } from './test-take.ts';

let [folder, url]: [string, string] = ['', ''];
let server: Server;
let ladder: Ladder;
let source: Source | undefined;
let wants: string[];
const ends: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'veche-ladder-'));
  wants = [];
  source = {
    take: {
      id: 'take-of-tests-1',
      sessionId: 'session1',
      isKept: false,
      state: 'on',
      startedAt: new Date(),
      langs: ['floor'],
      epoch: 1,
    },
    folder,
    isOn: true,
  };
  const sources: Sources = {
    want: async (id, wish) => {
      wants.push(`${id} ${String(wish?.picture ?? false)}`);
      return id === 'session1' ? source : undefined;
    },
    find: async (id) => (id === source?.take.id ? source : undefined),
    forget: () => undefined,
  };
  ladder = makeLadder(await testCtx({ env: { VECHE_STREAMS: '600' } }), sources);
  server = createServer((req, res) => {
    if (!ladder.serve(req, res)) res.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  ladder.stop();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

interface Heard {
  bytes(): Buffer;
  answer: IncomingMessage;
  ended: Promise<void>;
}
const listen = (path: string, headers: Record<string, string> = {}): Promise<Heard> =>
  new Promise((done, failed) => {
    const req = get(url + path, { headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', () => undefined);
      const ended = new Promise<void>((over) => answer.once('close', over));
      done({ answer, ended, bytes: () => Buffer.concat(parts) });
    });
    req.on('error', failed);
    ends.push(() => req.destroy());
  });
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('a long response of sound', () => {
  test.each(['mp3', 'ogg'] as const)(
    '%s goes on as it is spoken, and ends with the session',
    async (format) => {
      const audio = beginEpoch(folder, 1, 0);
      ends.push(grow(audio, format, await tone(format, 30), 30, 2));
      await pause(2500);
      const heard = await listen(`/listen/session1/floor.${format}`);
      expect(heard.answer.statusCode).toBe(200);
      expect(heard.answer.headers).toMatchObject({
        'content-type': format === 'mp3' ? 'audio/mpeg' : 'audio/ogg; codecs=opus',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'transfer-encoding': 'chunked',
      });
      expect(heard.answer.headers['content-length']).toBeUndefined();
      await pause(300);
      // A cushion, so that a player begins at once.
      expect(heard.bytes().length).toBeGreaterThan(4000);
      await pause(4000);
      source = undefined;
      await heard.ended;
      expect(heard.answer.complete).toBe(true);
      const { seconds, complaints } = await play(format, heard.bytes());
      expect(complaints).toBe('');
      expect(seconds).toBeGreaterThan(9);
      expect(seconds).toBeLessThan(14);
      expect(ladder.count()).toBe(0);
    },
  );

  test('begins earlier for who asks, and tells a prober that it is one long answer', async () => {
    writeEpoch(folder, 1, 0, 'mp3', await tone('mp3', 150));
    const second = 4000;
    const sizes: number[] = [];
    for (const query of ['', '?back=30', '?t=20', '?back=nonsense', '?t=999999']) {
      const heard = await listen(`/listen/session1/floor.mp3${query}`, { range: 'bytes=0-1' });
      expect(heard.answer.statusCode).toBe(200);
      expect(heard.answer.headers['accept-ranges']).toBe('none');
      await pause(400);
      sizes.push(Math.round(heard.bytes().length / second));
    }
    expect(sizes.map((size, index) => Math.abs(size - [2.5, 30, 130, 2.5, 2.5][index]!) < 1.6)).toEqual(
      sizes.map(() => true),
    );
    const head = await fetch(`${url}/listen/session1/floor.mp3`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
  });

  test('goes on when a bot was killed and another one took over', async () => {
    writeEpoch(folder, 1, 0, 'ogg', (await tone('ogg', 8)).subarray(0, 20_003));
    const heard = await listen('/listen/session1/floor.ogg?t=0');
    await pause(700);
    writeEpoch(folder, 2, 12_000, 'ogg', await tone('ogg', 6, 880));
    await pause(1200);
    source = undefined;
    await heard.ended;
    const { seconds, complaints } = await play('ogg', heard.bytes());
    expect(complaints).toBe('');
    expect(seconds).toBeGreaterThan(10);
  });

  test('waits for whoever stops reading, at their place, and keeps nothing for them', async () => {
    // Forty minutes: more than the system keeps for a connection by itself.
    writeEpoch(folder, 1, 0, 'mp3', await tone('mp3', 2400));
    const before = process.memoryUsage().rss;
    const paused = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const heard = await listen('/listen/session1/floor.mp3?t=0');
        heard.answer.pause();
        return heard;
      }),
    );
    await pause(1500);
    expect(process.memoryUsage().rss - before).toBeLessThan(120e6);
    const [first] = paused;
    first!.answer.resume();
    await pause(3000);
    source = undefined;
    await first!.ended;
    // Not a byte is missing: it waited at its place.
    const { seconds, complaints } = await play('mp3', first!.bytes());
    expect(complaints).toBe('');
    expect(seconds).toBeGreaterThan(2395);
  }, 60_000);

  test('500 at once get the same bytes from one reader', async () => {
    const audio = beginEpoch(folder, 1, 0);
    ends.push(grow(audio, 'mp3', await tone('mp3', 40), 40));
    await pause(3500);
    const before = process.memoryUsage().rss;
    const all = await Promise.all(Array.from({ length: 500 }, () => listen('/listen/session1/floor.mp3')));
    await pause(4000);
    expect(ladder.count()).toBe(500);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
    const shortest = Math.min(...all.map((heard) => heard.bytes().length));
    expect(shortest).toBeGreaterThan(16_000);
    const end = all[0]!.bytes().subarray(-2000, -1000);
    expect(all.every((heard) => heard.bytes().includes(end))).toBe(true);
    // As many as the setting says, and not one more.
    const more = await Promise.all(Array.from({ length: 101 }, () => listen('/listen/session1/floor.mp3')));
    expect(more.map(({ answer }) => answer.statusCode).filter((status) => status === 503)).toHaveLength(1);
  }, 60_000);

  test('an old proxy that speaks HTTP/1.0 gets bytes as they are', async () => {
    writeEpoch(folder, 1, 0, 'mp3', await tone('mp3', 20));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    ends.push(() => socket.destroy());
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.write('GET /listen/session1/floor.mp3?t=0 HTTP/1.0\r\nhost: x\r\n\r\n');
    await pause(1000);
    const bytes = Buffer.concat(parts);
    const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
    expect(bytes.toString('latin1', 0, 500)).not.toMatch(/chunked/i);
    expect(Math.abs((await play('mp3', body)).seconds - 20)).toBeLessThan(0.3);
  });

  test('is refused in words where there is nothing', async () => {
    for (const path of ['/listen/other/floor.mp3', '/listen/session1/floor.wav', '/listen/', '/media/x'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
    expect(await (await fetch(`${url}/listen/other/ru.mp3`)).text()).toMatch(/нечего слушать/);
  });
});

describe('HLS of a take', () => {
  const index = (from: number, to: number): string =>
    `#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n${Array.from({ length: to - from + 1 }, (_, n) => `#EXTINF:2.000000,\n${String(from + n).padStart(6, '0')}.m4s\n`).join('')}`;
  const rendition = (epoch: number, name: string, at: number, from: number, to: number): void => {
    beginEpoch(folder, epoch, at);
    const home = join(folder, `e${epoch}/hls/${name}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'index.m3u8'), index(from, to));
    writeFileSync(join(home, 'init.mp4'), Buffer.from('....avcC\u0001\u0042\u00c0\u001f', 'latin1'));
    writeFileSync(join(home, '000001.m4s'), `${name} one`);
  };
  const text = async (path: string): Promise<string> =>
    (await fetch(`${url}/media/take-of-tests-1/${path}`)).text();

  test('the master playlist offers sound alone first, every language, and the picture', async () => {
    for (const name of ['floor', 'be', 'en', 'picture']) rendition(1, name, 0, 1, 3);
    const led = await fetch(`${url}/listen/session1/master.m3u8`);
    expect(led.url).toBe(`${url}/media/take-of-tests-1/master.m3u8`);
    expect(led.headers.get('cache-control')).toBe('public, max-age=1');
    expect(wants).toContain('session1 true');
    const lines = (await led.text()).split('\n');
    expect(lines.filter((line) => line.startsWith('#EXT-X-MEDIA:'))).toHaveLength(3);
    expect(lines.find((line) => line.includes('LANGUAGE="be"'))).toMatch(
      /NAME="беларуская".*DEFAULT=NO.*URI="be.m3u8"/,
    );
    const streams = lines.filter((line) => line.startsWith('#EXT-X-STREAM-INF'));
    expect(streams[0]).toMatch(/CODECS="mp4a.40.2",AUDIO="sound"/);
    expect(streams[1]).toMatch(/CODECS="avc1.42c01f,mp4a.40.2"/);
  });

  test('a list of what goes on holds ten minutes, breaks where a bot began anew, and gaps between', async () => {
    rendition(1, 'floor', 0, 1, 10);
    rendition(2, 'floor', 26_000, 1, 4);
    const list = await text('floor.m3u8');
    expect(list).toMatch(/#EXT-X-MEDIA-SEQUENCE:0\n/);
    expect(list.match(/#EXT-X-GAP/g)).toHaveLength(3);
    expect(list.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
    expect(list).toMatch(/#EXT-X-MAP:URI="e2\/floor\/init.mp4"\n#EXTINF:2.000,\ne2\/floor\/000001.m4s/);
    expect(list).not.toMatch(/ENDLIST/);
    // Of a long run ffmpeg lists the last ten minutes.
    rendition(3, 'floor', 34_000, 101, 400);
    for (let n = 1; n <= 100; n++)
      writeFileSync(join(folder, `e3/hls/floor/${String(n).padStart(6, '0')}.m4s`), 'x');
    source!.take.id = 'take-of-tests-2';
    const long = await (await fetch(`${url}/media/take-of-tests-2/floor.m3u8`)).text();
    expect(long.match(/m4s/g)).toHaveLength(300);
    expect(long).toMatch(/#EXT-X-MEDIA-SEQUENCE:117\n#EXT-X-DISCONTINUITY-SEQUENCE:2\n/);
    source!.isOn = false;
    const whole = await (await fetch(`${url}/media/take-of-tests-2/floor.m3u8`)).text();
    expect(whole).toMatch(/PLAYLIST-TYPE:VOD/);
    expect(whole).toMatch(/ENDLIST/);
    expect(whole.match(/m4s/g)).toHaveLength(414);
    expect(whole).toMatch(
      /MAP:URI="e3[^"]*"\n#EXTINF:2.000,\ne3\/floor\/000001.m4s\n#EXTINF:2.000,\ne3\/floor\/000002.m4s\n/,
    );
  });

  test('fragments may be kept by any cache, and nothing else of a take can be had', async () => {
    rendition(1, 'floor', 0, 1, 1);
    mkdirSync(join(folder, 'e1/tracks'), { recursive: true });
    writeFileSync(join(folder, 'e1/tracks/someone.1.ogg'), 'a voice');
    const fragment = await fetch(`${url}/media/take-of-tests-1/e1/floor/000001.m4s`);
    expect([fragment.status, await fragment.text()]).toEqual([200, 'floor one']);
    expect(fragment.headers.get('cache-control')).toMatch(/max-age=31536000.*immutable/);
    expect(fragment.headers.get('etag')).toBeNull();
    for (const path of [
      'e1/tracks/someone.1.ogg',
      'e1/journal.jsonl',
      'e1/floor/index.m3u8',
      'e1/floor/../../tracks/someone.1.ogg',
      'e1/floor/..%2f..%2ftracks%2fsomeone.1.ogg',
      'e1/..%2ftracks/someone.1.ogg',
      'e1/floor/000002.m4s',
      'e2/floor/000001.m4s',
      'be.m3u8',
      '../take-of-tests-1/e1/journal.jsonl',
    ])
      expect([path, (await fetch(`${url}/media/take-of-tests-1/${path}`)).status]).toEqual([path, 404]);
    source = undefined;
    expect((await fetch(`${url}/media/take-of-tests-1/e1/floor/000001.m4s`)).status).toBe(404);
  });
});
