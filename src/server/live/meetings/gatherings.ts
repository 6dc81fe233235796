import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { inTransaction, newId, refuse, type Ctx, type DB } from '#server/kernel';
import type { Selectable } from 'kysely';
import { holds, running, seatOwner } from '../places.ts';

export type GatheringRow = Selectable<DB['live.gathering']>;

/** Rooms of gatherings are told from stages by their names. */
export const newRoom = (): string => `m-${newId(20)}`;

/** The word of a person in a gathering: one for all tables of an event, so that nobody sits at two. */
export const ownerIn = (ctx: Ctx, row: GatheringRow, personId: string): Buffer =>
  seatOwner(ctx, row.session_id ?? row.event_id ?? row.id, personId);

export function needPerson(ctx: Ctx): string {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  return ctx.actor.personId;
}

/** Refuses `not_found` what is not there (any more), and `conflict` a table while the lounge is closed. */
async function needOpen(ctx: Ctx, row: GatheringRow | undefined): Promise<GatheringRow> {
  if (!row || (row.expires_at && row.expires_at <= ctx.now())) throw refuse('not_found', 'meetings.none');
  if (row.session_id) await congress.getSession(ctx, row.session_id);
  if (!row.event_id) return row;
  const lounge = await ctx.db
    .selectFrom('live.lounge')
    .select('is_open')
    .where('event_id', '=', row.event_id)
    .executeTakeFirst();
  if (!lounge?.is_open) throw refuse('conflict', 'lounge.closed');
  return row;
}

export const findGathering = (ctx: Ctx, id: string) =>
  ctx.db.selectFrom('live.gathering').selectAll().where('id', '=', id).executeTakeFirst();

/** The meeting of a session, if it has one, held until the transaction ends. */
export const lockMeeting = (ctx: Ctx, sessionId: string) =>
  ctx.db
    .selectFrom('live.gathering')
    .selectAll()
    .where('session_id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();

export const needGathering = async (ctx: Ctx, id: string): Promise<GatheringRow> =>
  needOpen(ctx, await findGathering(ctx, id));

/**
 * Runs `work` while nobody else changes this gathering. Tables of one lounge are held together: whoever changes tables
 * leaves one and takes a seat at another.
 */
export const inGathering = <T>(
  ctx: Ctx,
  id: string,
  work: (ctx: Ctx, row: GatheringRow) => Promise<T>,
): Promise<T> =>
  inTransaction(ctx, async (inner) => {
    const known = await findGathering(inner, id);
    if (known?.event_id)
      await inner.db
        .selectFrom('live.lounge')
        .select('event_id')
        .where('event_id', '=', known.event_id)
        .forUpdate()
        .executeTakeFirst();
    const row = await inner.db
      .selectFrom('live.gathering')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return work(inner, await needOpen(inner, row));
  });

/** Whether the person asking looks after it: whoever runs the session, the organisers of a lounge, who opened a closed meeting. */
export async function keeps(ctx: Ctx, row: GatheringRow): Promise<boolean> {
  if (row.session_id) return holds(ctx, row.session_id, running);
  if (row.event_id)
    return accounts.mayIn(ctx, ['organiser', 'moderator', 'host'], [{ kind: 'event', id: row.event_id }]);
  return (
    ctx.actor.kind === 'person' && Boolean(row.opener?.equals(openerOf(ctx, row.id, ctx.actor.personId)))
  );
}

export const openerOf = (ctx: Ctx, id: string, personId: string): Buffer =>
  seatOwner(ctx, `opener|${id}`, personId);

/** Refuses a guest and whoever does not look after it. */
export async function mustKeep(ctx: Ctx, row: GatheringRow): Promise<void> {
  needPerson(ctx);
  if (!(await keeps(ctx, row))) throw refuse('forbidden', 'meetings.not_yours');
}

export const placesIn = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom('live.gathering_place')
    .selectAll()
    .where('gathering_id', '=', id)
    .orderBy('shown_as')
    .orderBy('identity')
    .execute();

export const findPlace = async (ctx: Ctx, row: GatheringRow) =>
  ctx.actor.kind === 'person'
    ? ctx.db
        .selectFrom('live.gathering_place')
        .selectAll()
        .where('gathering_id', '=', row.id)
        .where('owner', '=', ownerIn(ctx, row, ctx.actor.personId))
        .executeTakeFirst()
    : undefined;

/** One's own place inside. Refuses whoever has none, and whoever still waits to be let in. */
export async function needInside(ctx: Ctx, row: GatheringRow) {
  needPerson(ctx);
  const place = await findPlace(ctx, row);
  if (!place) throw refuse('conflict', 'meetings.not_in');
  if (place.place === 'waiting') throw refuse('conflict', 'meetings.waiting');
  return place;
}
