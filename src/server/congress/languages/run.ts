import { pick, type Ctx } from '#server/kernel';
import type { Text } from '#server/themes';
import { needReader } from '../access.ts';
import { isTimed } from '../cards.ts';
import { calendarColumns, toCalendar } from '../event-calendar.ts';
import { getReleased } from '../released.ts';
import { dayNumber, daysOf } from '../times.ts';
import { readCrew } from './crew.ts';
import type { CrewWork } from './roles.ts';
import { readWork } from './matrix.ts';

export interface RunRow {
  id: string;
  title: Text;
  start: Date;
  end: Date;
  room?: Text;
  langs: string[];
  interpreted: string[];
  captioned: string[];
  speakers: { id: string; name: Text }[];
  crew: { name: string; role: CrewWork; lang: string }[];
  isBreak: boolean;
  cancelled: boolean;
}

export interface RunOfShow {
  zone: string;
  days: { number: number; date: string }[];
  day: number;
  /** As released, by time: what has been announced is what is run. */
  rows: RunRow[];
}

/**
 * A day as it is run: what was released, and who of the crew is due. Without a day it is today's, or the first one.
 * Refuses who may not edit the event: `not_found`. Empty for an event that was never released.
 */
export async function getRunOfShow(ctx: Ctx, eventId: string, wanted?: number): Promise<RunOfShow> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const event = await ctx.db
    .selectFrom('congress.event')
    .select(['status', ...calendarColumns])
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow();
  const programme =
    event.status === 'published' ? (await getReleased(ctx, { id: eventId })).programme : undefined;
  const calendar = programme ?? toCalendar(event);
  const days = daysOf(calendar);
  const today = dayNumber(calendar, ctx.now().getTime());
  const day = days.find((one) => one.number === (wanted ?? today))?.number ?? 1;
  const work = Map.groupBy(await readWork(ctx, eventId), (row) => row.session_id);
  const names = new Map((await readCrew(ctx, eventId)).map((one) => [one.id, one.name]));
  const rows = (programme?.sessions ?? [])
    .filter(isTimed)
    .filter((session) => session.day === day)
    .map((session): RunRow => {
      const room = session.room === undefined ? undefined : programme!.rooms[session.room];
      return {
        id: session.id,
        title: pick(session.title, ctx.lang),
        start: new Date(session.start),
        end: new Date(session.start + session.minutes * 60_000),
        ...(room && { room: pick(room.title, ctx.lang) }),
        langs: session.langs,
        interpreted: session.interpreted ?? [],
        captioned: session.captioned ?? [],
        speakers: session.speakers.map((index) => {
          const { id, name } = programme!.speakers[index]!;
          return { id, name: pick(name, ctx.lang) };
        }),
        crew: (work.get(session.id) ?? []).flatMap(({ crew_id, role, lang }) => {
          const name = names.get(crew_id);
          return name === undefined ? [] : [{ name, role: role as CrewWork, lang }];
        }),
        isBreak: session.kind === 'break',
        cancelled: session.cancelled === true,
      };
    });
  return { zone: calendar.zone, days, day, rows };
}
