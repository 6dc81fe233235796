import { sql } from 'kysely';
import { audit, changed, inTransaction, newId, refuse, type Ctx, type Words } from '#server/kernel';
import { needEditor, needOrganiser } from './access.ts';
import { noteEdit } from './editing/note.ts';
import { calendarOf } from './import-calendar.ts';
import { slugShape } from './inputs.ts';
import { merge, settleSlugs, type Known, type Merged } from './import-merge.ts';
import { toRows, type FileRows } from './import-rows.ts';
import { countProgramme } from './formats/counts.ts';
import type { ProgrammeDocument } from './formats/document.ts';
import { readProgramme } from './formats/read.ts';
import type { ImportInput, ImportResult } from './desk-shapes.ts';
import { orTaken } from './words.ts';

/** Of one event: the largest real one has 1,100, and the database would be at it for minutes. */
const mostSessions = 20_000;

/**
 * Takes a programme file in, all of it or nothing. The same file twice changes nothing; a newer one changes what it
 * says anew; what vanished from the file is removed if it came from one. Nothing is public before a release.
 * Refuses an unknown event (unless `create`), who may not edit it, a file that can't be read, with the place, and one of
 * more sessions than anybody holds.
 */
export async function importProgramme(ctx: Ctx, input: ImportInput): Promise<ImportResult> {
  const began = performance.now();
  if (!slugShape.test(input.event)) throw refuse('invalid', 'congress.bad_slug');
  return inTransaction(ctx, async (inner) => {
    const event = await inner.db
      .selectFrom('congress.event')
      .select(['id', 'status', 'zone', 'starts_on', 'days', 'day_starts_at', 'source'])
      .where('slug', '=', input.event)
      .forUpdate()
      .executeTakeFirst();
    if (!event && !input.create) throw refuse('not_found', 'congress.no_such_event');
    if (event?.status === 'deleted') throw refuse('not_found', 'congress.no_such_event');
    await (event ? needEditor(inner, event.id) : needOrganiser(inner));
    const { document, warnings, format, faults } = readProgramme(input.bytes, {
      name: input.name,
      ...(input.csv && { csv: input.csv }),
      ...(event && { zone: event.zone }),
    });
    const count = document.sessions.length;
    if (count > mostSessions)
      throw refuse('invalid', 'congress.import_too_many', { count, most: mostSessions });
    const id = event?.id ?? newId();
    const merged = await mergeAll(inner, id, toRows(document));
    const { write, vanished, created, updated, unchanged } = merged.sessions;
    if (!input.dryRun) {
      await writeEvent(inner, id, input.event, document, event);
      await writeAll(inner, id, merged);
      await noteAll(inner, id, merged);
      const parts = [merged.rooms, merged.sections, merged.speakers, merged.sessions];
      if (!event || parts.some((part) => part.write.length + part.vanished.length > 0)) {
        await changed(inner, `event:${id}`, 'events');
        await audit(inner, 'congress.import_programme', `event:${id}`, {
          written: write.length,
          removed: vanished.length,
        });
      }
    }
    const { events, rooms, tracks, speakers, clashes } = countProgramme(document);
    return {
      event: input.dryRun && !event ? '' : id,
      events,
      rooms,
      tracks,
      speakers,
      clashes,
      format,
      warnings: warnings.map(({ code, where, count }) => ({ code, where, count })),
      ...(faults && { faults }),
      changed: { created, updated, removed: vanished.length, unchanged },
      ms: Math.round(performance.now() - began),
    };
  });
}

/** The editors are told of everything that a file changed. */
async function noteAll(ctx: Ctx, eventId: string, merged: AllMerged): Promise<void> {
  for (const [what, { write, vanished }] of [
    ['room', merged.rooms],
    ['section', merged.sections],
    ['speaker', merged.speakers],
    ['session', merged.sessions],
  ] as const)
    await noteEdit(ctx, eventId, what, [...write.map((row) => row.id), ...vanished]);
}

type AllMerged = { [Part in keyof FileRows]: Merged<FileRows[Part][number]['values']> };

async function mergeAll(ctx: Ctx, eventId: string, rows: FileRows): Promise<AllMerged> {
  const slugged = async (table: 'congress.room' | 'congress.section') => {
    const found = await ctx.db
      .selectFrom(table)
      .select(['id', 'source_key', 'source_hash', 'slug', 'removed'])
      .where('event_id', '=', eventId)
      .execute();
    const known = found.filter((one) => one.source_key !== null) as (Known & { slug: string })[];
    return { known, taken: new Set(found.filter((one) => !one.removed).map((one) => one.slug)) };
  };
  const plain = async (table: 'congress.speaker' | 'congress.session') =>
    (await ctx.db
      .selectFrom(table)
      .select(['id', 'source_key', 'source_hash'])
      .where('event_id', '=', eventId)
      .where('source_key', 'is not', null)
      .execute()) as Known[];
  const oldRooms = await slugged('congress.room');
  const oldSections = await slugged('congress.section');
  const rooms = merge(rows.rooms, oldRooms.known);
  const sections = merge(rows.sections, oldSections.known);
  settleSlugs(rooms, oldRooms.known, oldRooms.taken);
  settleSlugs(sections, oldSections.known, oldSections.taken);
  return {
    rooms,
    sections,
    speakers: merge(rows.speakers, await plain('congress.speaker')),
    sessions: merge(rows.sessions, await plain('congress.session')),
  };
}

interface OldEvent {
  source: unknown;
  zone: string;
  starts_on: string;
  days: number;
  day_starts_at: number;
}

/** An event made by hand keeps its words; its days grow to hold what the file brings. One made by a file follows it. */
async function writeEvent(
  ctx: Ctx,
  id: string,
  slug: string,
  document: ProgrammeDocument,
  old: OldEvent | undefined,
): Promise<void> {
  const follows = !old || (old.source as { imported?: boolean }).imported === true;
  const calendar = calendarOf(document, ctx.now(), follows ? undefined : old);
  const langs = [...new Set(document.sessions.flatMap((session) => session.languages))].sort().slice(0, 30);
  const { acronym, url, baseUrl, version, slotMinutes } = document.event;
  const source = JSON.stringify({ imported: follows, acronym, url, baseUrl, version, slotMinutes });
  const dates = {
    starts_on: calendar.startsOn,
    days: calendar.days,
    day_starts_at: calendar.dayStartsAt,
    zone: calendar.zone,
  };
  if (!old) {
    const title = Object.values(document.event.title).some(Boolean) ? document.event.title : { und: slug };
    const made = {
      id,
      slug,
      kind: 'conference',
      title: JSON.stringify(title),
      ...summaryOf(document),
      ...dates,
      langs,
      source,
    };
    await orTaken(ctx.db.insertInto('congress.event').values(made).execute());
    return;
  }
  const words = follows ? { title: JSON.stringify(document.event.title), ...summaryOf(document), langs } : {};
  await ctx.db
    .updateTable('congress.event')
    .set({ ...dates, source, ...words })
    .where('id', '=', id)
    .execute();
}

const summaryOf = (document: ProgrammeDocument): { summary?: string } => {
  const summary: Words | undefined = document.event.description;
  return summary ? { summary: JSON.stringify(summary) } : {};
};

async function writeAll(
  ctx: Ctx,
  eventId: string,
  { rooms, sections, speakers, sessions }: AllMerged,
): Promise<void> {
  const json = <T extends { id: string; key: string; hash: string; values: object }>(
    rows: T[],
    more: (row: T) => object = () => ({}),
  ) =>
    JSON.stringify(
      rows.map((row) => ({
        id: row.id,
        event_id: eventId,
        source_key: row.key,
        source_hash: row.hash,
        ...row.values,
        ...more(row),
      })),
    );
  // What goes first makes room for slugs of what comes.
  for (const [table, ids] of [
    ['room', rooms.vanished],
    ['section', sections.vanished],
    ['speaker', speakers.vanished],
  ] as const) {
    if (ids.length === 0) continue;
    await sql`update ${sql.table(`congress.${table}`)} set removed = true, source_hash = null where id = any(${ids})`.execute(
      ctx.db,
    );
  }
  if (sessions.vanished.length > 0) {
    await sql`update congress.session set status = 'deleted', source_hash = null where id = any(${sessions.vanished})`.execute(
      ctx.db,
    );
  }
  if (rooms.write.length > 0) {
    await sql`insert into congress.room (id, event_id, source_key, source_hash, slug, title, note, capacity, position, source)
      select id, event_id, source_key, source_hash, slug, title, note, capacity, position, source
      from jsonb_to_recordset(${json(rooms.write)}::jsonb) as row (id text, event_id text, source_key text, source_hash text,
        slug text, title jsonb, note jsonb, capacity integer, position integer, source jsonb)
      on conflict (id) do update set removed = false, source_hash = excluded.source_hash, slug = excluded.slug,
        title = excluded.title, note = excluded.note, capacity = excluded.capacity, position = excluded.position,
        source = excluded.source`.execute(ctx.db);
  }
  if (sections.write.length > 0) {
    await sql`insert into congress.section (id, event_id, source_key, source_hash, slug, title, hue, position)
      select id, event_id, source_key, source_hash, slug, title, hue, position
      from jsonb_to_recordset(${json(sections.write)}::jsonb) as row (id text, event_id text, source_key text,
        source_hash text, slug text, title jsonb, hue smallint, position integer)
      on conflict (id) do update set removed = false, source_hash = excluded.source_hash, slug = excluded.slug,
        title = excluded.title, hue = excluded.hue, position = excluded.position`.execute(ctx.db);
  }
  if (speakers.write.length > 0) {
    await sql`insert into congress.speaker (id, event_id, source_key, source_hash, name, bio, links, source)
      select id, event_id, source_key, source_hash, name, bio, links, source
      from jsonb_to_recordset(${json(speakers.write)}::jsonb) as row (id text, event_id text, source_key text,
        source_hash text, name jsonb, bio jsonb, links jsonb, source jsonb)
      on conflict (id) do update set removed = false, source_hash = excluded.source_hash, name = excluded.name,
        bio = excluded.bio, links = excluded.links, source = excluded.source`.execute(ctx.db);
  }
  if (sessions.write.length === 0) return;
  const rows = json(sessions.write, ({ values }) => ({
    section_id: values.section && (sections.idOf.get(values.section) ?? null),
    room_id: values.room && (rooms.idOf.get(values.room) ?? null),
  }));
  await sql`insert into congress.session (id, event_id, source_key, source_hash, kind, status, title, subtitle, abstract,
      description, section_id, room_id, starts_at, minutes, langs, links, record, source)
    select id, event_id, source_key, source_hash, kind, status, title, subtitle, abstract, description, section_id,
      room_id, starts_at, minutes, langs, links, record, source
    from jsonb_to_recordset(${rows}::jsonb) as row (id text, event_id text, source_key text, source_hash text, kind text,
      status text, title jsonb, subtitle jsonb, abstract jsonb, description jsonb, section_id text, room_id text,
      starts_at timestamptz, minutes integer, langs text[], links jsonb, record boolean, source jsonb)
    on conflict (id) do update set source_hash = excluded.source_hash, kind = excluded.kind, status = excluded.status,
      title = excluded.title, subtitle = excluded.subtitle, abstract = excluded.abstract, description = excluded.description,
      section_id = excluded.section_id, room_id = excluded.room_id, starts_at = excluded.starts_at,
      minutes = excluded.minutes, langs = excluded.langs, links = excluded.links, record = excluded.record,
      source = excluded.source`.execute(ctx.db);
  await sql`delete from congress.session_speaker where session_id = any(${sessions.write.map((row) => row.id)})`.execute(
    ctx.db,
  );
  const pairs = sessions.write.flatMap((row) =>
    row.values.speakers.flatMap((key, position) => {
      const speaker = speakers.idOf.get(key);
      return speaker ? [{ session_id: row.id, speaker_id: speaker, position }] : [];
    }),
  );
  await sql`insert into congress.session_speaker (session_id, speaker_id, position)
    select session_id, speaker_id, position from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
      as row (session_id text, speaker_id text, position integer)`.execute(ctx.db);
}
