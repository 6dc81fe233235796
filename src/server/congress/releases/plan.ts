import { sql } from 'kysely';
import { changed, refuse, type Ctx } from '#server/kernel';
import { needReader } from '../access.ts';
import { readDrafts } from '../drafts.ts';
import { compareWithReleased, fingerprint, isSame, nothingOf } from '../release.ts';
import type { Skeleton } from '../skeleton.ts';
import { takeSnapshot } from '../snapshot.ts';
import { inDraft } from '../parts.ts';
import { compareReleases } from './compare.ts';
import { readHead, readHeads } from './heads.ts';
import { readNewest } from './store.ts';
import type { Difference, ReleaseHead, SessionChange } from './shapes.ts';

export interface ReleasePlan extends Difference {
  /** Send it along with the release: what is released is then what was looked at. */
  seen: string;
  /** Nobody would see any difference. */
  isSame: boolean;
  /** Who has a profile and changes in their sessions; those tied by an invitation will read them on their page. */
  tells: { id: string; name: ReleaseSpeaker['name']; isTied: boolean; changes: SessionChange[] }[];
}
type ReleaseSpeaker = Skeleton['speakers'][number];

/** What a release of the drafts would change and whom it would tell. Refuses whoever may not edit the event with `not_found`. */
export async function getReleasePlan(ctx: Ctx, eventId: string): Promise<ReleasePlan> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const drafts = await readDrafts(ctx, eventId);
  const snapshot = takeSnapshot(drafts);
  const before = await readNewest(ctx, eventId);
  const differing = await compareWithReleased(ctx, eventId, snapshot);
  const found = compareReleases(
    before?.programme ?? nothingOf(snapshot),
    snapshot.skeleton,
    new Set(differing.changed),
  );
  const changesOf = new Map<string, { name: ReleaseSpeaker['name']; changes: SessionChange[] }>();
  // Of a first release nobody needs to be told what is different.
  for (const change of before ? found.changes : []) {
    const people = new Map(
      [...(change.was?.speakers ?? []), ...(change.now?.speakers ?? [])].map((one) => [one.id, one.name]),
    );
    for (const [id, name] of people) {
      const own = changesOf.get(id) ?? { name, changes: [] };
      own.changes.push(change);
      changesOf.set(id, own);
    }
  }
  const tied = new Set(drafts.speakers.flatMap((speaker) => (speaker.tied ? speaker.id : [])));
  return {
    ...found,
    seen: fingerprint(snapshot),
    isSame: before !== undefined && (await isSame(ctx, eventId, snapshot, before.programme)),
    tells: [...changesOf].map(([id, own]) => ({ id, ...own, isTied: tied.has(id) })),
  };
}

/** Versions of an event for its desk, the newest first, a page of them. Refuses whoever may not edit it with `not_found`. */
export async function listReleases(
  ctx: Ctx,
  eventId: string,
  page = 1,
): Promise<{ releases: ReleaseHead[]; page: number; pages: number }> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const { heads, ...rest } = await readHeads(ctx, eventId, page);
  return { releases: heads, ...rest };
}

/**
 * How any two versions differ, whatever lies between them. Refuses whoever may not edit the event, and a version that
 * never was, with `not_found`.
 */
export async function compareVersions(
  ctx: Ctx,
  eventId: string,
  from: number,
  to: number,
): Promise<Difference & { from: ReleaseHead; to: ReleaseHead }> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const [older, newer] = [await readVersion(ctx, eventId, from), await readVersion(ctx, eventId, to)];
  const between = [Math.min(from, to), Math.max(from, to)] as const;
  const edited = await ctx.db
    .selectFrom('congress.release_change as change')
    .innerJoin('congress.release as release', 'release.id', 'change.release_id')
    .select('change.session_id')
    .where(sql<boolean>`'details_changed' = any(change.kinds)`)
    .where('release.event_id', '=', eventId)
    .where('release.number', '>', between[0])
    .where('release.number', '<=', between[1])
    .execute();
  return {
    ...compareReleases(older.programme, newer.programme, new Set(edited.map((one) => one.session_id))),
    from: older.head,
    to: newer.head,
  };
}

async function readVersion(
  ctx: Ctx,
  eventId: string,
  number: number,
): Promise<{ head: ReleaseHead; programme: Skeleton }> {
  const head = await readHead(ctx, eventId, number);
  if (!head) throw refuse('not_found', 'changes.no_such_version');
  const row = await ctx.db
    .selectFrom('congress.release')
    .select('programme')
    .where('id', '=', head.id)
    .executeTakeFirstOrThrow();
  return { head, programme: row.programme as unknown as Skeleton };
}

/**
 * From now on the public reads in numbers only what this version and all before it changed: for words that should never
 * have been public. `isHushed` false tells them again. Refuses who may not edit the event, and an unknown version.
 */
export async function hushRelease(
  ctx: Ctx,
  eventId: string,
  number: number,
  isHushed: boolean,
): Promise<void> {
  await inDraft(ctx, eventId, 'hush_release', `event:${eventId}`, async (inner) => {
    const head = await readHead(inner, eventId, number);
    if (!head) throw refuse('not_found', 'changes.no_such_version');
    await inner.db
      .updateTable('congress.release')
      .set({ hushed: isHushed })
      .where('id', '=', head.id)
      .execute();
    await changed(inner, `event:${eventId}`);
  });
}
