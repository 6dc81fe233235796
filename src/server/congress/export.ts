import { pick, refuse, sha256, type Ctx } from '#server/kernel';
import { toDocument } from './export-document.ts';
import { contentTypes, exportFormats, writeFormat, type ExportFormat } from './export-formats.ts';
import { getReleased, readsEvent, type CongressPart, type Released } from './released.ts';

export { exportFormats, type ExportFormat };

export interface Exported {
  bytes: Buffer;
  /** Content type. */
  type: string;
  etag: string;
  /** When what is in it was released. */
  at?: Date;
}

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
  const event = await getReleased(ctx, { slug: eventSlug });
  const { release } = event;
  if (!release) throw refuse('not_found', 'congress.nothing_released');
  readsEvent(ctx, event.id, []);
  const places = findPlaces(event, part);
  const made = (ctx.app.parts.congress as CongressPart | undefined)?.exports;
  // The same release in the same words is the same file: it is written once.
  const key = JSON.stringify([release.id, format, ctx.lang, origin, places, part.name ?? '', event.title]);
  const known = sessions ? undefined : made?.get(key);
  if (made && known) {
    made.delete(key);
    made.set(key, known);
    return known;
  }
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
  if (made && !chosen) keep(made, key, exported);
  return exported;
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
  for (const one of made.values()) size += one.bytes.length;
  for (const [oldest, one] of made) {
    if (size <= mostKept || oldest === key) break;
    size -= one.bytes.length;
    made.delete(oldest);
  }
}
