import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { newRoom } from '../meetings/gatherings.ts';
import { dissolve } from '../meetings/open.ts';
import { addRoomJobs } from '../meetings/engine.ts';
import { forgetShownOut } from '../meetings/shown-out.ts';
import { plainLine } from '../plain-line.ts';
import { seatOwner } from '../places.ts';

const seats = 6;
const mostTables = 40;

export interface LoungeTable {
  id: string;
  ground: 'section' | 'language' | 'place';
  /** A section's slug, a language tag, or the name of a place. */
  subject: string;
  seats: number;
  /** How many sit there; who, is seen at the table. */
  taken: number;
  isMine: boolean;
}
export interface LoungeView {
  isOpen: boolean;
  keeps: boolean;
  tables: LoungeTable[];
}

const keepers = ['organiser', 'host'] as const;
const mayKeep = (ctx: Ctx, eventId: string): Promise<boolean> =>
  accounts.mayIn(ctx, keepers, [{ kind: 'event', id: eventId }]);

/** The small tables of an event. Refuses `not_found` when no such event is public. */
export async function getLounge(ctx: Ctx, slug: string): Promise<LoungeView> {
  const event = await congress.getEvent(ctx, slug);
  const lounge = await ctx.db
    .selectFrom('live.lounge')
    .select('is_open')
    .where('event_id', '=', event.id)
    .executeTakeFirst();
  const rows = await ctx.db
    .selectFrom('live.gathering')
    .select(['id', 'ground', 'subject', 'seats'])
    .where('event_id', '=', event.id)
    .orderBy('ground')
    .orderBy('subject')
    .execute();
  const places =
    rows.length > 0
      ? await ctx.db
          .selectFrom('live.gathering_place')
          .select(['gathering_id', 'owner'])
          .where(
            'gathering_id',
            'in',
            rows.map((row) => row.id),
          )
          .execute()
      : [];
  const own = ctx.actor.kind === 'person' ? seatOwner(ctx, event.id, ctx.actor.personId) : undefined;
  return {
    isOpen: lounge?.is_open ?? false,
    keeps: await mayKeep(ctx, event.id),
    tables: rows.map((row) => {
      const sat = places.filter((one) => one.gathering_id === row.id);
      return {
        id: row.id,
        ground: row.ground as LoungeTable['ground'],
        subject: row.subject ?? '',
        seats: row.seats,
        taken: sat.length,
        isMine: own !== undefined && sat.some((one) => one.owner.equals(own)),
      };
    }),
  };
}

/** One table. Refuses `not_found` when this event has no such table. */
export async function getLoungeTable(ctx: Ctx, slug: string, id: string): Promise<LoungeTable> {
  const table = (await getLounge(ctx, slug)).tables.find((one) => one.id === id);
  if (!table) throw refuse('not_found', 'lounge.no_such_table');
  return table;
}

/** Runs `work` for whoever looks after the lounge, while nobody sits down. Refuses everybody else. */
const kept = <T>(ctx: Ctx, slug: string, work: (ctx: Ctx, eventId: string) => Promise<T>): Promise<T> =>
  inTransaction(ctx, async (inner) => {
    if (inner.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
    const event = await congress.getEvent(inner, slug);
    if (!(await mayKeep(inner, event.id))) throw refuse('forbidden', 'lounge.not_yours');
    await inner.db
      .insertInto('live.lounge')
      .values({ event_id: event.id })
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .execute();
    await inner.db
      .selectFrom('live.lounge')
      .select('event_id')
      .where('event_id', '=', event.id)
      .forUpdate()
      .executeTakeFirst();
    return work(inner, event.id);
  });

const tablesOf = (ctx: Ctx, eventId: string) =>
  ctx.db.selectFrom('live.gathering').selectAll().where('event_id', '=', eventId).execute();

export const loungeInput = z.object({ open: z.enum(['on', 'off']) });

/** Opens the tables, or closes them: everybody leaves, and no name of theirs stays. Refuses whoever does not organise or host the event. */
export const setLounge = (ctx: Ctx, slug: string, isOpen: boolean): Promise<void> =>
  kept(ctx, slug, async (inner, eventId) => {
    await inner.db
      .updateTable('live.lounge')
      .set({ is_open: isOpen })
      .where('event_id', '=', eventId)
      .execute();
    await forgetShownOut(inner, eventId);
    if (!isOpen)
      for (const row of await tablesOf(inner, eventId)) {
        await inner.db.deleteFrom('live.gathering_place').where('gathering_id', '=', row.id).execute();
        await addRoomJobs(inner, row);
      }
    await audit(inner, isOpen ? 'live.lounge_open' : 'live.lounge_closed', `event:${eventId}`);
  });

export const tableInput = z.discriminatedUnion('ground', [
  z.object({ ground: z.literal('section') }),
  z.object({
    ground: z.literal('language'),
    subject: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z]{2,3}$/, 'lounge.language_tag'),
  }),
  z.object({
    ground: z.literal('place'),
    subject: plainLine(60).pipe(z.string().min(1, 'lounge.subject_missing')),
  }),
]);

/** Sets up a table for a language or a place, or one for every section that has none. A table that is there already is not made again. Refuses whoever does not organise or host the event, `conflict` beyond forty. */
export const addTable = (ctx: Ctx, slug: string, input: z.infer<typeof tableInput>): Promise<void> =>
  kept(ctx, slug, async (inner, eventId) => {
    const wanted =
      input.ground === 'section'
        ? (await congress.getEvent(inner, slug)).sections.map((one) => one.slug)
        : [input.subject];
    const known = await tablesOf(inner, eventId);
    const fresh = wanted.filter(
      (subject) => !known.some((row) => row.ground === input.ground && row.subject === subject),
    );
    if (known.length + fresh.length > mostTables) throw refuse('conflict', 'lounge.too_many');
    for (const subject of fresh)
      await inner.db
        .insertInto('live.gathering')
        .values({
          id: newId(16),
          kind: 'table',
          event_id: eventId,
          room: newRoom(),
          seats,
          ground: input.ground,
          subject,
        })
        .execute();
    await audit(inner, 'live.lounge_table', `event:${eventId}`);
  });

/** Takes a table away with everybody's places at it. Refuses whoever does not organise or host the event, `not_found` for a strange table. */
export const removeTable = (ctx: Ctx, slug: string, id: string): Promise<void> =>
  kept(ctx, slug, async (inner, eventId) => {
    const row = (await tablesOf(inner, eventId)).find((one) => one.id === id);
    if (!row) throw refuse('not_found', 'lounge.no_such_table');
    await dissolve(inner, row);
    await audit(inner, 'live.lounge_table_removed', `event:${eventId}`);
  });
