import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import type { Ctx } from '#server/kernel';
import { hlsOptions, startEncoder } from '../bot/encoder.ts';
import { fps, pictureOptions, rawOptions, size } from '../bot/picture.ts';
import { cutPicture } from '../cut/picture.ts';
import { finishRecording } from './finish.ts';
import { makeRecording } from './make.ts';
import { fileOf, held, packetsOf, probe } from './test-held.ts';

const ffmpeg = live.findFfmpeg();
const missing = ffmpeg ? '' : ' (needs ffmpeg)';
const seconds = 12;
const frameBytes = (size.width * size.height * 3) / 2;

/** A grey picture with a bar that wanders, as the bot hands it over. */
function frame(n: number): Buffer {
  const { width, height } = size;
  const bytes = Buffer.alloc(frameBytes, 128);
  for (let row = 0; row < height; row += 1) {
    const at = row * width + ((n * 16 + row) % (width - 40));
    bytes.fill(235, at, at + 40);
  }
  return bytes;
}

/** The picture of a take by the bot's own encoder, with its own options. */
async function encodeAsBot(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const lost: string[] = [];
  const encoder = startEncoder({
    ffmpeg: ffmpeg!,
    args: [...rawOptions, ...pictureOptions, ...hlsOptions(folder, 0, true)],
    most: 10 * frameBytes,
    lost: (word) => lost.push(word),
  });
  for (let n = 0; n < seconds * fps; n += 1) {
    while (encoder.waiting() > frameBytes && lost.length === 0) await wait(5);
    encoder.write(frame(n));
  }
  await encoder.end();
  expect(lost).toEqual([]);
}

/** A slide that stays with the session. */
async function keepSlide(ctx: Ctx, sessionId: string): Promise<Buffer> {
  const picture = await sharp({ create: { width: 320, height: 180, channels: 3, background: 'teal' } })
    .webp()
    .toBuffer();
  await ctx.db
    .insertInto('live.deck')
    .values({ id: 'deck', session_id: sessionId, title: '', keeps: true, state: 'ready', pages: 1 })
    .execute();
  await ctx.db
    .insertInto('live.slide')
    .values({
      ...{ deck_id: 'deck', page: 1, name: 'a-slide-of-the-session', width: 320, height: 180, shown: true },
      ...{ large: picture, small: picture },
    })
    .execute();
  return picture;
}

test.skipIf(!ffmpeg)(
  `title and poster fit what the bot encodes: its picture is copied, whatever stands before it${missing}`,
  { timeout: 300_000 },
  async () => {
    const { ctx, id, takeId, folder, host } = await held(
      {
        ...{ seconds, langs: ['floor'], voices: [{ identity: 'ana', hz: 440, from: 3, to: 9 }] },
        picture: [{ identity: 'ana', from: 0, to: seconds, colour: 'red' }],
      },
      { ana: 'picture' },
    );
    await encodeAsBot(join(folder, 'e1/hls/picture'));
    const slide = await keepSlide(ctx, id);
    await live.endSession(host, id);
    await finishRecording(ctx, { takeId });
    const raw = await recordings.findRecordingOf(ctx, id);
    if (raw?.state !== 'published') throw new Error('not published');
    const { id: recordingId } = raw.recording;
    // A bot never says that its list is whole.
    const list = join(folder, 'e1/hls/picture/index.m3u8');
    await appendFile(list, '#EXT-X-ENDLIST\n');
    const own = await packetsOf(['-allowed_extensions', 'ALL', '-i', list]);
    expect(own).toHaveLength(seconds * fps);
    // Nor is anything of the picture left out where somebody is.
    const cut = await cutPicture({
      ...{ folder, without: new Set(['ana']), out: join(ctx.config.data, 'cut') },
      card: { title: 'Кросны', lines: [], motif: 'x' },
    });
    expect(cut).toEqual({ replaced: seconds / 2, kept: 0, missing: 0 });
    for (const poster of ['picture', 'slide'] as const) {
      await recordings.setMarks(host, recordingId, { from: null, to: null, poster });
      await makeRecording(ctx, { recordingId });
      const made = await recordings.getRecording(ctx, recordingId);
      const full = await fileOf(ctx, recordingId, 'full.mp4');
      const packets = await packetsOf(['-i', full]);
      // Three seconds of title, and then what the bot wrote, from the key frame before the first word.
      const copied = packets.slice(3 * fps);
      expect(copied.length, poster).toBeGreaterThan(6 * fps);
      const from = own.indexOf(copied[0]!);
      expect([from % (2 * fps), copied], poster).toEqual([0, own.slice(from, from + copied.length)]);
      const { streams } = await probe(full);
      expect(streams[0]).toMatchObject({ codec_name: 'h264', width: size.width, height: size.height });
      const name = poster === 'slide' ? 'poster.webp' : 'poster.png';
      expect(made.poster, poster).toBe(`/recording/${recordingId}/v${made.version}/${name}`);
      const shown = await readFile(await fileOf(ctx, recordingId, name));
      if (poster === 'slide') expect(shown.equals(slide)).toBe(true);
      else expect(await sharp(shown).metadata(), poster).toMatchObject(size);
    }
  },
);
