import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import type { Ctx } from '#server/kernel';
import { deliverAll, outcome, system } from '../../../../tests/support/given.ts';
import { makeTake } from '../../../../tests/support/take.ts';
import { withSession } from '../../live/test-session.ts';
import { eraseTake } from '../archive/erase.ts';
import { hear } from '../cut/test-tone.ts';
import { mediaFolder, takeFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import { finishRecording } from '../publish/finish.ts';
import { makeRecording } from '../publish/make.ts';
import { openFolder } from '../storage/local.ts';

const missing = live.findFfmpeg() ? '' : ' (needs ffmpeg)';
const later = (ctx: Ctx, seconds: number): Ctx => ({
  ...ctx,
  now: () => new Date(ctx.now().getTime() + seconds * 1000),
});

/** Three on a stage and an interpreter, each with a tone and a name; the take is over. */
async function rehearse(hasPicture: boolean) {
  const session = await withSession();
  const { id, host } = session;
  const ctx: Ctx = { ...system(session.ctx), app: session.ctx.app };
  ctx.app.modules.push(recordings.module);
  ctx.app.parts.recordings = { storage: openFolder(join(mediaFolder(ctx.config), 'store')) };
  const people = [];
  for (const [name, hz, from, to] of [
    ['Арына', 500, 0, 30],
    ['Барыс', 900, 10, 20],
    ['Вера', 1500, 5, 30],
  ] as const) {
    const person = await session.join('speaker');
    const { identity } = await live.takeSeat(person, id, name);
    people.push({ person, identity, name, hz, from, to });
  }
  await live.openBooth(host, id, 'pl');
  const interpreter = await session.join('interpreter');
  const booth = await live.enterBooth(interpreter, id, 'pl', 'Павел');
  await live.goLive(host, id);
  for (const { person } of people) await recordings.giveConsent(person, id, 'picture');
  await recordings.giveConsent(interpreter, id, 'voice');
  await recordings.listConsents(ctx, id);
  const takeId = `take-${id}`;
  await ctx.db
    .insertInto('recordings.take')
    .values({
      ...{ id: takeId, session_id: id, is_kept: true, state: 'over' },
      ...{ started_at: ctx.now(), langs: ['floor', 'pl'] },
    })
    .execute();
  await makeTake(takeFolder(ctx.config, takeId), {
    seconds: 30,
    langs: ['floor', 'pl'],
    voices: [
      ...people.map(({ identity, hz, from, to }) => ({ identity, hz, from, to })),
      { identity: booth, hz: 2300, from: 11, to: 28, booth: 'pl' },
    ],
    ...(hasPicture && {
      picture: people.map(({ identity }, n) => ({
        ...{ identity, from: n * 10, to: n * 10 + 10 },
        colour: ['red', 'lime', 'blue'][n]!,
      })),
    }),
  });
  for (const [at, text] of [
    [7, 'словы Арыны'],
    [14, 'таемныя словы Барыса'],
    [28, 'словы Веры'],
  ] as const)
    await live.addCaption(later(ctx, at), id, 'be', text);
  await live.endSession(host, id);
  return { ...session, ctx, people, interpreter, takeId };
}

/** Everything that holds sound below the folder of media. */
const soundsIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => /\.(ogg|opus|m4a|mp3|mp4|flac|m3u8)$/.test(name) && !name.includes('/picture/'))
    .map((name) => join(folder, name));

/** Files of these takes and recordings in which a tone is heard. */
async function holding(ctx: Ctx, hz: number, of: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const all = soundsIn(mediaFolder(ctx.config)).filter((file) => of.some((id) => file.includes(id)));
  for (const file of all) {
    const heard = await hear(file, 36).catch(() => undefined);
    if (heard && heard.loudest(hz, 0, 36) > -55) found.push(file);
  }
  return found;
}

describe(`revoking${missing}`, () => {
  test.skipIf(missing)(
    'leaves no sound, no word and no name of whoever revokes, and the others whole',
    { timeout: 180_000 },
    async () => {
      const { ctx, id, people, takeId, host } = await rehearse(true);
      const [, boris] = people;
      await finishRecording(ctx, { takeId });
      const first = await recordings.findRecordingOf(ctx, id);
      if (first?.state !== 'published') throw new Error('not published');
      const { id: recordingId } = first.recording;
      await makeRecording(ctx, { recordingId });
      expect((await holding(ctx, 900, [takeId, recordingId])).length).toBeGreaterThan(5);
      expect(JSON.stringify(await recordings.getTranscript(ctx, recordingId))).toContain('таемныя');

      await deliverAll(ctx);
      await recordings.revokeConsent(boris!.person, id);
      await recordings.revokeConsent(boris!.person, id);
      await deliverAll(ctx);
      // At once nobody hears it any more.
      expect(await recordings.findRecordingOf(ctx, id)).toEqual({ state: 'held' });
      await makeRecording(ctx, { recordingId });
      expect(await holding(ctx, 900, [takeId, recordingId])).toEqual([]);
      const after = await recordings.findRecordingOf(ctx, id);
      if (after?.state !== 'published') throw new Error(`not published again: ${after?.state}`);
      const { storage_key: key } = await ctx.db
        .selectFrom('recordings.file')
        .select('storage_key')
        .where('recording_id', '=', recordingId)
        .where('name', '=', 'pl.m4a')
        .executeTakeFirstOrThrow();
      const heard = await hear(join(mediaFolder(ctx.config), 'store', key), 33);
      // The interpreter is silent while Barys speaks and three seconds more, and goes on then.
      expect(heard.loudest(2300, 12, 25)).toBeLessThan(-55);
      expect(heard.level(2300, 27.5, 30)).toBeGreaterThan(-40);
      expect(heard.level(500, 15, 22)).toBeGreaterThan(-40);
      expect(heard.level(1500, 15, 22)).toBeGreaterThan(-40);

      const transcript = JSON.stringify(await recordings.getTranscript(ctx, recordingId));
      expect(transcript).toContain('словы Арыны');
      expect(transcript).not.toContain('таемныя');
      expect(JSON.stringify(await live.getSaid(ctx, id, 'be', 1))).not.toContain('таемныя');
      expect(JSON.stringify(await live.getVtt(ctx, id, 'be'))).toContain('словы Арыны');
      expect(JSON.stringify(after)).not.toContain('Барыс');
      expect(JSON.stringify((await live.getHostKit(host, id)).seats)).not.toContain('Барыс');
      const tables = await ctx.db
        .selectFrom('recordings.chapter')
        .select('title')
        .where('recording_id', '=', recordingId)
        .execute();
      expect(tables.map((one) => one.title)).not.toContain('Барыс');
      const files = readdirSync(mediaFolder(ctx.config), { recursive: true }) as string[];
      expect(files.filter((name) => name.includes(`tracks/${boris!.identity}`))).toEqual([]);
      const journal = readFileSync(join(takeFolder(ctx.config, takeId), 'spoken.json'), 'utf8');
      expect(Object.keys(JSON.parse(journal) as object)).toEqual([boris!.identity]);
    },
  );

  test.skipIf(missing)(
    'while it is made leaves that version to nobody, and somebody else may go later',
    { timeout: 180_000 },
    async () => {
      const { ctx, id, people, takeId } = await rehearse(false);
      const [ada, boris] = people;
      await finishRecording(ctx, { takeId });
      const first = await recordings.findRecordingOf(ctx, id);
      if (first?.state !== 'published') throw new Error('not published');
      const { id: recordingId } = first.recording;
      await deliverAll(ctx);
      // In the moment in which the first finished file goes into storage.
      const part = recordingsPart(ctx)!;
      const { storage } = part;
      let isFirst = true;
      part.storage = {
        ...storage,
        put: async (...given: Parameters<typeof storage.put>) => {
          if (isFirst) {
            isFirst = false;
            await recordings.revokeConsent(boris!.person, id);
          }
          return storage.put(...given);
        },
      };
      await makeRecording(ctx, { recordingId });
      part.storage = storage;
      const files = await ctx.db
        .selectFrom('recordings.file')
        .select('name')
        .where('recording_id', '=', recordingId)
        .execute();
      expect(files).toEqual([]);
      await deliverAll(ctx);
      await makeRecording(ctx, { recordingId });
      expect(await holding(ctx, 900, [takeId, recordingId])).toEqual([]);
      await recordings.revokeConsent(ada!.person, id);
      await deliverAll(ctx);
      await makeRecording(ctx, { recordingId });
      expect(await holding(ctx, 500, [takeId, recordingId])).toEqual([]);
      expect((await holding(ctx, 1500, [takeId, recordingId])).length).toBeGreaterThan(5);
      expect(await outcome(recordings.giveConsent(ada!.person, id, 'voice'))).toBe('consent.revoked_already');
    },
  );

  test.skipIf(missing)('when the tracks are gone takes the whole recording away', async () => {
    const { ctx, id, people, takeId } = await rehearse(false);
    await finishRecording(ctx, { takeId });
    await deliverAll(ctx);
    // Of this session there was one take.
    await ctx.db.deleteFrom('recordings.take').where('id', '<>', takeId).execute();
    await eraseTake(ctx, takeId);
    const [ada, boris] = people;
    expect(await outcome(recordings.giveConsent(ada!.person, id, 'voice'))).toBe('consent.settled');
    await recordings.revokeConsent(boris!.person, id);
    await deliverAll(ctx);
    expect(await recordings.findRecordingOf(ctx, id)).toBeUndefined();
    expect(await ctx.db.selectFrom('recordings.recording').select('id').execute()).toEqual([]);
  });
});
