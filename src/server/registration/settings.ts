import { z } from 'zod';
import * as congress from '#server/congress';
import { audit, changed, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { needKeeper } from './policy.ts';
import { promote } from './pools.ts';

export const modes = ['closed', 'open', 'limited', 'sections', 'codes'] as const;
export type Mode = (typeof modes)[number];

export interface Settings {
  mode: Mode;
  opensAt?: Date;
  closesAt?: Date;
  waiting: boolean;
  keepDays: number;
  certificateMin: number;
}

const none = z.literal('').transform(() => undefined);
const wallClock = z
  .union([none, z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'registration.bad_time')])
  .optional();
const places = z.union([none, z.coerce.number().int().min(0).max(1_000_000)]).optional();

export const settingsInput = z.object({
  mode: z.enum(modes),
  /** Wall-clock time of the event. */
  opensAt: wallClock,
  closesAt: wallClock,
  /** Of the event, when it is limited. */
  places,
  /** By section id; one left empty takes no registrations. */
  sections: z.record(z.string().regex(/^[0-9a-z]{6,32}$/), places).default({}),
  waiting: z.stringbool().or(z.boolean()).default(false),
  keepDays: z.coerce.number().int().min(0).max(365).default(30),
  certificateMin: z.coerce.number().int().min(0).max(500).default(0),
});
export type SettingsInput = z.output<typeof settingsInput>;

const unset: Settings = { mode: 'closed', waiting: true, keepDays: 30, certificateMin: 0 };

/** Not for the door: what an event has chosen, or that it takes no registrations. */
export async function readSettings(ctx: Ctx, eventId: string): Promise<Settings> {
  const row = await ctx.db
    .selectFrom('registration.setting')
    .selectAll()
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  if (!row) return unset;
  return {
    mode: row.mode as Mode,
    ...(row.opens_at && { opensAt: row.opens_at }),
    ...(row.closes_at && { closesAt: row.closes_at }),
    waiting: row.waiting,
    keepDays: row.keep_days,
    certificateMin: row.certificate_min,
  };
}

const momentOf = (text: string | undefined, zone: string): Date | null => {
  if (!text) return null;
  try {
    return congress.fromWallClock(text, zone);
  } catch {
    throw refuse('invalid', 'registration.bad_time');
  }
};

/**
 * Says how one registers. Fewer places than are taken send nobody away: there are none free until enough have left.
 * More places bring in who waits. Refuses who may not edit the event, and an end before the beginning.
 */
export async function saveSettings(ctx: Ctx, eventId: string, input: SettingsInput): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await needKeeper(inner, eventId);
    const event = (await congress.listDeskEvents(inner)).find((one) => one.id === eventId);
    if (!event) throw refuse('not_found', 'congress.no_such_event');
    const columns = {
      mode: input.mode,
      opens_at: momentOf(input.opensAt, event.zone),
      closes_at: momentOf(input.closesAt, event.zone),
      waiting: input.waiting,
      keep_days: input.keepDays,
      certificate_min: input.certificateMin,
      forgotten: false,
    };
    if (columns.opens_at && columns.closes_at && columns.closes_at <= columns.opens_at)
      throw refuse('invalid', 'registration.end_first');
    if (input.mode === 'limited' && input.places === undefined)
      throw refuse('invalid', 'registration.no_places_given');
    await inner.db
      .insertInto('registration.setting')
      .values({ event_id: eventId, ...columns })
      .onConflict((conflict) => conflict.column('event_id').doUpdateSet(columns))
      .execute();
    await setPlaces(inner, eventId, 'event', null, input.mode === 'open' ? null : (input.places ?? null));
    const { sections } = await congress.getDesk(inner, event.slug);
    for (const { id } of sections) {
      if (!(id in input.sections)) continue;
      await setPlaces(inner, eventId, 'section', id, input.sections[id] ?? 0);
    }
    await audit(inner, 'registration.change', `event:${eventId}`, { mode: input.mode });
    await changed(inner, `event:${eventId}`);
  });
}

async function setPlaces(
  ctx: Ctx,
  eventId: string,
  kind: 'event' | 'section',
  sectionId: string | null,
  count: number | null,
): Promise<void> {
  const found = await ctx.db
    .updateTable('registration.pool')
    .set({ places: count })
    .where('event_id', '=', eventId)
    .where('kind', '=', kind)
    .where('section_id', 'is not distinct from', sectionId)
    .returning('id')
    .executeTakeFirst();
  const id =
    found?.id ??
    (
      await ctx.db
        .insertInto('registration.pool')
        .values({ id: newId(), event_id: eventId, kind, section_id: sectionId, places: count })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  await promote(ctx, id);
}
