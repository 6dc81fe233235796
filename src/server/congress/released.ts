import type { EditStreams } from './editing/streams.ts';
import { reads, refuse, type Ctx, type Words } from '#server/kernel';
import type { Plan } from '#lib/clashes/plan.ts';
import { isAddress } from './address.ts';
import { calendarColumns, toCalendar } from './event-calendar.ts';
import type { EventKind } from './shapes.ts';
import type { Skeleton } from './skeleton.ts';

/** An event as the public knows it. */
export interface Released {
  id: string;
  slug: string;
  kind: EventKind;
  title: Words;
  summary: Words;
  welcome: Words;
  langs: string[];
  release?: { id: string; number: number; name: string; at: Date };
  /** Empty until the first release. */
  programme: Skeleton;
}

/** Lives in `ctx.app.parts.congress`. */
export interface CongressPart {
  /** Programmes already parsed, by the id of their release: a release never changes. */
  programmes: Map<string, Skeleton>;
  /** Editors who follow what changes in the drafts. */
  edits: EditStreams;
  /** The end of the queue in which portraits are drawn. */
  drawing?: Promise<void>;
  /** Pairs of sessions that visitors want both of, by event, and when they were counted. */
  wanted: Map<string, { at: number; pairs: Plan['wanted'] }>;
  /** Exports already written. */
  exports: Map<string, { bytes: Buffer; type: string; etag: string; at?: Date }>;
}
const kept = 8;

async function readProgramme(ctx: Ctx, releaseId: string): Promise<Skeleton> {
  const programmes = (ctx.app.parts.congress as CongressPart | undefined)?.programmes;
  const known = programmes?.get(releaseId);
  if (known) return known;
  const row = await ctx.db
    .selectFrom('congress.release')
    .select('programme')
    .where('id', '=', releaseId)
    .executeTakeFirstOrThrow();
  const programme = row.programme as unknown as Skeleton;
  if (programmes) {
    if (programmes.size >= kept) programmes.delete(programmes.keys().next().value!);
    programmes.set(releaseId, programme);
  }
  return programme;
}

/** The published event with its newest release. Refuses what is unknown, a draft or deleted with `not_found`. */
export async function getReleased(ctx: Ctx, by: { slug: string } | { id: string }): Promise<Released> {
  if (!isAddress('slug' in by ? by.slug : by.id)) throw refuse('not_found', 'congress.no_such_event');
  const row = await ctx.db
    .selectFrom('congress.event')
    .select(['id', 'slug', 'kind', 'title', 'summary', 'welcome', 'langs', ...calendarColumns])
    .where('status', '=', 'published')
    .where((where) => ('slug' in by ? where('slug', '=', by.slug) : where('id', '=', by.id)))
    .executeTakeFirst();
  if (!row) throw refuse('not_found', 'congress.no_such_event');
  const newest = await ctx.db
    .selectFrom('congress.release')
    .select(['id', 'number', 'name', 'released_at'])
    .where('event_id', '=', row.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const calendar = toCalendar(row);
  return {
    id: row.id,
    slug: row.slug,
    kind: row.kind as EventKind,
    title: row.title as Words,
    summary: row.summary as Words,
    welcome: row.welcome as Words,
    langs: row.langs,
    ...(newest && {
      release: { id: newest.id, number: newest.number, name: newest.name, at: newest.released_at },
    }),
    programme: newest
      ? await readProgramme(ctx, newest.id)
      : { ...calendar, rooms: [], sections: [], speakers: [], sessions: [] },
  };
}

/** Pages with a state by the clock change at these moments; a burst of starts makes no burst of renderings. */
const leastFresh = 30_000;

/** Notes on which event a page depends, and when the clock changes it: at the next of `moments` (milliseconds). */
export const readsEvent = (ctx: Ctx, eventId: string, moments: number[]): void =>
  readsUntil(ctx, `event:${eventId}`, moments);

export function readsUntil(ctx: Ctx, topic: string, moments: number[]): void {
  const now = ctx.now().getTime();
  const next = Math.min(...moments.filter((moment) => moment > now));
  reads(ctx, topic, Number.isFinite(next) ? new Date(Math.max(next, now + leastFresh)) : undefined);
}
