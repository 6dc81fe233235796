import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
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
import { forPrint } from '../proceedings/for-print.ts';
import { printPdf } from '../proceedings/print.ts';
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

/** A section with the session in it, whose speaker by the programme is called so. */
async function inSection({ ctx, event, id }: { ctx: Ctx; event: string; id: string }, name: string) {
  const section = await congress.createSection(
    ctx,
    event,
    congress.sectionInput.parse({ slug: 'cloth', title: { be: 'Ткацтва' } }),
  );
  const speaker = await congress.createSpeaker(ctx, event, { name: { be: name }, bio: {}, links: [] });
  const input = { kind: 'speech', title: { be: 'Кросны' }, startsAt: '2026-10-31T12:30', minutes: 60 };
  await congress.changeSession(
    ctx,
    id,
    congress.sessionInput.parse({ ...input, section, speakers: [speaker] }),
  );
  await congress.releaseProgramme(ctx, event, 'three');
}

/** Slides that somebody gave, with a wish to keep them, and that were shown. */
async function showSlides(ctx: Ctx, sessionId: string, identity: string, words: string): Promise<void> {
  const { owner } = await ctx.db
    .selectFrom('recordings.consent')
    .select('owner')
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .executeTakeFirstOrThrow();
  const deck = { id: `deck-${identity}`, session_id: sessionId, owner, title: '', keeps: true };
  await ctx.db
    .insertInto('live.deck')
    .values({ ...deck, state: 'ready', pages: 1 })
    .execute();
  const name = `slide-of-${identity}`.slice(0, 60);
  const picture = Buffer.from('picture');
  await ctx.db
    .insertInto('live.slide')
    .values({
      ...{ deck_id: deck.id, page: 1, name, width: 16, height: 9, text: words, shown: true },
      ...{ large: picture, small: picture },
    })
    .execute();
}

/** All words of the proceedings of a session, and of its section, on their pages and in print. */
async function proceedingsOf(ctx: Ctx, id: string, slug: string): Promise<string> {
  const mupdf = await import('mupdf');
  let all = '';
  for (const doc of [
    await recordings.getProceedings(ctx, id),
    await recordings.getSectionProceedings(ctx, slug, 'cloth'),
  ]) {
    const pdf = await printPdf(forPrint(doc, ctx.t, 'https://veche.example'));
    const read = mupdf.Document.openDocument(pdf, 'application/pdf');
    const printed = Array.from({ length: read.countPages() }, (_, n) =>
      read.loadPage(n).toStructuredText('').asText(),
    );
    all += `${JSON.stringify(doc)} ${printed.join(' ').replace(/\s+/g, ' ')}`;
  }
  return all;
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
      const session = await rehearse(true);
      const { ctx, id, people, takeId, host, slug } = session;
      const [ada, boris] = people;
      await inSection(session, 'Барыс');
      await showSlides(ctx, id, ada!.identity, 'слайд Арыны');
      await showSlides(ctx, id, boris!.identity, 'слайд сакрэту');
      await finishRecording(ctx, { takeId });
      const first = await recordings.findRecordingOf(ctx, id);
      if (first?.state !== 'published') throw new Error('not published');
      const { id: recordingId } = first.recording;
      await makeRecording(ctx, { recordingId });
      expect((await holding(ctx, 900, [takeId, recordingId])).length).toBeGreaterThan(5);
      expect(JSON.stringify(await recordings.getTranscript(ctx, recordingId))).toContain('таемныя');
      const before = await proceedingsOf(ctx, id, slug);
      for (const words of ['"Барыс"', 'таемныя словы', 'слайд сакрэту']) expect(before).toContain(words);
      const listed = await recordings.listRecordings(ctx, slug, { text: 'таемнае слова' });
      expect(listed.items.map((one) => one.people)).toEqual([['Барыс']]);

      await deliverAll(ctx);
      await recordings.revokeConsent(boris!.person, id);
      await recordings.revokeConsent(boris!.person, id);
      await deliverAll(ctx);
      // At once nobody hears it any more, sees the slides, or reads the name; the words go with the first step of the work.
      expect((await live.keptSlides(ctx, id)).map((slide) => slide.text)).toEqual(['слайд Арыны']);
      expect(await proceedingsOf(ctx, id, slug)).not.toContain('"Барыс"');
      expect(await recordings.findRecordingOf(ctx, id)).toEqual({ state: 'held' });
      // Nor can anybody give it out as it was.
      await recordings.publishRecording(host, recordingId);
      expect(await recordings.findRecordingOf(ctx, id)).toEqual({ state: 'held' });
      // Words don't wait until it is this recording's turn to be made.
      const part = recordingsPart(ctx)!;
      part.isMaking = true;
      await makeRecording(ctx, { recordingId });
      const left = await proceedingsOf(ctx, id, slug);
      for (const words of ['Барыс', 'таемныя', 'сакрэту']) expect(left).not.toContain(words);
      for (const words of ['Кросны', 'словы Арыны', 'слайд Арыны']) expect(left).toContain(words);
      part.isMaking = false;
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
      const list = await recordings.listRecordings(ctx, slug);
      expect(list.items.map((one) => [one.path, one.people])).toEqual([[`/s/${id}`, []]]);
      expect((await recordings.listRecordings(ctx, slug, { text: 'таемнае слова' })).items).toEqual([]);
      expect((await recordings.listRecordings(ctx, slug, { text: 'словы Арыны' })).items).toHaveLength(1);
      for (const lang of ['be', 'pl']) {
        const feed = await recordings.writePodcast(ctx, slug, { lang, origin: 'https://veche.example' });
        expect(feed.bytes.toString()).not.toContain('Барыс');
      }
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

  test.skipIf(missing)('after it went out takes it back until it is made without them', async () => {
    const { ctx, id, people, takeId } = await rehearse(false);
    await finishRecording(ctx, { takeId });
    await deliverAll(ctx);
    const [ada] = people;
    for (const [choice, state] of [
      ['later', 'held'],
      ['picture', 'published'],
      ['none', 'held'],
    ] as const) {
      await recordings.giveConsent(ada!.person, id, choice);
      await deliverAll(ctx);
      expect((await recordings.findRecordingOf(ctx, id))?.state, choice).toBe(state);
    }
  });

  test.skipIf(missing)(
    'when the tracks are gone takes the whole recording away, and all captions',
    async () => {
      const { ctx, id, people, takeId } = await rehearse(false);
      await finishRecording(ctx, { takeId });
      await deliverAll(ctx);
      // Of this session there was one take.
      await ctx.db.deleteFrom('recordings.take').where('id', '<>', takeId).execute();
      await ctx.db
        .updateTable('recordings.take')
        .set({ ended_at: later(ctx, 30).now() })
        .where('id', '=', takeId)
        .execute();
      await eraseTake(ctx, takeId);
      expect(await live.listSaid(ctx, id)).not.toEqual([]);
      const [ada, boris] = people;
      expect(await outcome(recordings.giveConsent(ada!.person, id, 'voice'))).toBe('consent.settled');
      await recordings.revokeConsent(boris!.person, id);
      await deliverAll(ctx);
      expect(await recordings.findRecordingOf(ctx, id)).toBeUndefined();
      expect(await ctx.db.selectFrom('recordings.recording').select('id').execute()).toEqual([]);
      expect(await live.listSaid(ctx, id)).toEqual([]);
      expect(JSON.stringify(await recordings.getProceedings(ctx, id))).not.toMatch(/Барыс|таемныя/);
    },
  );
});
