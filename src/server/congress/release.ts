import { sql } from 'kysely';
import { audit, changed, inTransaction, newId, refuse, type Ctx, type Words } from '#server/kernel';
import * as themes from '#server/themes';
import { needEditor } from './access.ts';
import { readDrafts } from './drafts.ts';
import { programmeReleased } from './events.ts';
import type { ReleaseResult } from './desk-shapes.ts';
import { takeSnapshot, type Snapshot } from './snapshot.ts';
import { programmeDate } from './times.ts';

/**
 * Makes the drafts of an event its public programme, and the event itself public. Refuses an unknown event, who may
 * not edit it, and a programme without a single session that is more than a draft.
 */
export async function releaseProgramme(ctx: Ctx, eventId: string, name: string): Promise<ReleaseResult> {
  return inTransaction(ctx, async (inner) => {
    const event = await inner.db
      .selectFrom('congress.event')
      .select(['id', 'slug', 'title'])
      .where('id', '=', eventId)
      .where('status', '<>', 'deleted')
      .forUpdate()
      .executeTakeFirst();
    if (!event) throw refuse('not_found', 'congress.no_such_event');
    await needEditor(inner, eventId);
    const snapshot = takeSnapshot(await readDrafts(inner, eventId));
    if (snapshot.sessions.size === 0) throw refuse('invalid', 'congress.nothing_to_release');
    const diff = await compareWithReleased(inner, eventId, snapshot);
    await bumpRevisions(inner, snapshot, diff.changed);
    const number = await nextNumber(inner, eventId);
    await inner.db
      .insertInto('congress.release')
      .values({
        id: newId(),
        event_id: eventId,
        number,
        name: name.trim().slice(0, 120) || String(number),
        released_at: inner.now(),
        programme: JSON.stringify(snapshot.skeleton),
      })
      .execute();
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
    await audit(inner, 'congress.release_programme', `event:${eventId}`, { number });
    await changed(inner, `event:${eventId}`, 'events');
    await programmeReleased(inner, eventId, number);
    return {
      number,
      sessions: snapshot.sessions.size,
      added: diff.added.length,
      changed: diff.changed.length,
      removed: diff.removed.length,
    };
  });
}

async function nextNumber(ctx: Ctx, eventId: string): Promise<number> {
  const last = await ctx.db
    .selectFrom('congress.release')
    .select((select) => select.fn.max('number').as('number'))
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return (last?.number ?? 0) + 1;
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
async function bumpRevisions(ctx: Ctx, { skeleton }: Snapshot, ids: string[]): Promise<void> {
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

/** Session → its section → the event, and what each is about: the first links of the trace. */
async function tellGraph(
  ctx: Ctx,
  event: { id: string; slug: string; title: Words },
  { skeleton }: Snapshot,
  removed: string[],
): Promise<void> {
  const themeIds = new Map((await themes.listThemeLinks(ctx)).map((theme) => [theme.slug, theme.id]));
  const self = { kind: 'event', id: event.id };
  const sectionKey = (index: number) => ({ kind: 'section', id: skeleton.sections[index]!.id });
  const about = (from: themes.NodeKey, slugs: (string | undefined)[]): themes.LinkInput[] =>
    [...new Set(slugs)].flatMap((slug) => {
      const id = slug && themeIds.get(slug);
      return id ? [{ from, to: { kind: 'theme', id }, kind: 'about' as const }] : [];
    });
  await themes.nodes(ctx, [
    { ...self, titles: event.title, path: `/e/${event.slug}`, audience: 'public', day: skeleton.startsOn },
    ...skeleton.sections.map(({ id, slug, title }) => ({
      kind: 'section',
      id,
      titles: title,
      path: `/e/${event.slug}/sections/${slug}`,
      audience: 'public' as const,
    })),
    ...skeleton.sessions.map(({ id, title, start }) => ({
      kind: 'session',
      id,
      titles: title,
      path: `/s/${id}`,
      audience: 'public' as const,
      ...(start !== undefined && { day: programmeDate(skeleton, start) }),
    })),
  ]);
  await themes.hideNodes(ctx, 'session', removed);
  await hideRemovedSections(ctx, event.id);
  await themes.unlinkAll(
    ctx,
    'session',
    skeleton.sessions.map((session) => session.id),
    ['about', 'part_of'],
  );
  await themes.unlinkAll(
    ctx,
    'section',
    skeleton.sections.map((section) => section.id),
    ['about', 'part_of'],
  );
  await themes.linkAll(ctx, [
    ...skeleton.sections.flatMap((section, index) => [
      { from: sectionKey(index), to: self, kind: 'part_of' as const },
      ...about(sectionKey(index), [section.theme]),
    ]),
    ...skeleton.sessions.flatMap((session) => {
      const from = { kind: 'session', id: session.id };
      const section = session.section === undefined ? undefined : skeleton.sections[session.section];
      return [
        {
          from,
          to: session.section === undefined ? self : sectionKey(session.section),
          kind: 'part_of' as const,
        },
        ...about(from, [section?.theme, ...(session.themes ?? [])]),
      ];
    }),
  ]);
}

async function hideRemovedSections(ctx: Ctx, eventId: string): Promise<void> {
  const rows = await ctx.db
    .selectFrom('congress.section')
    .select('id')
    .where('event_id', '=', eventId)
    .where('removed', '=', true)
    .execute();
  await themes.hideNodes(
    ctx,
    'section',
    rows.map((row) => row.id),
  );
}
