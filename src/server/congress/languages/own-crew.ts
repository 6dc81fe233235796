import { blindIndex, pick, sameBytes, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { eventOf } from '../parts.ts';
import type { CrewWork } from './roles.ts';

/** A blind index of place in the crew and person together: a dump joins no two of one person. */
export const crewOwner = (ctx: Ctx, crewId: string, personId: string): Buffer =>
  blindIndex(ctx.app.keys, 'congress.crew_member.owner', `${crewId} ${personId}`);

/** Ties a place in the crew to who accepted its invitation, if that was for a place in the same event. Not for the door. */
export async function tieCrew(
  ctx: Ctx,
  crewId: string,
  personId: string,
  place: { kind: string; id: string },
): Promise<void> {
  const crew = await ctx.db
    .selectFrom('congress.crew_member')
    .select('event_id')
    .where('id', '=', crewId)
    .executeTakeFirst();
  if (!crew) return;
  const eventId =
    place.kind === 'session' || place.kind === 'section'
      ? await eventOf(ctx, place.kind, place.id).catch(() => undefined)
      : place.kind === 'event'
        ? place.id
        : crew.event_id;
  if (eventId !== crew.event_id) return;
  await ctx.db
    .updateTable('congress.crew_member')
    .set({ owner: crewOwner(ctx, crewId, personId) })
    .where('id', '=', crewId)
    .execute();
}

export async function untieCrew(ctx: Ctx, crewId: string): Promise<void> {
  await ctx.db.updateTable('congress.crew_member').set({ owner: null }).where('id', '=', crewId).execute();
}

/** The places in crews that a person has accepted. Only by trying each: nothing that is stored joins them. */
export async function findOwnCrew(
  ctx: Ctx,
  personId: string,
): Promise<{ id: string; name: string; event: Text }[]> {
  const rows = await ctx.db
    .selectFrom('congress.crew_member as crew')
    .innerJoin('congress.event as event', 'event.id', 'crew.event_id')
    .select(['crew.id', 'crew.name', 'crew.owner', 'event.title'])
    .where('crew.owner', 'is not', null)
    .where('crew.removed', '=', false)
    .where('event.status', '<>', 'deleted')
    .execute();
  return rows
    .filter((row) => sameBytes(row.owner!, crewOwner(ctx, row.id, personId)))
    .map(({ id, name, title }) => ({ id, name, event: pick(title as Words, ctx.lang) }));
}

/**
 * What the asking person was given to do in a session, as far as they accepted a place in the crew: for modules that
 * run it. Nothing for a guest.
 */
export async function findOwnWork(ctx: Ctx, sessionId: string): Promise<{ role: CrewWork; lang: string }[]> {
  if (ctx.actor.kind !== 'person') return [];
  const { personId } = ctx.actor;
  const rows = await ctx.db
    .selectFrom('congress.assignment as assignment')
    .innerJoin('congress.crew_member as crew', 'crew.id', 'assignment.crew_id')
    .select(['crew.id', 'crew.owner', 'assignment.role', 'assignment.lang'])
    .where('assignment.session_id', '=', sessionId)
    .where('crew.owner', 'is not', null)
    .where('crew.removed', '=', false)
    .execute();
  return rows
    .filter((row) => sameBytes(row.owner!, crewOwner(ctx, row.id, personId)))
    .map(({ role, lang }) => ({ role: role as CrewWork, lang }));
}
