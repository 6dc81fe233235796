import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { sql } from 'kysely';
import { pick, refuse, sha256, type Ctx } from '#server/kernel';
import { toDocument } from './export-document.ts';
import { contentTypes, exportFormats, writeFormat, type ExportFormat } from './export-formats.ts';
import { isAddress } from './address.ts';
import { getReleased, readsEvent, type CongressPart, type Released } from './released.ts';

export { exportFormats, type ExportFormat };

export interface Exported {
  bytes: Buffer;
  /** Content type. */
  type: string;
  etag: string;
  /** When what is in it was released. */
  at?: Date;
  /** The same bytes packed, once somebody has asked for them so. */
  packed?: Partial<Record<Packing, Promise<Buffer>>>;
}
type Packing = 'br' | 'gzip';

/** A part of the programme: what fulfils all that is said. */
export interface ExportPart {
  /** Slug. */
  section?: string;
  /** Slug. */
  room?: string;
  /** Id. */
  speaker?: string;
  /** Ids: those that are no longer there are left out. Never kept in memory: they are somebody's choice. */
  sessions?: readonly string[];
  /** Title of the calendar. */
  name?: string;
}

export interface ExportOptions extends ExportPart {
  /** Where the addresses of sessions begin. */
  origin?: string;
}

/** Bytes of files already written. */
const mostKept = 48 * 1024 * 1024;

/**
 * The newest release in a format of the outside world, in the reader's language where the format holds one; whole, or
 * a part of it. Refuses an event that isn't public, has no release, or not this section, room or speaker, with `not_found`.
 */
export async function exportProgramme(
  ctx: Ctx,
  eventSlug: string,
  format: ExportFormat,
  { origin = ctx.config.origins[0] ?? '', sessions, ...part }: ExportOptions = {},
): Promise<Exported> {
  const made = (ctx.app.parts.congress as CongressPart | undefined)?.exports;
  const newest = sessions ? undefined : await findNewest(ctx, eventSlug);
  // The same release in the same words is the same file: it is written once.
  const key = JSON.stringify([newest, format, ctx.lang, origin, part]);
  const known = newest && made?.get(key);
  if (made && known) {
    made.delete(key);
    made.set(key, known);
    readsEvent(ctx, newest.event, []);
    return known;
  }
  const event = await getReleased(ctx, { slug: eventSlug });
  const { release } = event;
  if (!release) throw refuse('not_found', 'congress.nothing_released');
  readsEvent(ctx, event.id, []);
  const places = findPlaces(event, part);
  const document = await toDocument(ctx, event);
  const released = new Map(
    document.sessions.map(({ key: name }, index) => [name, event.programme.sessions[index]!]),
  );
  const chosen = sessions && new Set(sessions);
  const isPart = Object.keys(places).length > 0 || chosen !== undefined;
  if (isPart) {
    document.sessions = document.sessions.filter(({ key: name }) => {
      const session = released.get(name)!;
      return (
        (places.section === undefined || session.section === places.section) &&
        (places.room === undefined || session.room === places.room) &&
        (places.speaker === undefined || session.speakers.includes(places.speaker)) &&
        (!chosen || chosen.has(session.id))
      );
    });
    const named = new Set(document.sessions.flatMap((session) => session.people.map((person) => person.key)));
    document.people = document.people.filter((person) => named.has(person.key));
  }
  const name = part.name ?? nameOfPart(ctx, event, places);
  const bytes = Buffer.from(
    writeFormat(ctx, format, document, {
      eventId: event.id,
      eventSlug: event.slug,
      releasedAt: release.at,
      origin,
      idOf: (one) => released.get(one)?.id,
      revisionOf: (one) => released.get(one.key)?.revision ?? 0,
      ...(name && { name }),
    }),
  );
  const exported: Exported = {
    bytes,
    type: contentTypes[format],
    etag: `"${sha256(bytes).toString('base64url').slice(0, 22)}"`,
    at: release.at,
  };
  // Released anew meanwhile: the key would name what is older.
  if (made && newest?.release === release.id) keep(made, key, exported);
  return exported;
}

/** What the bytes of a file hang on, in one question to the database. Undefined when there is nothing to give out. */
export async function findNewest(
  ctx: Ctx,
  slug: string,
): Promise<{ event: string; release: string; title: unknown } | undefined> {
  if (!isAddress(slug)) return undefined;
  const { rows } = await sql<{ event: string; release: string; title: unknown }>`
    select event.id as event, release.id as release, event.title
    from congress.event
    cross join lateral (select id from congress.release where event_id = event.id
      order by number desc limit 1) as release
    where event.status = 'published' and event.slug = ${slug}`.execute(ctx.db);
  return rows[0];
}

const packings: Record<Packing, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes) => promisify(gzip)(bytes),
};

/** The bytes as a reader takes them: packed once for all who read them so. */
export async function packExport(
  exported: Exported,
  accepted: string | null,
): Promise<{ bytes: Buffer; encoding?: Packing }> {
  const names = (accepted ?? '').split(',').map((word) => word.trim());
  const encoding = (['br', 'gzip'] as const).find((one) =>
    names.some((name) => name === one || (name.startsWith(`${one};`) && !/q=0(\.0*)?$/.test(name))),
  );
  if (!encoding || exported.bytes.length < 1_000) return { bytes: exported.bytes };
  exported.packed ??= {};
  const bytes = await (exported.packed[encoding] ??= packings[encoding](exported.bytes));
  return { bytes, encoding };
}

type Places = Partial<Record<'section' | 'room' | 'speaker', number>>;

/** Indexes of what a part names. */
function findPlaces({ programme }: Released, { section, room, speaker }: ExportPart): Places {
  const find = <Item>(list: Item[], is: (item: Item) => boolean, code: string): number => {
    const at = list.findIndex(is);
    if (at < 0) throw refuse('not_found', code);
    return at;
  };
  return {
    ...(section !== undefined && {
      section: find(programme.sections, (one) => one.slug === section, 'congress.no_such_section'),
    }),
    ...(room !== undefined && {
      room: find(programme.rooms, (one) => one.slug === room, 'congress.no_such_room'),
    }),
    ...(speaker !== undefined && {
      speaker: find(programme.speakers, (one) => one.id === speaker, 'congress.no_such_speaker'),
    }),
  };
}

function nameOfPart(
  ctx: Ctx,
  { title, programme }: Released,
  { section, room, speaker }: Places,
): string | undefined {
  const names = [
    section !== undefined && programme.sections[section]!.title,
    room !== undefined && programme.rooms[room]!.title,
    speaker !== undefined && programme.speakers[speaker]!.name,
  ].flatMap((words) => (words ? [pick(words, ctx.lang).text] : []));
  return names.length > 0 ? [pick(title, ctx.lang).text, ...names].join(' · ') : undefined;
}

/** Last used, last dropped. */
export function keep(made: CongressPart['exports'], key: string, exported: Exported): void {
  made.set(key, exported);
  let size = 0;
  // Packed it is a fifth of that again, in each of two ways.
  for (const one of made.values()) size += one.bytes.length * 1.4;
  for (const [oldest, one] of made) {
    if (size <= mostKept || oldest === key) break;
    size -= one.bytes.length * 1.4;
    made.delete(oldest);
  }
}
