import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import * as search from '#server/search';
import { refuse } from '#server/kernel';
import { system } from '../../../../tests/support/given.ts';
import type { makeTake } from '../../../../tests/support/take.ts';
import { withSession } from '../../live/test-session.ts';
import { mediaFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import { openFolder } from '../storage/local.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { finishRecording } from './finish.ts';
import { makeRecording } from './make.ts';
import { fileOf, held, packetsOf, probe } from './test-held.ts';

const run = promisify(execFile);
const missing = live.findFfmpeg() ? '' : ' (needs ffmpeg)';

async function loudnessOf(path: string): Promise<number> {
  const { stderr } = await run('ffmpeg', ['-i', path, '-af', 'ebur128', '-f', 'null', '-'], {
    maxBuffer: 50_000_000,
  });
  return Number(/Integrated loudness:\s+I:\s+(-?[\d.]+)/.exec(stderr)![1]);
}

/** Whether a tone is to be heard between two seconds of a file, in decibels. */
async function toneAt(path: string, hz: number, from: number, to: number): Promise<number> {
  const filter = `atrim=${from}:${to},bandpass=f=${hz}:width_type=h:w=20,volumedetect`;
  const { stderr } = await run('ffmpeg', ['-i', path, '-af', filter, '-f', 'null', '-']);
  return Number(/mean_volume: (-?[\d.]+|-inf)/.exec(stderr)![1]);
}

const people: Parameters<typeof makeTake>[1] = {
  seconds: 60,
  langs: ['floor', 'en'],
  voices: [
    { identity: 'ana', hz: 440, from: 11, to: 32 },
    { identity: 'bob', hz: 880, from: 32, to: 53 },
    { identity: 'ivy', hz: 1320, from: 12, to: 50, booth: 'en' },
  ],
  picture: [
    { identity: 'ana', from: 10, to: 32, colour: 'red' },
    { identity: 'bob', from: 32, to: 54, colour: 'blue' },
  ],
};
const allAgree = { ana: 'picture', bob: 'picture', ivy: 'picture' };

describe(`a recording${missing}`, () => {
  test.skipIf(missing)(
    'is there at once as the listeners had it, and polished later',
    { timeout: 300_000 },
    async () => {
      const { ctx, id, takeId, folder, host } = await held(people, allAgree);
      await live.typeCaption({ ...host, now: () => new Date(ctx.now().getTime() + 20_000) }, id, 'be', {
        text: 'Шаноўныя сябры, пачынаем пра зуброў',
        version: 0,
        final: true,
      });
      const begun = Date.now();
      await finishRecording(ctx, { takeId });
      expect(Date.now() - begun).toBeLessThan(5000);
      const raw = await recordings.findRecordingOf(ctx, id);
      if (raw?.state !== 'published') throw new Error('not published');
      expect(raw.recording.raw.map((one) => one.lang)).toEqual(['floor', 'en']);
      expect(raw.recording).toMatchObject({ made: 'raw', hasPicture: true, seconds: 60 });
      expect(raw.recording.chapters).toEqual([
        { second: 11, title: 'Імя ana' },
        { second: 32, title: 'Імя bob' },
      ]);

      await makeRecording(ctx, { recordingId: raw.recording.id });
      const made = await recordings.getRecording(ctx, raw.recording.id);
      expect(made).toMatchObject({ made: 'polished', state: 'published', raw: [], progress: 100 });
      expect(made.files.map((file) => file.name).sort()).toEqual(
        [
          ...['en.m4a', 'en.mp3', 'en.opus', 'floor.m4a', 'floor.mp3', 'floor.opus', 'full.mp4'],
          ...['poster.png', 'small.en.mp4', 'small.floor.mp4'],
        ].sort(),
      );
      // Three seconds of title, from the fragment before the first word (at 11 s) to two and a half after the last (at 53 s).
      const [cut, length] = [8, 48];
      const full = await fileOf(ctx, made.id, 'full.mp4');
      const shown = await probe(full);
      expect(Number(shown.format.duration)).toBeCloseTo(3 + length, 0);
      const tracks = shown.streams.filter((one) => one.codec_type !== 'data');
      expect(tracks.map((one) => [one.codec_type, one.codec_name, one.tags?.language])).toEqual([
        ['video', 'h264', 'und'],
        ['audio', 'aac', 'und'],
        ['audio', 'aac', 'eng'],
      ]);
      expect(shown.chapters.map((one) => [Number(one.start_time), one.tags.title])).toEqual([
        [0, 'Looms'],
        [3 + 11 - cut, 'Імя ana'],
        [3 + 32 - cut, 'Імя bob'],
      ]);
      expect(made.chapters.map((one) => one.second)).toEqual([6, 27]);
      expect(made.seconds).toBe(51);
      // The picture was copied: the same packets, after those of the title.
      const before = await packetsOf([
        '-allowed_extensions',
        'ALL',
        '-i',
        join(folder, 'e1/hls/picture/index.m3u8'),
      ]);
      const after = await packetsOf(['-i', full]);
      expect(after.length).toBe(30 + length * 10);
      expect(after.slice(30)).toEqual(before.slice(cut * 10, (cut + length) * 10));
      for (const lang of ['floor', 'en'])
        for (const end of ['m4a', 'mp3', 'opus']) {
          const path = await fileOf(ctx, made.id, `${lang}.${end}`);
          expect(Math.abs((await loudnessOf(path)) + 16), `${lang}.${end}`).toBeLessThan(1);
          expect(Number((await probe(path)).format.duration)).toBeCloseTo(51, 0);
        }
      const small = await probe(await fileOf(ctx, made.id, 'small.en.mp4'));
      const types = small.streams.map((one) => one.codec_type);
      expect(types.filter((one) => one !== 'data')).toEqual(['video', 'audio']);
      expect(Number(small.format.duration)).toBeCloseTo(51, 0);
      // Each tone where its speaker speaks, on the recording's own time.
      const floor = await fileOf(ctx, made.id, 'floor.m4a');
      expect(await toneAt(floor, 440, 8, 25)).toBeGreaterThan(-40);
      expect(await toneAt(floor, 440, 29, 45)).toBeLessThan((await toneAt(floor, 440, 8, 25)) - 15);
      expect(await toneAt(floor, 880, 29, 45)).toBeGreaterThan(-40);
      // The words moved with the picture.
      const words = await recordings.getTranscript(ctx, made.id);
      expect(words?.lines.map((one) => [one.second, one.text, one.identity])).toEqual([
        [15, 'Шаноўныя сябры, пачынаем пра зуброў', 'ana'],
      ]);
      expect(await recordings.exportTranscript(ctx, made.id, 'be', 'srt')).toContain('00:00:15,000 --> ');
    },
  );

  test.skipIf(missing)('waits for whoever has not answered, and then goes out by itself', async () => {
    const { ctx, id, takeId, host } = await held(
      { seconds: 20, langs: ['floor'], voices: [{ identity: 'ana', hz: 440, from: 1, to: 19 }] },
      { ana: 'later' },
    );
    await finishRecording(ctx, { takeId });
    expect(await recordings.findRecordingOf(ctx, id)).toEqual({ state: 'held' });
    const [own] = await recordings.listRecordingsOf(host, id);
    await expect(recordings.publishRecording(host, own!.id)).rejects.toMatchObject({
      code: 'recordings.not_agreed',
    });
    await ctx.db
      .updateTable('recordings.consent')
      .set({ choice: 'voice' })
      .where('session_id', '=', id)
      .execute();
    await makeRecording(ctx, { recordingId: own!.id });
    expect(await recordings.findRecordingOf(ctx, id)).toMatchObject({ state: 'published' });
  });

  test.skipIf(missing)(
    'of a file somebody handed in becomes the same files',
    { timeout: 60_000 },
    async () => {
      const session = await withSession();
      const ctx = system(session.ctx);
      const storage = openFolder(join(mediaFolder(ctx.config), 'store'));
      ctx.app.parts.recordings = { storage };
      const folder = await mkdtemp(join(tmpdir(), 'veche-old-'));
      const old = join(folder, 'old.webm');
      await run('ffmpeg', [
        ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=322x182:r=10:d=6', '-f', 'lavfi'],
        ...['-i', 'sine=frequency=440:duration=6', '-c:v', 'libvpx', '-deadline', 'realtime', '-y', old],
      ]);
      const put = await storage.put('recordings/old0recording/v1/original', old, { mime: 'video/webm' });
      await ctx.db
        .insertInto('recordings.recording')
        .values({
          id: 'old0recording',
          event_id: session.event,
          title: JSON.stringify({ be: 'Стары запіс' }),
          lang: 'be',
          speakers: ['Жытнёвая'],
          state: 'published',
        })
        .execute();
      await ctx.db
        .insertInto('recordings.file')
        .values({
          ...{ recording_id: 'old0recording', name: 'original', kind: 'original', version: 1 },
          ...{ mime: 'video/webm', bytes: put.bytes, sha256: put.sha256 },
          storage_key: 'recordings/old0recording/v1/original',
        })
        .execute();
      await makeRecording(ctx, { recordingId: 'old0recording' });
      const made = await recordings.getRecording(ctx, 'old0recording');
      expect(made).toMatchObject({ made: 'polished', hasPicture: true, seconds: 6, langs: ['floor'] });
      const full = await probe(await fileOf(ctx, made.id, 'full.mp4'));
      expect(full.streams.map((one) => one.codec_name)).toEqual(['h264', 'aac']);
      expect(Number(full.format.duration)).toBeCloseTo(6, 0);
      const subtitles = new File(['1\n00:00:01,000 --> 00:00:02,500\nПершы <i>радок</i>\n'], 'a.srt');
      await recordings.importTranscript(ctx, made.id, { lang: 'be', file: subtitles });
      expect(await recordings.exportTranscript(ctx, made.id, 'be', 'vtt')).toContain('Першы радок');
      await recordings.correctLine(ctx, made.id, {
        lang: 'be',
        position: 0,
        text: 'Першы радок, выпраўлены',
      });
      const hits = await search.find(ctx, { q: 'выпраўлены' });
      expect(hits.groups.flatMap((group) => group.hits.map((hit) => [hit.kind, hit.path]))).toEqual([
        ['said', '/r/old0recording?t=1&words=be#t-1'],
      ]);
      const list = await recordings.listRecordings(ctx, session.slug, { text: 'выпраўлены' });
      expect(list.items.map((item) => [item.path, item.people])).toEqual([
        ['/r/old0recording', ['Жытнёвая']],
      ]);
      const feed = await recordings.writePodcast(ctx, session.slug, {
        lang: 'be',
        origin: 'https://v.example',
      });
      const sound = made.files.find((file) => file.name === 'floor.mp3')!;
      expect(feed.bytes.toString()).toContain(
        `<enclosure url="https://v.example${sound.address}" length="${sound.bytes}" type="audio/mpeg"/>`,
      );
      await rm(folder, { recursive: true });
    },
  );

  test.skipIf(missing)('whose storage is away is whole later, and nothing of it is made twice', async () => {
    const { ctx, takeId, id } = await held(
      { seconds: 20, langs: ['floor'], voices: [{ identity: 'ana', hz: 440, from: 1, to: 19 }] },
      { ana: 'picture' },
    );
    const whole = recordingsPart(ctx)!.storage;
    await finishRecording(ctx, { takeId });
    const raw = await recordings.findRecordingOf(ctx, id);
    if (raw?.state !== 'published') throw new Error('not published');
    const recordingId = raw.recording.id;
    const away = { ...whole, put: () => Promise.reject(refuse('unavailable', 'storage.unreachable')) };
    Object.assign(ctx.app.parts, { recordings: { storage: away } });
    await expect(makeRecording(ctx, { recordingId })).rejects.toMatchObject({ code: 'storage.unreachable' });
    expect(await recordings.getRecording(ctx, recordingId)).toMatchObject({
      ...{ state: 'published', made: 'failed', fault: 'storage', version: 1 },
      raw: [{ lang: 'floor' }],
    });
    const work = join(mediaFolder(ctx.config), 'work', recordingId);
    const [made] = await readdir(work);
    const before = (await stat(join(work, made!, 'floor.m4a'))).mtimeMs;
    const kept: string[] = [];
    const back = {
      ...whole,
      put: async (...args: Parameters<typeof whole.put>) => {
        kept.push(`${(await stat(join(work, made!, 'floor.m4a'))).mtimeMs}`);
        return whole.put(...args);
      },
    };
    Object.assign(ctx.app.parts, { recordings: { storage: back } });
    await makeRecording(ctx, { recordingId });
    expect(new Set(kept)).toEqual(new Set([String(before)]));
    const after = await recordings.getRecording(ctx, recordingId);
    expect(after).toMatchObject({ made: 'polished', version: 2, hasPicture: false });
    expect(after.files.map((file) => file.name)).toEqual(['floor.m4a', 'floor.mp3', 'floor.opus']);
    await expect(readdir(work)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('ffmpeg', () => {
  test('that stands still, or fails, is ended and named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-stuck-'));
    const program = join(folder, 'stuck');
    await writeFile(program, '#!/bin/sh\nexec sleep 60\n', { mode: 0o700 });
    const begun = Date.now();
    await expect(runFfmpeg([], undefined, { program, stuckMs: 300 })).rejects.toMatchObject({
      word: 'stuck',
    });
    expect(Date.now() - begun).toBeLessThan(5000);
    await writeFile(program, '#!/bin/sh\nexit 3\n', { mode: 0o700 });
    await expect(runFfmpeg([], undefined, { program })).rejects.toMatchObject({ word: 'failed' });
    await rm(folder, { recursive: true });
  });
});
