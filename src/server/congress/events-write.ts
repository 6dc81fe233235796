import { audit, changed, inTransaction, newId, refuse, type Ctx, type Words } from '#server/kernel';
import * as themes from '#server/themes';
import { needEditor, needOrganiser } from './access.ts';
import { noteEdit } from './editing/note.ts';
import { handOver } from './hand-over.ts';
import type { EventInput } from './inputs.ts';
import { tellEvent } from './releases/graph.ts';
import { isZone } from './times.ts';
import { mergeName, mergeWords, orTaken } from './words.ts';

export { eventInput } from './inputs.ts';

const toColumns = (input: EventInput, old: { title: Words; summary: Words; welcome: Words }) => {
  if (!isZone(input.zone)) throw refuse('invalid', 'congress.no_such_zone', { zone: input.zone });
  return {
    slug: input.slug,
    kind: input.kind,
    status: input.status,
    title: JSON.stringify(mergeName(old.title, input.title)),
    summary: JSON.stringify(mergeWords(old.summary, input.summary)),
    welcome: JSON.stringify(mergeWords(old.welcome, input.welcome)),
    zone: input.zone,
    starts_on: input.startsOn,
    days: input.days,
    day_starts_at: input.dayStartsAt,
    ...(input.walk !== undefined && { walk: input.walk }),
    langs: input.langs,
  };
};

/** Makes an event; answers its id. Refuses whoever isn't an organiser, an unknown zone, a slug in use. */
export async function createEvent(ctx: Ctx, input: EventInput): Promise<string> {
  return inTransaction(ctx, async (inner) => {
    await needOrganiser(inner);
    const id = newId();
    const columns = toColumns(input, { title: {}, summary: {}, welcome: {} });
    await orTaken(
      inner.db
        .insertInto('congress.event')
        .values({ id, ...columns })
        .execute(),
    );
    await handOver(inner, id);
    await audit(inner, 'congress.create_event', `event:${id}`);
    await changed(inner, `event:${id}`, 'events');
    return id;
  });
}

/**
 * Changes an event. Its words are public at once, its days and zone with the next release. Refuses an unknown event, who
 * may not edit it, and another slug once it was released: addresses stay.
 */
export async function changeEvent(ctx: Ctx, id: string, input: EventInput): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const old = await inner.db
      .selectFrom('congress.event')
      .select(['slug', 'title', 'summary', 'welcome'])
      .where('id', '=', id)
      .where('status', '<>', 'deleted')
      .forUpdate()
      .executeTakeFirst();
    if (!old) throw refuse('not_found', 'congress.no_such_event');
    await needEditor(inner, id);
    const released = await inner.db
      .selectFrom('congress.release')
      .select('id')
      .where('event_id', '=', id)
      .executeTakeFirst();
    if (released && input.slug !== old.slug) throw refuse('conflict', 'congress.slug_stays');
    const columns = toColumns(input, old as { title: Words; summary: Words; welcome: Words });
    await orTaken(inner.db.updateTable('congress.event').set(columns).where('id', '=', id).execute());
    if (released) {
      const audience = input.status === 'published' ? 'public' : 'nobody';
      const title = JSON.parse(columns.title) as Words;
      await tellEvent(inner, { id, slug: input.slug, title, startsOn: input.startsOn }, audience);
      await showParts(inner, id, audience);
    }
    await handOver(inner, id);
    await noteEdit(inner, id, 'event', [id]);
    await audit(inner, 'congress.change_event', `event:${id}`, { status: input.status });
    await changed(inner, `event:${id}`, 'events');
  });
}

/** Takes an event away from everyone at once; its slug is free again. Refuses whoever isn't an organiser. */
export async function removeEvent(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await needOrganiser(inner);
    const gone = await inner.db
      .updateTable('congress.event')
      .set({ status: 'deleted', slug: `${id}--removed` })
      .where('id', '=', id)
      .where('status', '<>', 'deleted')
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw refuse('not_found', 'congress.no_such_event');
    await themes.hideNodes(inner, 'event', [id]);
    await showParts(inner, id, 'nobody');
    await handOver(inner, id);
    await audit(inner, 'congress.remove_event', `event:${id}`);
    await changed(inner, `event:${id}`, 'events');
  });
}

/** What stands in an event is as public as the event is. */
async function showParts(ctx: Ctx, eventId: string, audience: 'public' | 'nobody'): Promise<void> {
  const sessions = await ctx.db
    .selectFrom('congress.released_session')
    .select('session_id as id')
    .where('event_id', '=', eventId)
    .execute();
  const sections = await ctx.db
    .selectFrom('congress.section')
    .select('id')
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .execute();
  await themes.setAudience(
    ctx,
    'session',
    sessions.map((row) => row.id),
    audience,
  );
  await themes.setAudience(
    ctx,
    'section',
    sections.map((row) => row.id),
    audience,
  );
}
