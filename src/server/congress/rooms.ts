import type { Ctx, Words } from '#server/kernel';
import type { RoomInput } from './inputs.ts';
import { changePart, createPart, removePart } from './parts.ts';
import { setHours } from './planning/hours.ts';
import { mergeName, mergeWords } from './words.ts';

export { roomInput } from './inputs.ts';

const toColumns = (input: RoomInput, old: { title: Words; note: Words }) => ({
  slug: input.slug,
  title: JSON.stringify(mergeName(old.title, input.title)),
  note: JSON.stringify(mergeWords(old.note, input.note)),
  capacity: input.capacity ?? null,
  ...(input.turnover !== undefined && { turnover: input.turnover }),
  langs: input.langs,
  position: input.position,
});

/** Refuses an unknown event, who may not edit it, a room without a name, a slug in use, hours that end before they begin. */
export const createRoom = (ctx: Ctx, eventId: string, input: RoomInput): Promise<string> =>
  createPart(ctx, eventId, 'room', async (inner, id) => {
    await inner.db
      .insertInto('congress.room')
      .values({ id, event_id: eventId, ...toColumns(input, { title: {}, note: {} }) })
      .execute();
    await setHours(inner, eventId, id, input);
  });

/** Refuses the same, and an unknown room. */
export const changeRoom = (ctx: Ctx, id: string, input: RoomInput): Promise<void> =>
  changePart(ctx, 'room', id, async (inner, eventId) => {
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
    await setHours(inner, eventId, id, input);
  });

/** Its sessions stay, without a room. Refuses an unknown room and who may not edit the event. */
export const removeRoom = (ctx: Ctx, id: string): Promise<void> => removePart(ctx, 'room', id);
