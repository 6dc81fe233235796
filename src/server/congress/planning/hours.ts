import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { refuse, type Ctx } from '#server/kernel';
import { mergeSpans } from '#lib/clashes/spans.ts';
import { readCalendar } from '../event-calendar.ts';
import { dateOfDay, fromWallClock, toWallClock } from '../times.ts';

const wallClock = z.union([z.literal(''), z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)]).default('');
const clock = z.union([z.literal(''), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)]).default('');

/** Numbered fields arrive as an object with numbers for names. */
const list = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    (given) => (typeof given === 'object' && given !== null ? Object.values(given) : given),
    z.array(schema).max(500),
  );

/** Wall-clock times of the event. Without `hours` they stay as they are. */
export const hoursInput = {
  hours: list(z.object({ from: wallClock, to: wallClock })).optional(),
  /** Takes the place of all hours: the same on every day of the event, past midnight when it ends before it begins. */
  daily: z.object({ from: clock, to: clock }).optional(),
};
export interface HoursInput {
  hours?: { from: string; to: string }[] | undefined;
  daily?: { from: string; to: string } | undefined;
}

/** Hours of the rooms of an event as a form shows them, by room. Not for the door. */
export async function readHours(
  ctx: Ctx,
  eventId: string,
  zone: string,
): Promise<Map<string, { from: string; to: string }[]>> {
  const rows = await ctx.db
    .selectFrom('congress.room_hours as hours')
    .innerJoin('congress.room as room', 'room.id', 'hours.room_id')
    .select(['hours.room_id', 'hours.from_at', 'hours.to_at'])
    .where('room.event_id', '=', eventId)
    .orderBy('hours.from_at')
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.room_id)].map(([room, own]) => [
      room,
      own.map(({ from_at, to_at }) => ({ from: toWallClock(from_at, zone), to: toWallClock(to_at, zone) })),
    ]),
  );
}

/**
 * Says when a room is open; those that overlap become one. Refuses hours that end before they begin, also because the
 * clock is put forward there, half a line, and what is no date. Not for the door.
 */
export async function setHours(ctx: Ctx, eventId: string, roomId: string, input: HoursInput): Promise<void> {
  const given = await wantedHours(ctx, eventId, input);
  if (!given) return;
  for (const [from, to] of given) if (from >= to) throw refuse('invalid', 'clashes.hours_reversed');
  await ctx.db.deleteFrom('congress.room_hours').where('room_id', '=', roomId).execute();
  const rows = mergeSpans(given).map(([from, to]) => ({
    room_id: roomId,
    from_at: new Date(from),
    to_at: new Date(to),
  }));
  if (rows.length > 0) await ctx.db.insertInto('congress.room_hours').values(rows).execute();
}

async function wantedHours(
  ctx: Ctx,
  eventId: string,
  { hours, daily }: HoursInput,
): Promise<[number, number][] | undefined> {
  const isDaily = daily && (daily.from !== '' || daily.to !== '');
  if (!isDaily && !hours) return undefined;
  const calendar = await readCalendar(ctx, eventId);
  const moment = (text: string): number => {
    try {
      return fromWallClock(text, calendar.zone).getTime();
    } catch {
      throw refuse('invalid', 'congress.no_such_time', { time: text });
    }
  };
  if (!isDaily) {
    const lines = (hours ?? []).filter(({ from, to }) => from !== '' || to !== '');
    if (lines.some(({ from, to }) => from === '' || to === '')) throw refuse('invalid', 'clashes.hours_half');
    return lines.map(({ from, to }) => [moment(from), moment(to)]);
  }
  if (daily.from === '' || daily.to === '') throw refuse('invalid', 'clashes.hours_half');
  return Array.from({ length: calendar.days }, (_, index) => {
    const date = dateOfDay(calendar, index + 1);
    const last = daily.to > daily.from ? date : Temporal.PlainDate.from(date).add({ days: 1 }).toString();
    return [moment(`${date}T${daily.from}`), moment(`${last}T${daily.to}`)];
  });
}
