import { createHash } from 'node:crypto';
import * as congress from '#server/congress';
import { Refusal, type Ctx, type Words } from '#server/kernel';
import { recordingsPart } from '../../part.ts';
import { listRecordings, type RecordingItem } from '../../publish/list.ts';
import { exportTranscript } from '../../transcript/transcript.ts';
import { needArchivist } from '../uploads.ts';
import { toDataCite, toDublinCore, toMediaRss, type Described, type Publisher } from './describe.ts';
import { sizeOfTar, writeTar, type TarEntry } from './tar.ts';

/** What leaves the house: what is public, never an original or somebody's own track. */
const kinds = ['full', 'small', 'audio', 'poster'];

interface Payload extends TarEntry {
  sha256: string;
}

/** Bytes of all published files of an event, for whoever works on it. */
export async function sizeOfExport(ctx: Ctx, eventId: string): Promise<number> {
  await needArchivist(ctx, eventId);
  const row = await ctx.db
    .selectFrom('recordings.file as f')
    .innerJoin('recordings.recording as r', 'r.id', 'f.recording_id')
    .select((eb) => eb.fn.sum<string>('f.bytes').as('bytes'))
    .where('r.event_id', '=', eventId)
    .where('r.state', '=', 'published')
    .where('f.kind', 'in', kinds)
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

/**
 * All published recordings of an event with their texts and metadata, as BagIt 1.0 (RFC 8493) in a tar that is written while
 * it is sent. Refuses like `congress.getDesk`.
 */
export async function packRecordings(
  ctx: Ctx,
  eventSlug: string,
): Promise<{ name: string; bytes: number; stream: AsyncGenerator<Uint8Array> }> {
  const { event } = await congress.getDesk(ctx, eventSlug);
  const items = await allOf(ctx, eventSlug);
  const at = ctx.now();
  const origin = ctx.config.origins[0] ?? '';
  const title =
    (event.title as Words)[ctx.lang] ?? Object.values(event.title as Words).find(Boolean) ?? event.slug;
  const by: Publisher = {
    site: ctx.config.VECHE_NAME ?? title,
    event: title,
    address: `${origin}/${ctx.lang}/e/${event.slug}/recordings`,
    year: at.getUTCFullYear(),
  };
  const described: Described[] = [];
  const payload: Payload[] = [];
  for (const item of items) {
    const { about, entries } = await packOne(ctx, item, origin);
    described.push(about);
    payload.push(
      ...entries,
      text(`data/${item.id}/datacite.json`, `${JSON.stringify(toDataCite(about, by), null, 2)}\n`),
      text(`data/${item.id}/dublin-core.xml`, toDublinCore(about, by)),
    );
  }
  payload.push(text('data/media.rss', toMediaRss(described, by)));
  const total = payload.reduce((sum, { bytes }) => sum + bytes, 0);
  const tags = [
    text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    text(
      'bag-info.txt',
      [
        `Source-Organization: ${oneLine(by.site)}`,
        `External-Description: ${oneLine(title)}`,
        `Bagging-Date: ${at.toISOString().slice(0, 10)}`,
        `Payload-Oxum: ${total}.${payload.length}`,
        '',
      ].join('\n'),
    ),
    text('manifest-sha256.txt', manifest(payload)),
  ];
  const name = `${event.slug}-recordings-${at.toISOString().slice(0, 10)}`;
  const entries = [...tags, text('tagmanifest-sha256.txt', manifest(tags)), ...payload].map((one) => ({
    ...one,
    path: `${name}/${one.path}`,
  }));
  return { name: `${name}.tar`, bytes: sizeOfTar(entries), stream: writeTar(entries, at) };
}

const manifest = (entries: readonly Payload[]): string =>
  entries.map(({ sha256, path }) => `${sha256}  ${path}\n`).join('');

const oneLine = (words: string): string => words.replace(/\s+/g, ' ');

function text(path: string, content: string): Payload {
  const bytes = Buffer.from(content);
  return {
    path,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    read: async function* () {
      yield bytes;
    },
  };
}

/** None of an event that is not public: then no recording of it is, either. */
async function allOf(ctx: Ctx, eventSlug: string): Promise<RecordingItem[]> {
  const first = await listRecordings(ctx, eventSlug).catch((error: unknown) => {
    if (error instanceof Refusal && error.kind === 'not_found') return undefined;
    throw error;
  });
  if (!first) return [];
  const items = [...first.items];
  for (let page = 2; page <= first.pages; page += 1)
    items.push(...(await listRecordings(ctx, eventSlug, { page })).items);
  return items;
}

async function packOne(
  ctx: Ctx,
  item: RecordingItem,
  origin: string,
): Promise<{ about: Described; entries: Payload[] }> {
  const { storage } = recordingsPart(ctx)!;
  const row = await ctx.db
    .selectFrom('recordings.recording')
    .select(['title', 'version'])
    .where('id', '=', item.id)
    .executeTakeFirstOrThrow();
  const files = await ctx.db
    .selectFrom('recordings.file')
    .selectAll()
    .where('recording_id', '=', item.id)
    .where('kind', 'in', kinds)
    .orderBy('name')
    .execute();
  const entries: Payload[] = files.map((file) => ({
    path: `data/${item.id}/${file.name}`,
    bytes: Number(file.bytes),
    sha256: file.sha256,
    read: async function* () {
      yield* (await storage.get(file.storage_key)).stream as AsyncIterable<Uint8Array>;
    },
  }));
  const words = [];
  for (const lang of item.words)
    words.push({
      lang,
      entry: text(`data/${item.id}/${lang}.vtt`, await exportTranscript(ctx, item.id, lang, 'vtt')),
    });
  const at = `${origin}/recording/${item.id}/v${row.version}`;
  return {
    entries: [...entries, ...words.map(({ entry }) => entry)],
    about: {
      id: item.id,
      address: `${origin}/${ctx.lang}${item.path}`,
      titles: row.title as Words,
      people: item.people,
      ...(item.heldOn ? { heldOn: item.heldOn } : {}),
      langs: item.langs,
      ...(item.section ? { section: item.section.title } : {}),
      seconds: item.seconds,
      hasPicture: item.hasPicture,
      files: files.map((file) => ({
        path: file.name,
        address: `${at}/${file.name}`,
        mime: file.mime,
        bytes: Number(file.bytes),
        sha256: file.sha256,
        kind: file.kind,
        ...(file.lang ? { lang: file.lang } : {}),
      })),
    },
  };
}
