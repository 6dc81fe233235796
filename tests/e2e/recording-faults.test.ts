// What may go wrong with recordings, on the running product: a full disk, lying files, encoders that are killed or stand
// still, a storage that is away. Each part that fails is a real one.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findFfmpeg } from '#server/live';
import {
  bucketProgram,
  startBucket,
  type RunningBucket,
} from '../../src/server/recordings/storage/test-bucket.ts';
import { accept, desk, eventFields, withDatabase } from '../nets/cast.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { until } from '../support/recorder.ts';
import { root } from '../support/root.ts';
import { startSite, type RunningSite } from '../support/site.ts';
import { engineProgram, randomMediaPort } from './live-needs.ts';

const mayMount = (): boolean => {
  const place = mkdtempSync(join(tmpdir(), 'veche-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'veche', place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};
const missing = !engineProgram
  ? 'no video engine on this machine (VECHE_ENGINE_PATH)'
  : !findFfmpeg()
    ? 'no ffmpeg on this machine'
    : !bucketProgram
      ? 'no versitygw on this machine'
      : !mayMount()
        ? 'no right to mount a small disk'
        : '';

type Tree = { [name: string]: string | Tree };
const messages = (module: string): Tree =>
  JSON.parse(readFileSync(join(root, `messages/${module}.be.json`), 'utf8')) as Tree;
const words = (module: string, ...path: string[]): string =>
  path.reduce<string | Tree>((tree, name) => (tree as Tree)[name]!, messages(module)) as string;
const soon = <T>(read: () => T | Promise<T>, timeout = 40_000) =>
  expect.poll(read, { timeout, interval: 400 });

const event = 'pamylki';
const today = new Date().toISOString().slice(0, 10);

describe.skipIf(missing)(
  `faults of recordings${missing ? ` (skipped: ${missing})` : ''}`,
  { timeout: 120_000 },
  () => {
    const data = mkdtempSync(join(tmpdir(), 'veche-faults-'));
    const media = join(data, 'media');
    const sessions: string[] = [];
    let [site, bucket, organiser] = [] as unknown as [RunningSite, RunningBucket, Visitor];

    const mount = (...options: string[]): unknown =>
      execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'veche', media]);
    const start = (): Promise<RunningSite> =>
      startSite({
        data,
        env: {
          VECHE_ENGINE: 'auto',
          VECHE_ENGINE_PATH: engineProgram!,
          VECHE_MEDIA_PORT: String(randomMediaPort()),
          VECHE_WORK: '4',
          VECHE_UPLOAD_GB: '25',
          VECHE_STORAGE: bucket.setting,
        },
      });
    const rows = <T>(query: string): Promise<T[]> =>
      withDatabase(data, async (client) => (await client.query(query)).rows as T[]);
    const cookie = (): string => [...organiser.cookies].map((pair) => pair.join('=')).join('; ');
    const hostPage = async (session: string): Promise<string> =>
      (await organiser.get(`/be/s/${session}/host`)).text;
    const move = async (session: string, to: string): Promise<void> => {
      const answer = await organiser.fill(`/be/s/${session}/host`, { to }, '?/state');
      expect(answer.status).toBe(303);
    };

    beforeAll(async () => {
      mkdirSync(media);
      // Eight gigabytes that nobody has written: nothing of them is taken from the machine.
      mount('size=8g');
      bucket = await startBucket();
      site = await start();
      organiser = makeVisitor(site.url);
      await accept(organiser, site.organiserLink);
      await desk(organiser, 'new', eventFields(event, 'Памылкі', { startsOn: today, days: '2' }));
      for (const title of ['Без месца', 'Без сховішча']) {
        const fields = { 'title.be': title, minutes: '60', status: 'confirmed', startsAt: `${today}T12:00` };
        await desk(organiser, `e/${event}/sessions/new`, fields);
      }
      await desk(organiser, `e/${event}/release`, { name: 'усё' });
      for (const { id } of await rows<{ id: string }>(
        `select id from congress.session where title->>'be' in ('Без месца', 'Без сховішча') order by title->>'be'`,
      ))
        sessions.push(id);
    }, 120_000);
    afterAll(async () => {
      organiser?.close();
      await site?.stop();
      await bucket?.stop();
      execFileSync('umount', ['-l', media]);
      rmSync(data, { recursive: true, force: true });
    }, 30_000);

    const ticket = async (): Promise<string> =>
      /name="ticket" value="([^"]+)"/.exec((await organiser.get(`/be/desk/e/${event}/recordings`)).text)![1]!;
    const tus = (path: string, method: string, headers: Record<string, string>, body?: Buffer) =>
      fetch(`${site.url}${path}`, {
        method,
        headers: { 'tus-resumable': '1.0.0', cookie: cookie(), origin: site.url, ...headers },
        ...(body && { body: new Uint8Array(body) }),
      });
    const announce = async (name: string, bytes: number): Promise<Response> => {
      const of = (text: string): string => Buffer.from(text).toString('base64');
      return tus('/upload?lang=be', 'POST', {
        'upload-length': String(bytes),
        'upload-metadata': `ticket ${of(await ticket())},filename ${of(name)}`,
      });
    };
    const append = (path: string, offset: number, body: Buffer) =>
      tus(
        path,
        'PATCH',
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body,
      );
    const handIn = async (name: string, bytes: Buffer): Promise<string> => {
      const path = (await announce(name, bytes.length)).headers.get('location')!;
      expect((await append(path, 0, bytes)).status).toBe(204);
      return path;
    };

    test('a huge file is refused in words before a byte of it comes, and lying ones before anybody uses them', async () => {
      const none = await announce('дваццаць.mp4', 20_000_000_000);
      expect([none.status, await none.text()]).toEqual([503, `${words('archive', 'no_room')}\n`]);
      const over = await announce('трыццаць.mp4', 30_000_000_000);
      expect([over.status, (await over.text()).includes('25')]).toEqual([400, true]);
      expect(await rows('select name from recordings.upload')).toEqual([]);

      const make = (name: string, ...args: string[]): Buffer => {
        const place = join(data, name);
        execFileSync('ffmpeg', [
          '-v',
          'error',
          '-nostdin',
          '-y',
          '-threads',
          '1',
          ...args,
          '-t',
          '60',
          place,
        ]);
        return readFileSync(place);
      };
      const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=24000'];
      const webm = make('a.webm', ...tone);
      const mp4 = make('a.mp4', ...tone, '-movflags', 'faststart');
      // A thousand hours and more, says its head.
      for (const box of ['mvhd', 'mdhd', 'tkhd'])
        mp4.writeUInt32BE(0xfffffff0, mp4.indexOf(box) + (box === 'tkhd' ? 24 : 20));
      await handIn('старонка.mp4', Buffer.from(`<!doctype html><title>mp4</title>${'<p>x</p>'.repeat(500)}`));
      await handIn('архіў.mkv', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200_000)]));
      await handIn('тысяча.mp4', mp4);
      await handIn('палова.webm', webm.subarray(0, webm.length >> 1));

      // Another offset than it is at, and more than was announced.
      const path = (await announce('хлусня.webm', 1000)).headers.get('location')!;
      const wrong = await append(path, 500, Buffer.alloc(100));
      expect([wrong.status, await wrong.text()]).toEqual([409, `${words('archive', 'odd_request')}\n`]);
      const more = await append(path, 0, Buffer.alloc(5000));
      expect([more.status >= 400, more.status < 500]).toEqual([true, true]);
      expect((await tus(path, 'DELETE', {})).status).toBe(204);

      await soon(() => rows(`select 1 from recordings.upload where state in ('coming', 'came')`)).toEqual([]);
      const found = Object.fromEntries(
        (
          await rows<{ name: string; state: string; fault: string | null }>(
            'select name, state, fault from recordings.upload',
          )
        ).map(({ name, state, fault }) => [name, `${state} ${fault?.split('.').at(-1)}`]),
      );
      expect(found).toMatchObject({ 'старонка.mp4': 'refused odd', 'архіў.mkv': 'refused odd' });
      expect(found['тысяча.mp4']).toMatch(/^refused (long|lying)$/);
      // What is there of a WebM can be heard: it is as long as what came, and no longer.
      const half = await rows<{ seconds: number }>(
        `select seconds from recordings.upload where name = 'палова.webm' and state = 'ready'`,
      );
      expect(found['палова.webm'] === 'refused lying' || half[0]!.seconds < 40).toBe(true);
      const page = (await organiser.get(`/be/desk/e/${event}/recordings`)).text;
      expect(page).toContain(words('archive', 'fault', 'odd'));
    });

    test('an upload goes on where it was after the server was killed', async () => {
      const place = join(data, 'whole.wav');
      execFileSync('ffmpeg', [
        ...['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', 'sine=frequency=300', '-t', '20', place],
      ]);
      const bytes = readFileSync(place);
      const half = bytes.length >> 1;
      const path = (await announce('цэлы.wav', bytes.length)).headers.get('location')!;
      expect((await append(path, 0, bytes.subarray(0, half))).status).toBe(204);
      await site.end('SIGKILL');
      const own = organiser;
      site = await start();
      organiser = makeVisitor(site.url);
      for (const [name, value] of own.cookies) organiser.cookies.set(name, value);
      own.close();
      const at = Number((await tus(path, 'HEAD', {})).headers.get('upload-offset'));
      expect(at).toBe(half);
      expect((await append(path, at, bytes.subarray(at))).status).toBe(204);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await soon(() => rows(`select state, sha256 from recordings.upload where name = 'цэлы.wav'`)).toEqual([
        { state: 'ready', sha256 },
      ]);
    });

    /** Listens, and knows when something came. */
    const listen = async (session: string): Promise<{ bytes: () => number; longest: () => number }> => {
      const res = await until(
        () =>
          new Promise<IncomingMessage | undefined>((done) => {
            get(`${site.url}/listen/${session}/floor.mp3`, (one) =>
              one.statusCode === 200 ? done(one) : (one.resume(), done(undefined)),
            ).on('error', () => done(undefined));
          }),
        40_000,
      );
      onTestFinished(() => void res.destroy());
      let [bytes, last, longest] = [0, Date.now(), 0];
      res.on('error', () => undefined);
      res.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        longest = Math.max(longest, Date.now() - last);
        last = Date.now();
      });
      return { bytes: () => bytes, longest: () => Math.max(longest, Date.now() - last) };
    };
    const childrenOf = (pid: number): [number, string][] =>
      execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => [parseInt(line, 10), line]);
    const encoder = (place: string): number | undefined =>
      childrenOf(site.process.pid!)
        .filter(([, args]) => args.includes('recordings/bot/main.ts'))
        .flatMap(([pid]) =>
          execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid), '--no-headers'], {
            encoding: 'utf8',
          }).split('\n'),
        )
        .filter((line) => line.includes(`${place}/index.m3u8`))
        .map((line) => parseInt(line, 10))[0];

    test('with a full disk nothing is recorded, the host reads why, and the session is heard', async () => {
      mount('remount', 'size=1g');
      onTestFinished(() => void mount('remount', 'size=8g'));
      const session = sessions[0]!;
      await move(session, 'live');
      await soon(() => hostPage(session)).toContain(words('recordings', 'trouble', 'disk_full'));
      const heard = await listen(session);
      await until(() => heard.bytes() > 12_000, 40_000);
      expect(
        await rows(`select is_kept, fault from recordings.take where session_id = '${session}'`),
      ).toEqual([{ is_kept: false, fault: 'disk_full' }]);
      await move(session, 'over');
    });

    test('an encoder killed, and one that stands still, are heard of within five seconds; then its storage is away for ten minutes', async () => {
      const session = sessions[1]!;
      await move(session, 'live');
      const heard = await listen(session);
      await until(() => heard.bytes() > 12_000, 40_000);
      expect(await hostPage(session)).not.toContain(words('recordings', 'trouble', 'lost_sound'));
      for (const [place, signal] of [
        ['hls/floor', 'SIGKILL'],
        ['hls/floor.2', 'SIGSTOP'],
      ] as const) {
        process.kill(await until(() => encoder(place), 20_000), signal);
        const before = heard.bytes();
        // Two seconds of sound are eight thousand bytes.
        await until(() => encoder(place) === undefined && heard.bytes() > before + 16_000, 20_000);
      }
      expect(heard.longest()).toBeLessThan(5000);
      await soon(() => hostPage(session)).toContain(words('recordings', 'trouble', 'lost_sound'));

      await bucket.kill();
      await move(session, 'over');
      type Row = { id: string; made: string; fault: string | null };
      const recording = async (): Promise<Row | undefined> =>
        (
          await rows<Row>(`select id, made, fault from recordings.recording where session_id = '${session}'`)
        )[0];
      await soon(recording, 90_000).toMatchObject({ made: 'failed', fault: 'storage' });
      const { id } = (await recording())!;
      const desks = await organiser.get(`/be/desk/e/${event}/recordings`);
      expect(desks.text).toContain(words('recordings', 'fault', 'storage'));
      // It is asked again by itself for longer than that: graphile's waits are e^n seconds after the n-th try.
      const job = (
        await rows<{ attempts: number; max_attempts: number }>(
          `select attempts, max_attempts from graphile_worker.jobs where key = 'make ${id}'`,
        )
      )[0]!;
      let waits = 0;
      for (let n = job.attempts; n < job.max_attempts; n += 1) waits += Math.exp(Math.min(10, n));
      expect(waits).toBeGreaterThan(600);
      const nudge = (): Promise<unknown> =>
        rows(
          `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where key = 'make ${id}'), run_at := now())`,
        );
      await nudge();
      await soon(
        async () =>
          (
            await rows(
              `select 1 from graphile_worker.jobs where key = 'make ${id}' and attempts > ${job.attempts}`,
            )
          ).length,
        40_000,
      ).toBe(1);
      await soon(recording, 60_000).toMatchObject({ made: 'failed', fault: 'storage' });
      await bucket.start();
      await nudge();
      await soon(recording, 60_000).toMatchObject({ made: 'polished', fault: null });
      expect(
        readdirSync(join(bucket.folder, 'data/records/site/recordings', id), { recursive: true }).join(),
      ).toContain('floor.mp3');
    }, 240_000);
  },
);
