import { refuse, type Ctx } from '#server/kernel';

// What an event's drafts consist of, in its order and without what was removed: whoever reads says which columns.

export const roomsOf = (ctx: Ctx, eventId: string) =>
  ctx.db
    .selectFrom('congress.room as room')
    .where('room.event_id', '=', eventId)
    .where('room.removed', '=', false)
    .orderBy('room.position')
    .orderBy('room.slug');

export const sectionsOf = (ctx: Ctx, eventId: string) =>
  ctx.db
    .selectFrom('congress.section as section')
    .where('section.event_id', '=', eventId)
    .where('section.removed', '=', false)
    .orderBy('section.position')
    .orderBy('section.slug');

/** Who speaks in which session, as they are listed there. */
export const speakingOf = (ctx: Ctx, eventId: string) =>
  ctx.db
    .selectFrom('congress.session_speaker as pair')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'pair.speaker_id')
    .select(['pair.session_id', 'pair.speaker_id'])
    .where('speaker.event_id', '=', eventId)
    .where('speaker.removed', '=', false)
    .orderBy('pair.position');

/** Refuses ids of rooms, each named once, that the event does not have or has no more. */
export async function needRooms(ctx: Ctx, eventId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await roomsOf(ctx, eventId).select('id').where('id', 'in', ids).execute();
  if (found.length < ids.length) throw refuse('invalid', 'congress.no_such_room');
}
