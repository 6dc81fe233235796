import { sql } from 'kysely';
import { audit, changed, inTransaction, refuse, type Ctx, type Words } from '#server/kernel';
import { readDrafts } from './drafts.ts';
import type { ReleaseResult } from './desk-shapes.ts';
import { compareReleases } from './releases/compare.ts';
import { holdEvent } from './parts.ts';
import { tellSeriesOf } from './editions/series.ts';
import { tellGraph } from './releases/graph.ts';
import { cleanName, readNewest, storeVersion } from './releases/store.ts';
import type { Skeleton } from './skeleton.ts';
import { handOver } from './hand-over.ts';
import { hashOf, takeSnapshot, type Snapshot } from './snapshot.ts';

/** What was public before the first release. Not for the door. */
export const nothingOf = (snapshot: Snapshot): Skeleton => ({
  ...snapshot.skeleton,
  rooms: [],
  sections: [],
  speakers: [],
  sessions: [],
});

/**
 * Makes the drafts of an event its public programme, and the event itself public. `seen` is what the releaser looked at
 * (`getReleasePlan`). Refuses an unknown event, who may not edit it, a programme without a single session that is more
 * than a draft, a version that would change nothing, and drafts that are not any more what was seen.
 */
export async function releaseProgramme(
  ctx: Ctx,
  eventId: string,
  name: string,
  seen?: string,
): Promise<ReleaseResult> {
  return inTransaction(ctx, async (inner) => {
    const event = await holdEvent(inner, eventId, (query) =>
      query.where('status', '<>', 'deleted').forUpdate(),
    );
    const snapshot = takeSnapshot(await readDrafts(inner, eventId));
    if (snapshot.sessions.size === 0) throw refuse('invalid', 'congress.nothing_to_release');
    if (seen && seen !== fingerprint(snapshot)) throw refuse('conflict', 'changes.drafts_moved_on');
    const before = await readNewest(inner, eventId);
    const diff = await compareWithReleased(inner, eventId, snapshot);
    if (before && event.status === 'published' && (await isSame(inner, eventId, snapshot, before.programme)))
      throw refuse('conflict', 'changes.nothing_changed', { name: before.name });
    await bumpRevisions(inner, snapshot, diff);
    const difference = compareReleases(
      before?.programme ?? nothingOf(snapshot),
      snapshot.skeleton,
      new Set(diff.changed),
    );
    const number = await storeVersion(inner, {
      eventId,
      kind: 'release',
      name: cleanName(name),
      skeleton: snapshot.skeleton,
      difference,
      isFirst: !before,
    });
    await inner.db
      .updateTable('congress.event')
      .set({ status: 'published' })
      .where('id', '=', eventId)
      .execute();
    await writeDetails(inner, eventId, snapshot);
    await tellGraph(
      inner,
      { id: eventId, slug: event.slug, title: event.title as Words },
      snapshot,
      diff.removed,
    );
    await tellSeriesOf(inner, eventId);
    await handOver(inner, eventId);
    await audit(inner, 'congress.release_programme', `event:${eventId}`, { number });
    // Lists of events, and the frame of every page, know whether it is public, and nothing of its programme.
    if (event.status !== 'published') await changed(inner, 'events');
    return {
      number,
      sessions: snapshot.sessions.size,
      added: diff.added.length,
      changed: diff.changed.length,
      removed: diff.removed.length,
    };
  });
}

/** Stands for all that a release of these drafts would make public. Not for the door. */
export const fingerprint = ({ skeleton, sessions, speakers }: Snapshot): string =>
  hashOf([
    plain(skeleton),
    Object.fromEntries([...sessions].map(([id, { hash }]) => [id, hash])),
    Object.fromEntries(speakers),
  ]);

const plain = (skeleton: Skeleton): Skeleton => ({
  ...skeleton,
  sessions: skeleton.sessions.map((session) => ({ ...session, revision: 0 })),
});

/** Whether the public would see no difference at all. Not for the door. */
export async function isSame(
  ctx: Ctx,
  eventId: string,
  snapshot: Snapshot,
  released: Skeleton,
): Promise<boolean> {
  const rows = await ctx.db
    .selectFrom('congress.released_session')
    .select(['session_id', 'hash'])
    .where('event_id', '=', eventId)
    .execute();
  const speakers = await ctx.db
    .selectFrom('congress.released_speaker')
    .select(['speaker_id', 'details'])
    .where('event_id', '=', eventId)
    .execute();
  const stored = hashOf([
    plain(released),
    Object.fromEntries(rows.map((row) => [row.session_id, row.hash])),
    Object.fromEntries(speakers.map((row) => [row.speaker_id, row.details])),
  ]);
  return stored === fingerprint(snapshot);
}

/** Ids of sessions that a release would add, change and remove. Not for the door. */
export async function compareWithReleased(
  ctx: Ctx,
  eventId: string,
  snapshot: Snapshot,
): Promise<Record<'added' | 'changed' | 'removed', string[]>> {
  const rows = await ctx.db
    .selectFrom('congress.released_session')
    .select(['session_id', 'hash'])
    .where('event_id', '=', eventId)
    .execute();
  const before = new Map(rows.map((row) => [row.session_id, row.hash]));
  const now = [...snapshot.sessions];
  return {
    added: now.filter(([id]) => !before.has(id)).map(([id]) => id),
    changed: now.filter(([id, { hash }]) => before.has(id) && before.get(id) !== hash).map(([id]) => id),
    removed: [...before.keys()].filter((id) => !snapshot.sessions.has(id)),
  };
}

/** Calendars take a changed entry for the newer one by its number. */
async function bumpRevisions(
  ctx: Ctx,
  { skeleton }: Snapshot,
  { changed: own, removed }: Record<'changed' | 'removed', string[]>,
): Promise<void> {
  // What is taken away may come back one day, and is then newer than what calendars remember.
  const ids = [...own, ...removed];
  if (ids.length === 0) return;
  await sql`update congress.session set revision = revision + 1 where id = any(${ids})`.execute(ctx.db);
  const bumped = new Set(ids);
  for (const session of skeleton.sessions) if (bumped.has(session.id)) session.revision++;
}

async function writeDetails(ctx: Ctx, eventId: string, snapshot: Snapshot): Promise<void> {
  await ctx.db.deleteFrom('congress.released_session').where('event_id', '=', eventId).execute();
  await ctx.db.deleteFrom('congress.released_speaker').where('event_id', '=', eventId).execute();
  const sessions = JSON.stringify([...snapshot.sessions].map(([id, one]) => ({ id, ...one })));
  await sql`insert into congress.released_session (session_id, event_id, hash, details)
    select id, ${eventId}, hash, details from jsonb_to_recordset(${sessions}::jsonb)
      as row (id text, hash text, details jsonb)`.execute(ctx.db);
  const speakers = JSON.stringify([...snapshot.speakers].map(([id, details]) => ({ id, details })));
  await sql`insert into congress.released_speaker (speaker_id, event_id, details)
    select id, ${eventId}, details from jsonb_to_recordset(${speakers}::jsonb) as row (id text, details jsonb)`.execute(
    ctx.db,
  );
}
