import { audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { needEditor } from './access.ts';
import { isAddress } from './address.ts';
import { noteEdit, type Edited } from './editing/note.ts';
import { orTaken } from './words.ts';

// Rooms, sections, speakers and sessions are made, changed and removed alike. They are drafts: nothing public
// changes before a release, so no page is dropped.

export type Part = 'room' | 'section' | 'speaker' | 'session';

const edited = ['session', 'room', 'speaker', 'section', 'rules', 'crew', 'event'] as const;

/**
 * Runs a change of an event's draft. What `object` names (`session:<id>`, `room:<id>`, `rules:<id>`…) is told to the
 * other editors; a changed session becomes a version newer. Refuses an unknown event and who may not edit it.
 */
export async function inDraft<T>(
  ctx: Ctx,
  eventId: string,
  action: string,
  object: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (inner) => {
    // Waits for a release that is under way, so that none is made of half a change, and for whoever else is
    // changing this event: changes come in one order (editing/note.ts).
    await holdEvent(inner, eventId, (query) => query.where('status', '<>', 'deleted').forNoKeyUpdate());
    const result = await orTaken(work(inner));
    const [what, id] = object.split(':', 2);
    if (id && edited.includes(what as Edited)) await noteEdit(inner, eventId, what as Edited, [id]);
    await audit(inner, `congress.${action}`, object);
    return result;
  });
}

const eventRow = (ctx: Ctx, eventId: string) =>
  ctx.db.selectFrom('congress.event').select(['id', 'slug', 'title', 'status']).where('id', '=', eventId);
type EventRow = ReturnType<typeof eventRow>;

/**
 * Takes an event for this transaction as `hold` says: in which states, and how it is locked. Refuses an unknown one and
 * who may not edit it.
 */
export async function holdEvent(ctx: Ctx, eventId: string, hold: (query: EventRow) => EventRow) {
  const event = isAddress(eventId) ? await hold(eventRow(ctx, eventId)).executeTakeFirst() : undefined;
  if (!event) throw refuse('not_found', 'congress.no_such_event');
  await needEditor(ctx, eventId);
  return event;
}

/** Makes a part of an event; answers its id. */
export async function createPart(
  ctx: Ctx,
  eventId: string,
  part: Part,
  work: (ctx: Ctx, id: string) => Promise<unknown>,
): Promise<string> {
  const id = newId();
  await inDraft(ctx, eventId, `create_${part}`, `${part}:${id}`, (inner) => work(inner, id));
  return id;
}

/** The event a part belongs to. Refuses an unknown or removed one: `congress.no_such_room` and its like. */
export async function eventOf(ctx: Ctx, part: Part, id: string): Promise<string> {
  if (!isAddress(id)) throw refuse('not_found', `congress.no_such_${part}`);
  const query =
    part === 'session'
      ? ctx.db
          .selectFrom('congress.session')
          .select('event_id')
          .where('id', '=', id)
          .where('status', '<>', 'deleted')
      : ctx.db
          .selectFrom(`congress.${part}`)
          .select('event_id')
          .where('id', '=', id)
          .where('removed', '=', false);
  const row = await query.executeTakeFirst();
  if (!row) throw refuse('not_found', `congress.no_such_${part}`);
  return row.event_id;
}

export async function changePart(
  ctx: Ctx,
  part: Part,
  id: string,
  work: (ctx: Ctx, eventId: string) => Promise<unknown>,
): Promise<void> {
  const eventId = await eventOf(ctx, part, id);
  await inDraft(ctx, eventId, `change_${part}`, `${part}:${id}`, (inner) => work(inner, eventId));
}

/** Takes a part out of the drafts; the public version changes with the next release. */
export async function removePart(ctx: Ctx, part: Part, id: string): Promise<void> {
  const eventId = await eventOf(ctx, part, id);
  await inDraft(ctx, eventId, `remove_${part}`, `${part}:${id}`, async (inner) => {
    if (part === 'session')
      await inner.db
        .updateTable('congress.session')
        .set({ status: 'deleted' })
        .where('id', '=', id)
        .execute();
    else await inner.db.updateTable(`congress.${part}`).set({ removed: true }).where('id', '=', id).execute();
  });
}
