import { refuse, type Ctx } from '#server/kernel';
import type { Calendar } from './times.ts';

/** Columns of an event that say when and where it is. */
export const calendarColumns = ['zone', 'starts_on', 'days', 'day_starts_at'] as const;

interface CalendarRow {
  zone: string;
  starts_on: string;
  days: number;
  day_starts_at: number;
}

export const toCalendar = (row: CalendarRow): Calendar => ({
  zone: row.zone,
  startsOn: row.starts_on,
  days: row.days,
  dayStartsAt: row.day_starts_at,
});

/** As it stands in the drafts. Refuses an event that is not there. Not for the door: asks nobody who they are. */
export async function readCalendar(ctx: Ctx, eventId: string): Promise<Calendar> {
  const row = await ctx.db
    .selectFrom('congress.event')
    .select(calendarColumns)
    .where('id', '=', eventId)
    .where('status', '<>', 'deleted')
    .executeTakeFirst();
  if (!row) throw refuse('not_found', 'congress.no_such_event');
  return toCalendar(row);
}
