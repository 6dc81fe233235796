import { changed, refuse, type Ctx, type Words } from '#server/kernel';
import { isAddress } from './address.ts';
import { handOver } from './hand-over.ts';
import type { PageInput } from './inputs.ts';
import { inDraft } from './parts.ts';
import { mergeName, mergeWords } from './words.ts';

export { pageInput } from './inputs.ts';

/** Addresses inside an event that are not standing pages. */
const reserved = [
  'programme',
  'sections',
  'speakers',
  'schedule',
  'people',
  'rooms',
  'mine',
  'now',
  'wall',
  'print',
  'widget',
  'lounge',
  'open-data',
  'register',
  'offline',
  'changes',
  'book',
];

/**
 * Makes a standing page, or changes the one under `old`. Public at once when published. Refuses an unknown event, who may
 * not edit it, a page without a title, an address that is taken or means something else.
 */
export async function savePage(ctx: Ctx, eventId: string, input: PageInput, old?: string): Promise<void> {
  if (old !== undefined && !isAddress(old)) throw refuse('not_found', 'congress.no_such_page');
  if (reserved.includes(input.slug)) throw refuse('conflict', 'congress.slug_taken');
  await inDraft(ctx, eventId, 'save_page', `event:${eventId}/${input.slug}`, async (inner) => {
    const before = old
      ? await inner.db
          .selectFrom('congress.page')
          .select(['title', 'body'])
          .where('event_id', '=', eventId)
          .where('slug', '=', old)
          .executeTakeFirst()
      : { title: {}, body: {} };
    if (!before) throw refuse('not_found', 'congress.no_such_page');
    const columns = {
      slug: input.slug,
      title: JSON.stringify(mergeName(before.title as Words, input.title)),
      body: JSON.stringify(mergeWords(before.body as Words, input.body)),
      position: input.position,
      status: input.status,
    };
    if (old)
      await inner.db
        .updateTable('congress.page')
        .set(columns)
        .where('event_id', '=', eventId)
        .where('slug', '=', old)
        .execute();
    else
      await inner.db
        .insertInto('congress.page')
        .values({ event_id: eventId, ...columns })
        .execute();
    await handOver(inner, eventId);
    await changed(inner, `event:${eventId}`);
  });
}

/** Refuses an unknown page and who may not edit the event. */
export async function removePage(ctx: Ctx, eventId: string, slug: string): Promise<void> {
  if (!isAddress(slug)) throw refuse('not_found', 'congress.no_such_page');
  await inDraft(ctx, eventId, 'remove_page', `event:${eventId}/${slug}`, async (inner) => {
    const gone = await inner.db
      .deleteFrom('congress.page')
      .where('event_id', '=', eventId)
      .where('slug', '=', slug)
      .returning('slug')
      .executeTakeFirst();
    if (!gone) throw refuse('not_found', 'congress.no_such_page');
    await handOver(inner, eventId);
    await changed(inner, `event:${eventId}`);
  });
}
