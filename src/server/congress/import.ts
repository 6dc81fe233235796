import { isDeepStrictEqual } from 'node:util';
import { audit, changed, inTransaction, newId, refuse, type Ctx, type Words } from '#server/kernel';
import { needEditor, needOrganiser } from './access.ts';
import { noteEdit } from './editing/note.ts';
import { handOver } from './hand-over.ts';
import { calendarOf } from './import-calendar.ts';
import { slugShape } from './inputs.ts';
import { merge, settleSlugs, type Known } from './import-merge.ts';
import { toRows, type FileRows } from './import-rows.ts';
import { writeAll, type AllMerged } from './import-write.ts';
import { countProgramme } from './formats/counts.ts';
import type { ProgrammeDocument } from './formats/document.ts';
import { readProgramme } from './formats/read.ts';
import type { ImportInput, ImportResult } from './desk-shapes.ts';
import { tellEvent } from './releases/graph.ts';
import { readNewest } from './releases/store.ts';
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
      .select(['title', 'summary'])
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
      const isRetold = await writeEvent(inner, id, input.event, document, event);
      await writeAll(inner, id, merged);
      await noteAll(inner, id, merged);
      const parts = [merged.rooms, merged.sections, merged.speakers, merged.sessions];
      if (isRetold && event?.status === 'published') await tellWords(inner, id);
      if (isRetold || parts.some((part) => part.write.length + part.vanished.length > 0)) {
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
  title: unknown;
  summary: unknown;
  source: unknown;
  zone: string;
  starts_on: string;
  days: number;
  day_starts_at: number;
}

/**
 * An event made by hand keeps its words; its days grow to hold what the file brings. One made by a file follows it.
 * Answers whether its words are others than before.
 */
async function writeEvent(
  ctx: Ctx,
  id: string,
  slug: string,
  document: ProgrammeDocument,
  old: OldEvent | undefined,
): Promise<boolean> {
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
    return true;
  }
  const words = follows ? { title: JSON.stringify(document.event.title), ...summaryOf(document), langs } : {};
  await ctx.db
    .updateTable('congress.event')
    .set({ ...dates, source, ...words })
    .where('id', '=', id)
    .execute();
  const { title, description = old.summary } = document.event;
  return follows && !isDeepStrictEqual([old.title, old.summary], [title, description]);
}

const summaryOf = (document: ProgrammeDocument): { summary?: string } => {
  const summary: Words | undefined = document.event.description;
  return summary ? { summary: JSON.stringify(summary) } : {};
};

/** Words of a public event are public at once; all else that a file says waits for a release. */
async function tellWords(ctx: Ctx, eventId: string): Promise<void> {
  const { slug, title } = await ctx.db
    .selectFrom('congress.event')
    .select(['slug', 'title'])
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow();
  const newest = await readNewest(ctx, eventId);
  if (newest) {
    const { startsOn } = newest.programme;
    await tellEvent(ctx, { id: eventId, slug, title: title as Words, startsOn }, 'public');
  }
  await handOver(ctx, eventId);
}
