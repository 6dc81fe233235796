import type { Ctx, Words } from '#server/kernel';
import type { RoomInput } from './inputs.ts';
import { changePart, createPart, removePart } from './parts.ts';
import { mergeName, mergeWords } from './words.ts';

export { roomInput } from './inputs.ts';

const toColumns = (input: RoomInput, old: { title: Words; note: Words }) => ({
  slug: input.slug,
  title: JSON.stringify(mergeName(old.title, input.title)),
  note: JSON.stringify(mergeWords(old.note, input.note)),
  capacity: input.capacity ?? null,
  langs: input.langs,
  position: input.position,
});

/** Refuses an unknown event, who may not edit it, a room without a name, a slug in use. */
export const createRoom = (ctx: Ctx, eventId: string, input: RoomInput): Promise<string> =>
  createPart(ctx, eventId, 'room', (inner, id) =>
    inner.db
      .insertInto('congress.room')
      .values({ id, event_id: eventId, ...toColumns(input, { title: {}, note: {} }) })
      .execute(),
  );

/** Refuses the same, and an unknown room. */
export const changeRoom = (ctx: Ctx, id: string, input: RoomInput): Promise<void> =>
  changePart(ctx, 'room', id, async (inner) => {
    const old = await inner.db
      .selectFrom('congress.room')
      .select(['title', 'note'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await inner.db
      .updateTable('congress.room')
      .set(toColumns(input, old as { title: Words; note: Words }))
      .where('id', '=', id)
      .execute();
  });

/** Its sessions stay, without a room. Refuses an unknown room and who may not edit the event. */
export const removeRoom = (ctx: Ctx, id: string): Promise<void> => removePart(ctx, 'room', id);
