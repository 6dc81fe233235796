import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pick, refuse, type Ctx, type Words } from '#server/kernel';
import { findFfmpeg } from '#server/live';
import { kindOf } from '../archive/probe.ts';
import { cutSound, cutStretches } from '../cut/sources.ts';
import { readJournal, spans } from '../journal.ts';
import type { CardWords } from './card.ts';
import { takeFolder } from '../folders.ts';
import { recordingsPart } from '../part.ts';
import type { Cuts } from './consents.ts';
import { lengthOfFile } from './picture.ts';
import type { RecordingRow } from './rows.ts';
import { readStretches, type Stretch } from './segments.ts';
import { listOf, type Source } from './sound.ts';

/** What a recording is made from: sounds by language, the floor first, and the picture as its fragments lie. */
export interface Sources {
  langs: string[];
  sound: Map<string, Source[]>;
  picture: Stretch[];
  /** A file that somebody handed in, where there is no take. */
  original?: { path: string; reader: string };
  begin: number;
  end: number;
}

/** Finds everything of a take, or fetches an original; refuses `gone` when nothing of either is left. */
export async function readSources(ctx: Ctx, row: RecordingRow, cuts: Cuts, folder: string): Promise<Sources> {
  if (!row.take_id) return readOriginal(ctx, row, folder);
  const take = takeFolder(ctx.config, row.take_id);
  const { langs } = await ctx.db
    .selectFrom('recordings.take')
    .select('langs')
    .where('id', '=', row.take_id)
    .executeTakeFirstOrThrow();
  const ffmpeg = findFfmpeg() ?? 'ffmpeg';
  const sound = new Map<string, Source[]>();
  for (const lang of new Set(['floor', ...langs])) {
    const stretches = cuts.sound.size > 0 ? [] : await readStretches(take, lang);
    // Destroyed when somebody was taken out, or somebody is to be: mixed anew from everybody's own track.
    if (stretches.length === 0 && (await isWrittenDown(take)))
      sound.set(lang, [await cutSound(ffmpeg, { take, lang, people: cuts, folder })]);
    else if (stretches.length > 0) {
      const lists = stretches.map((stretch) => listOf(stretch, folder, `sound-${lang}`));
      sound.set(lang, await Promise.all(lists));
    }
  }
  const floor = sound.get('floor');
  if (!floor) throw refuse('gone', 'recordings.nothing_left');
  return {
    langs: [...sound.keys()],
    sound,
    picture:
      cuts.picture.size > 0
        ? await cutStretches({ take, people: cuts, folder, card: cardOf(ctx, row) })
        : await readStretches(take, 'picture'),
    begin: floor[0]!.from,
    end: Math.max(...floor.map((one) => one.to)),
  };
}

/** In the place of whoever is not to be seen. */
const cardOf = (ctx: Ctx, row: RecordingRow): CardWords => ({
  title: pick(row.title as Words, ctx.lang).text,
  lines: [],
  motif: row.event_id,
});

/** Where nothing is left of a take, what is made of it must not become silence. */
const isWrittenDown = async (take: string): Promise<boolean> =>
  spans(await readJournal(take, { isOver: true })).end > 0;

async function readOriginal(ctx: Ctx, row: RecordingRow, folder: string): Promise<Sources> {
  const file = await ctx.db
    .selectFrom('recordings.file')
    .select('storage_key')
    .where('recording_id', '=', row.id)
    .where('kind', '=', 'original')
    .executeTakeFirst();
  if (!file) throw refuse('gone', 'recordings.nothing_left');
  const path = join(folder, 'original');
  const { stream } = await recordingsPart(ctx)!.storage.get(file.storage_key);
  await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
  const reader = await readerOfFile(path);
  const end = reader ? (await lengthOfFile(path, reader)) * 1000 : NaN;
  if (!reader || !(end > 500)) throw refuse('gone', 'recordings.nothing_left');
  return {
    langs: ['floor'],
    sound: new Map([['floor', [{ path, reader, from: 0, to: end }]]]),
    picture: [],
    original: { path, reader },
    begin: 0,
    end,
  };
}

/** By its first bytes and never by its name: formats that name other files are not read. */
async function readerOfFile(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(64);
    await file.read(head, 0, head.length, 0);
    return kindOf(head);
  } finally {
    await file.close();
  }
}
