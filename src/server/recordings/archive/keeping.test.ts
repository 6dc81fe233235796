import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { refuse, type Ctx } from '#server/kernel';
import { refusal, system, testCtx, waitingJobs } from '../../../../tests/support/given.ts';
import { takeFolder } from '../folders.ts';
import type { RecordingsPart } from '../part.ts';
import { openFolder } from '../storage/local.ts';
import type { Storage } from '../storage/storage.ts';
import { getDeskRecording, listDeskRecordings } from './desk.ts';
import { eraseFiles } from './erase.ts';
import { toDataCite, toDublinCore, toMediaRss, type Described } from './export/describe.ts';
import { sizeOfTar, writeTar } from './export/tar.ts';
import { uploadPath, uploadsFolder } from './limits.ts';
import { eraseDue, eraseHeld, eraseTracks, findOrphans, tidyRecordings, tidyUploads } from './retention.ts';
import { storeOriginal } from './store.ts';

const event = 'keepingevent';
const session = 'keepsession1';
let ctx: Ctx;
let storage: Storage;

beforeEach(async () => {
  ctx = system(await testCtx());
  storage = openFolder(join(ctx.config.data, `store-${Math.random().toString(36).slice(2)}`));
  ctx.app.parts.recordings = { storage } as RecordingsPart;
  await ctx.db
    .insertInto('congress.event')
    .values({
      ...{ id: event, slug: 'keeping', kind: 'congress', title: JSON.stringify({ be: 'Даўні' }) },
      ...{ zone: 'Europe/Vilnius', starts_on: '2020-10-30', days: 2, langs: ['be'] },
    } as never)
    .execute();
  await ctx.db
    .insertInto('congress.session')
    .values({
      id: session,
      event_id: event,
      kind: 'speech',
      title: JSON.stringify({ be: 'Сесія' }),
      minutes: 45,
    } as never)
    .execute();
});

const record = (id: string, more: object = {}) =>
  ctx.db
    .insertInto('recordings.recording')
    .values({
      id,
      event_id: event,
      title: JSON.stringify({ be: 'Мова' }),
      held_on: '2020-10-30',
      ...more,
    } as never)
    .execute();
const upload = async (id: string, state: string, more: object = {}): Promise<string> => {
  const full = id.repeat(26).slice(0, 26);
  mkdirSync(uploadsFolder(ctx.config), { recursive: true });
  writeFileSync(uploadPath(ctx.config, full), 'bytes');
  await ctx.db
    .insertInto('recordings.upload')
    .values({ id: full, event_id: event, name: 'x', bytes: 5, state, begun_at: ctx.now(), ...more } as never)
    .execute();
  return full;
};
const idsOf = async (table: 'recordings.recording' | 'recordings.upload' | 'recordings.take') =>
  (await ctx.db.selectFrom(table).select('id').execute()).map(({ id }) => id).sort();
const daysAgo = (days: number) => new Date(ctx.now().getTime() - days * 86_400_000);

describe('what is past its day', () => {
  test('goes with its files: by its own day, by that of its event, and not a day before', async () => {
    await ctx.db.insertInto('recordings.keeping').values({ event_id: event, years: 6 }).execute();
    await record('past-by-event'.replaceAll('-', ''), { held_on: '2020-10-30' });
    await record('todaybyevent', { held_on: '2020-10-31' });
    await record('ownlaterday1', { held_on: '2020-01-01', keep_until: '2030-01-01' });
    await record('ownpastday11', { held_on: '2026-01-01', keep_until: '2026-10-30' });
    expect(await eraseDue(ctx)).toBe(2);
    expect(await idsOf('recordings.recording')).toEqual(['ownlaterday1', 'todaybyevent']);
    await storage.put('recordings/ownpastday11/v1/a.mp3', Readable.from([Buffer.from('x')]), {
      mime: 'audio/mpeg',
    });
    await storage.put('recordings/ownpastday112/v1/a', Readable.from([Buffer.from('x')]), {
      mime: 'audio/mpeg',
    });
    const jobs = (await waitingJobs(ctx)).filter(({ task }) => task === 'recordings:erase');
    expect(jobs).toHaveLength(2);
    for (const { payload } of jobs) await eraseFiles(ctx, payload);
    expect(await storage.stat('recordings/ownpastday11/v1/a.mp3')).toBeUndefined();
    expect(await storage.stat('recordings/ownpastday112/v1/a')).toEqual({ bytes: 1 });
    // An odd id would be a prefix of everything.
    for (const id of ['', 'a/', '..']) await eraseFiles(ctx, { recordingId: id });
    expect(await storage.stat('recordings/ownpastday112/v1/a')).toEqual({ bytes: 1 });
  });

  test('tracks go when the time for consent is over, and stay while a recording waits for a word or is not made', async () => {
    const take = async (id: string, ended: Date, recording?: object) => {
      mkdirSync(join(takeFolder(ctx.config, id), 'e1/tracks'), { recursive: true });
      await ctx.db
        .insertInto('recordings.take')
        .values({ id, session_id: session, is_kept: true, state: 'over', started_at: ended, ended_at: ended })
        .execute();
      if (recording) await record(`r${id}`, { take_id: id, session_id: session, ...recording });
    };
    await take('takeold11111', daysAgo(31), { made: 'polished', state: 'published' });
    await take('takenew11111', daysAgo(29), { made: 'polished', state: 'published' });
    await take('takeheld1111', daysAgo(59), { made: 'polished', state: 'held' });
    await take('takeraw11111', daysAgo(90), { made: 'raw', state: 'published' });
    expect(await eraseTracks(ctx)).toBe(1);
    expect(existsSync(takeFolder(ctx.config, 'takeold11111'))).toBe(false);
    for (const id of ['takenew11111', 'takeheld1111', 'takeraw11111'])
      expect(existsSync(takeFolder(ctx.config, id)), id).toBe(true);
    const state = await ctx.db
      .selectFrom('recordings.take')
      .select('state')
      .where('id', '=', 'takeold11111')
      .execute();
    expect(state).toEqual([{ state: 'gone' }]);
  });

  test('what waits for an answer goes thirty days after the time for it, on the day that the desk says, whatever was to be kept', async () => {
    for (const [id, days, state] of [
      ['takelate1111', 61, 'held'],
      ['takewaits111', 59, 'held'],
      ['takeout11111', 61, 'withdrawn'],
    ] as const) {
      const ended = daysAgo(days);
      mkdirSync(join(takeFolder(ctx.config, id), 'e1'), { recursive: true });
      await ctx.db
        .insertInto('recordings.take')
        .values({ id, session_id: session, is_kept: true, state: 'over', started_at: ended, ended_at: ended })
        .execute();
      await record(`r${id}`, { take_id: id, session_id: session, state, keep_until: '2030-01-01' });
    }
    const days = (await listDeskRecordings(ctx, event)).map((one) => [one.id, one.goesOn]);
    expect(Object.fromEntries(days)).toEqual({
      rtakelate1111: '2026-10-30',
      rtakewaits111: '2026-11-01',
      rtakeout11111: undefined,
    });
    expect((await getDeskRecording(ctx, event, 'rtakewaits111')).goesOn).toBe('2026-11-01');
    expect(await eraseHeld(ctx)).toBe(1);
    expect(await idsOf('recordings.recording')).toEqual(['rtakeout11111', 'rtakewaits111']);
    for (const { task, payload } of await waitingJobs(ctx))
      if (task === 'recordings:erase') await eraseFiles(ctx, payload);
    expect(existsSync(takeFolder(ctx.config, 'takelate1111'))).toBe(false);
    expect(existsSync(takeFolder(ctx.config, 'takewaits111'))).toBe(true);
  });

  test('uploads: unfinished after three days, untaken after thirty; one that came whole and was not told is told', async () => {
    await upload('a', 'coming', { bytes: 50, begun_at: daysAgo(4) });
    const fresh = await upload('b', 'coming', { bytes: 50, begun_at: daysAgo(2) });
    const whole = await upload('c', 'coming', { begun_at: daysAgo(4) });
    await upload('d', 'ready', { begun_at: daysAgo(31) });
    const waiting = await upload('e', 'ready', { begun_at: daysAgo(29) });
    const stray = uploadPath(ctx.config, 'f'.repeat(26));
    writeFileSync(stray, 'nobody knows it');
    utimesSync(stray, daysAgo(2), daysAgo(2));
    expect(await tidyUploads(ctx)).toBe(3);
    expect(await idsOf('recordings.upload')).toEqual([fresh, whole, waiting].sort());
    expect((await readdir(uploadsFolder(ctx.config))).sort()).toEqual([fresh, whole, waiting].sort());
    expect((await waitingJobs(ctx)).map(({ task }) => task)).toEqual(['recordings:look']);
  });

  test('files of storage that nobody knows go, those of a moment ago stay, and a storage that is away stops nothing else', async () => {
    await record('known1111111');
    for (const key of ['recordings/known1111111/v1/a', 'recordings/lost11111111/v1/a'])
      await storage.put(key, Readable.from([Buffer.from('x')]), { mime: 'audio/mpeg' });
    await ctx.db
      .insertInto('recordings.file')
      .values({
        ...{
          recording_id: 'known1111111',
          name: 'a',
          kind: 'audio',
          version: 1,
          mime: 'audio/mpeg',
          bytes: 1,
        },
        ...{ sha256: 'x', storage_key: 'recordings/known1111111/v1/a' },
      })
      .execute();
    const later = { ...ctx, now: () => new Date(Date.now() + 2 * 86_400_000) };
    expect(await findOrphans({ ...ctx, now: () => new Date() }, storage)).toEqual([]);
    expect(await findOrphans(later, storage)).toEqual(['recordings/lost11111111/v1/a']);
    await tidyRecordings(later);
    expect(await storage.stat('recordings/lost11111111/v1/a')).toBeUndefined();
    expect(await storage.stat('recordings/known1111111/v1/a')).toEqual({ bytes: 1 });
    const away = () => {
      throw refuse('unavailable', 'storage.unreachable');
    };
    ctx.app.parts.recordings = { storage: { ...storage, list: away } } as unknown as RecordingsPart;
    await record('duetoday1111', { keep_until: '2026-10-01' });
    expect(await refusal(tidyRecordings(ctx))).toBe('unavailable storage.unreachable');
    expect(await idsOf('recordings.recording')).toEqual(['known1111111']);
  });
});

describe('what was handed in, on its way to storage', () => {
  test('waits on the disk while the storage is away, says so, and is stored once when it is back', async () => {
    await record('waiting11111');
    const sha256 = execFileSync('sha256sum', [], { input: 'bytes', encoding: 'utf8' }).slice(0, 64);
    const id = await upload('a', 'taken', {
      recording_id: 'waiting11111',
      sha256,
      mime: 'audio/mpeg',
      seconds: 5,
    });
    const away = { ...storage, put: () => Promise.reject(refuse('unavailable', 'storage.unreachable')) };
    ctx.app.parts.recordings = { storage: away } as unknown as RecordingsPart;
    const fault = async () =>
      (await ctx.db.selectFrom('recordings.recording').select('fault').executeTakeFirstOrThrow()).fault;
    for (let tries = 0; tries < 3; tries += 1)
      expect(await refusal(storeOriginal(ctx, { recordingId: 'waiting11111' }))).toBe(
        'unavailable storage.unreachable',
      );
    expect(await fault()).toBe('storage.unreachable');
    expect(statSync(uploadPath(ctx.config, id)).size).toBe(5);
    ctx.app.parts.recordings = { storage } as RecordingsPart;
    await storeOriginal(ctx, { recordingId: 'waiting11111' });
    await storeOriginal(ctx, { recordingId: 'waiting11111' });
    expect(await fault()).toBeNull();
    expect(existsSync(uploadPath(ctx.config, id))).toBe(false);
    const files = await ctx.db
      .selectFrom('recordings.file')
      .select(['kind', 'sha256', 'storage_key'])
      .execute();
    expect(files).toEqual([
      { kind: 'original', sha256, storage_key: `recordings/waiting11111/original/${id}` },
    ]);
    expect((await waitingJobs(ctx)).map(({ task }) => task)).toEqual(['recordings:make']);
  });

  test('bytes that are not those that were looked at are not taken for them', async () => {
    await record('changed11111');
    await upload('b', 'taken', { recording_id: 'changed11111', sha256: '0'.repeat(64), mime: 'audio/mpeg' });
    expect(await refusal(storeOriginal(ctx, { recordingId: 'changed11111' }))).toBe(
      'unavailable storage.odd',
    );
    expect(await ctx.db.selectFrom('recordings.file').select('name').execute()).toEqual([]);
  });
});

describe('for other archives', () => {
  const one: Described = {
    ...{
      id: 'a',
      address: 'https://x.example/be/r/a',
      titles: { be: 'Мова & <час>', und: 'x' },
      people: ['А. Б.'],
    },
    ...{ heldOn: '2024-10-11', langs: ['be'], section: 'Гісторыя', seconds: 3723, hasPicture: true },
    files: [
      {
        path: 'full.mp4',
        address: 'https://x.example/f?a&b',
        mime: 'video/mp4',
        bytes: 5,
        sha256: 'ff',
        kind: 'full',
      },
    ],
  };
  const by = { site: 'Вечча', event: 'Кангрэс', address: 'https://x.example/be/e/k/recordings', year: 2026 };

  test('says what it is in DataCite, Dublin Core and Media RSS', () => {
    expect(toDataCite(one, by)).toMatchObject({
      types: { resourceTypeGeneral: 'Audiovisual' },
      titles: [{ title: 'Мова & <час>', lang: 'be' }, { title: 'x' }],
      creators: [{ name: 'А. Б.', nameType: 'Personal' }],
      publicationYear: 2024,
      language: 'be',
    });
    expect(toDataCite({ ...one, people: [] }, by)).toMatchObject({ creators: [{ name: 'Кангрэс' }] });
    const core = toDublinCore(one, by);
    expect(core).toContain('<dc:title xml:lang="be">Мова &#38; &#60;час&#62;</dc:title>');
    expect(core).toContain('<dc:format>PT1H2M3S</dc:format>');
    const feed = toMediaRss([one], by);
    expect(feed).toContain('url="https://x.example/f?a&#38;b" type="video/mp4" fileSize="5" duration="3723"');
    expect(toMediaRss([{ ...one, titles: { be: '\u0000\u0008x' } }], by)).toContain('<title>x</title>');
  });

  test('a tar that tar itself reads, as long as it was said to be, and whole or not at all', async () => {
    const bytes = (text: string) => ({
      bytes: Buffer.byteLength(text),
      read: async function* () {
        yield Buffer.from(text);
      },
    });
    const long = `bag/data/${'a'.repeat(60)}/${'b'.repeat(60)}.txt`;
    const entries = [
      { path: 'bag/a.txt', ...bytes('x'.repeat(1000)) },
      { path: 'bag/empty', ...bytes('') },
      { path: long, ...bytes('поўны') },
    ];
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeTar(entries, ctx.now())) chunks.push(chunk);
    const tar = Buffer.concat(chunks);
    expect(tar.length).toBe(sizeOfTar(entries));
    const path = join(ctx.config.data, 'a.tar');
    writeFileSync(path, tar);
    expect(execFileSync('tar', ['-tf', path], { encoding: 'utf8' }).trim().split('\n')).toEqual(
      entries.map((entry) => entry.path),
    );
    execFileSync('tar', ['-xf', path, '-C', ctx.config.data]);
    expect(readFileSync(join(ctx.config.data, long), 'utf8')).toBe('поўны');
    const lying = async () => {
      for await (const chunk of writeTar([{ ...entries[0]!, bytes: 5 }], ctx.now())) chunks.push(chunk);
    };
    await expect(lying()).rejects.toThrow('not as long');
  });
});
