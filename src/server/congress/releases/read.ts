import { sql } from 'kysely';
import { reads, refuse, type Ctx } from '#server/kernel';
import { toHead } from '../cards.ts';
import { getReleased } from '../released.ts';
import type { EventHead } from '../shapes.ts';
import type { Skeleton } from '../skeleton.ts';
import { compareReleases, countKinds } from './compare.ts';
import { readChanges, readHead, readHeads } from './heads.ts';
import type { ChangeCounts, ChangeSide, ReleaseHead, SessionChange } from './shapes.ts';

/** A version as the public reads it. */
export interface VersionView extends Omit<ReleaseHead, 'hushed'> {
  changes: SessionChange[];
  /** How many differences are not among `changes`. */
  more: number;
}

export interface ChangeLog {
  event: EventHead;
  /** Number of the newest version; 0 before the first. */
  newest: number;
  versions: VersionView[];
  page: number;
  pages: number;
}

/** How many differences of one version a page of many shows. */
const shown = 40;
/** A hostile import may change everything at once; nobody reads more. */
const most = 3_000;

/**
 * All versions of a programme with what each changed, the newest first, a page of them. People who are not in the
 * programme any more are named nowhere. Refuses an event that isn't public with `not_found`.
 */
export async function getChangeLog(ctx: Ctx, eventSlug: string, page = 1): Promise<ChangeLog> {
  const event = await getReleased(ctx, { slug: eventSlug });
  reads(ctx, `event:${event.id}`);
  const found = await readHeads(ctx, event.id, page);
  const quiet = await hushedUpTo(ctx, event.id);
  const told = found.heads.filter((head) => head.number > quiet);
  const changes = await readChanges(
    ctx,
    told.map((head) => head.id),
    shown,
  );
  return {
    event: toHead(ctx, event),
    newest: event.release?.number ?? 0,
    versions: found.heads.map((head) =>
      toView(head, changes.get(head.id) ?? [], event.programme, head.number > quiet),
    ),
    page: found.page,
    pages: found.pages,
  };
}

/** One version with all that it changed. Refuses an event that isn't public, and an unknown version, with `not_found`. */
export async function getVersion(
  ctx: Ctx,
  eventSlug: string,
  number: number,
): Promise<{ event: EventHead; newest: number; version: VersionView }> {
  const event = await getReleased(ctx, { slug: eventSlug });
  reads(ctx, `event:${event.id}`);
  const head = await readHead(ctx, event.id, number);
  if (!head) throw refuse('not_found', 'changes.no_such_version');
  const isTold = number > (await hushedUpTo(ctx, event.id));
  const changes = isTold ? await readChanges(ctx, [head.id], most) : new Map<string, SessionChange[]>();
  return {
    event: toHead(ctx, event),
    newest: event.release?.number ?? 0,
    version: toView(head, changes.get(head.id) ?? [], event.programme, isTold),
  };
}

export interface SinceView {
  event: EventHead;
  newest: number;
  /** The version compared with; undefined when there is nothing newer. */
  since?: Omit<ReleaseHead, 'hushed'>;
  changes: SessionChange[];
  counts: ChangeCounts;
}

/**
 * What is different now from how version `since` was. Refuses an event that isn't public, and a version that never was,
 * with `not_found`.
 */
export async function getChangesSince(ctx: Ctx, eventSlug: string, since: number): Promise<SinceView> {
  const event = await getReleased(ctx, { slug: eventSlug });
  reads(ctx, `event:${event.id}`);
  const newest = event.release?.number ?? 0;
  const base = { event: toHead(ctx, event), newest };
  if (since >= newest) return { ...base, changes: [], counts: {} };
  const head = await readHead(ctx, event.id, since);
  if (!head) throw refuse('not_found', 'changes.no_such_version');
  const edited = await ctx.db
    .selectFrom('congress.release_change as change')
    .innerJoin('congress.release as release', 'release.id', 'change.release_id')
    .select('change.session_id')
    .where(sql<boolean>`'details_changed' = any(change.kinds)`)
    .where('release.event_id', '=', event.id)
    .where('release.number', '>', since)
    .execute();
  const row = await ctx.db
    .selectFrom('congress.release')
    .select('programme')
    .where('id', '=', head.id)
    .executeTakeFirstOrThrow();
  const found = compareReleases(
    row.programme as unknown as Skeleton,
    event.programme,
    new Set(edited.map((one) => one.session_id)),
  );
  const isTold = since > (await hushedUpTo(ctx, event.id)) - 1;
  // Of what the organisers keep to themselves nothing older is told: what stands now is public anyway.
  const changes = isTold
    ? found.changes
    : found.changes.flatMap(({ was: _was, ...change }) => (change.now ? [change] : []));
  const { id: _id, hushed: _hushed, ...said } = head;
  return {
    ...base,
    since: said,
    changes: changes.slice(0, most).map((change) => toPublic(change, event.programme)),
    counts: countKinds(found.changes),
  };
}

/**
 * What the newest version changed, for pages of this event that are open; nothing of the first one. `changes` are at most
 * a few. Refuses an event that isn't public with `not_found`.
 */
export async function getNews(
  ctx: Ctx,
  eventId: string,
): Promise<{ number: number; touched: number; changes: SessionChange[] }> {
  const event = await getReleased(ctx, { id: eventId });
  reads(ctx, `event:${event.id}`);
  const head = event.release && (await readHead(ctx, event.id, event.release.number));
  if (!head) return { number: 0, touched: 0, changes: [] };
  const isTold = head.number > (await hushedUpTo(ctx, event.id));
  const changes = isTold ? ((await readChanges(ctx, [head.id], shown)).get(head.id) ?? []) : [];
  return {
    number: head.number,
    touched: head.touched,
    changes: changes.map((change) => toPublic(change, event.programme)),
  };
}

/** The newest version up to which changes are told in numbers only; 0 when there is none. */
async function hushedUpTo(ctx: Ctx, eventId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('congress.release')
    .select((select) => select.fn.max('number').as('number'))
    .where('event_id', '=', eventId)
    .where('hushed', '=', true)
    .executeTakeFirst();
  return row?.number ?? 0;
}

function toView(
  { id: _id, hushed: _hushed, ...head }: ReleaseHead & { id: string },
  changes: SessionChange[],
  programme: Skeleton,
  isTold: boolean,
): VersionView {
  const kept = isTold ? changes.map((change) => toPublic(change, programme)) : [];
  return { ...head, changes: kept, more: isTold ? Math.max(0, head.touched - kept.length) : 0 };
}

/** Who is not in the programme any more is named nowhere: they may have good reasons. */
function toPublic(change: SessionChange, programme: Skeleton): SessionChange {
  const present = new Set(programme.speakers.map((speaker) => speaker.id));
  const side = (one: ChangeSide): ChangeSide => ({
    ...one,
    speakers: one.speakers.filter((speaker) => present.has(speaker.id)),
  });
  return {
    ...change,
    ...(change.was && { was: change.now ? side(change.was) : { ...change.was, speakers: [] } }),
    ...(change.now && { now: side(change.now) }),
  };
}
