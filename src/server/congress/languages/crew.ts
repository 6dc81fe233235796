import { z } from 'zod';
import { newId, refuse, type Ctx } from '#server/kernel';
import { needReader } from '../access.ts';
import { isAddress } from '../address.ts';
import { inDraft } from '../parts.ts';
import { untieCrew } from './own-crew.ts';
import { crewRoles, type CrewWork } from './roles.ts';

export const crewInput = z.object({
  name: z.string().trim().min(1, 'languages.no_name').max(120),
  langs: z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .max(12)
    .default([]),
  note: z.string().trim().max(1000).default(''),
});

export interface CrewDraft {
  id: string;
  name: string;
  langs: string[];
  note: string;
  /** Whether a person has accepted it by an invitation; never who. */
  tied: boolean;
}

/** Refuses an unknown event and who may not edit it. */
export async function createCrew(
  ctx: Ctx,
  eventId: string,
  input: z.output<typeof crewInput>,
): Promise<string> {
  const id = newId();
  await inDraft(ctx, eventId, 'create_crew', `crew:${id}`, async (inner) => {
    await inner.db
      .insertInto('congress.crew_member')
      .values({ id, event_id: eventId, ...input })
      .execute();
  });
  return id;
}

/** Refuses an unknown crew member and who may not edit the event. */
export async function changeCrew(ctx: Ctx, id: string, input: z.output<typeof crewInput>): Promise<void> {
  const eventId = await eventOfCrew(ctx, id);
  await inDraft(ctx, eventId, 'change_crew', `crew:${id}`, async (inner) => {
    await inner.db.updateTable('congress.crew_member').set(input).where('id', '=', id).execute();
  });
}

/** Takes them off every session too, and their own page from them. Refuses like `changeCrew`. */
export async function removeCrew(ctx: Ctx, id: string): Promise<void> {
  const eventId = await eventOfCrew(ctx, id);
  await inDraft(ctx, eventId, 'remove_crew', `crew:${id}`, async (inner) => {
    await inner.db.deleteFrom('congress.assignment').where('crew_id', '=', id).execute();
    await inner.db.updateTable('congress.crew_member').set({ removed: true }).where('id', '=', id).execute();
    await untieCrew(inner, id);
  });
}

/** Everyone in the crew of an event, by name. Refuses who may not edit it: `not_found`. */
export async function listCrew(
  ctx: Ctx,
  eventId: string,
): Promise<(CrewDraft & { roles: CrewWork[]; sessions: number; minutes: number })[]> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const rows = await readCrew(ctx, eventId);
  const work = await ctx.db
    .selectFrom('congress.assignment as assignment')
    .innerJoin('congress.session as session', 'session.id', 'assignment.session_id')
    .select(['assignment.crew_id', 'assignment.role', 'session.id', 'session.minutes'])
    .where('session.event_id', '=', eventId)
    .where('session.status', 'in', ['draft', 'confirmed'])
    .execute();
  return rows.map((row) => {
    const own = work.filter((one) => one.crew_id === row.id);
    const sessions = new Map(own.map((one) => [one.id, one.minutes]));
    return {
      ...row,
      roles: crewRoles.filter((role) => own.some((one) => one.role === role)),
      sessions: sessions.size,
      minutes: [...sessions.values()].reduce((sum, minutes) => sum + minutes, 0),
    };
  });
}

/** Refuses an unknown crew member, one of another event, and who may not edit it: `not_found`. */
export async function getCrewDraft(ctx: Ctx, eventId: string, id: string): Promise<CrewDraft> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const found = (await readCrew(ctx, eventId)).find((one) => one.id === id);
  if (!found) throw refuse('not_found', 'languages.no_such_crew');
  return found;
}

/** Not for the door. */
export async function readCrew(ctx: Ctx, eventId: string): Promise<CrewDraft[]> {
  const rows = await ctx.db
    .selectFrom('congress.crew_member')
    .select((select) => ['id', 'name', 'langs', 'note', select('owner', 'is not', null).as('tied')])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .execute();
  const order = new Intl.Collator(ctx.lang, { numeric: true });
  return rows
    .map((row) => ({ ...row, tied: Boolean(row.tied) }))
    .sort((a, b) => order.compare(a.name, b.name));
}

/** Refuses an unknown or removed one: `languages.no_such_crew`. Not for the door. */
export async function eventOfCrew(ctx: Ctx, id: string): Promise<string> {
  const row = isAddress(id)
    ? await ctx.db
        .selectFrom('congress.crew_member')
        .select('event_id')
        .where('id', '=', id)
        .where('removed', '=', false)
        .executeTakeFirst()
    : undefined;
  if (!row) throw refuse('not_found', 'languages.no_such_crew');
  return row.event_id;
}
