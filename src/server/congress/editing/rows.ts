import { pick, type Ctx, type Words } from '#server/kernel';
import { roomsOf, sectionsOf, speakingOf } from '../draft-parts.ts';
import { readCalendar } from '../event-calendar.ts';
import { daysOf, startOfDay } from '../times.ts';
import { calendarDay, makeWhen } from '#lib/when/index.ts';
import type { GridFrame, GridSession } from '#lib/editor/grid.ts';

const minute = (moment: number): number => Math.round(moment / 60_000);

export async function readFrame(ctx: Ctx, eventId: string): Promise<GridFrame> {
  const calendar = await readCalendar(ctx, eventId);
  const rooms = await roomsOf(ctx, eventId).select(['id', 'title', 'capacity']).execute();
  const sections = await sectionsOf(ctx, eventId).select(['id', 'title', 'hue']).execute();
  const speakers = await ctx.db
    .selectFrom('congress.speaker')
    .select(['id', 'name'])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .execute();
  const crew = await ctx.db
    .selectFrom('congress.crew_member')
    .select(['id', 'name'])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .execute();
  return {
    zone: calendar.zone,
    dayStartsAt: calendar.dayStartsAt,
    days: daysOf(calendar).map((day) => ({
      ...day,
      title: titleOf(ctx, day.date),
      from: minute(startOfDay(calendar, day.number)),
      to: minute(startOfDay(calendar, day.number + 1)),
    })),
    rooms: rooms.map(({ id, title, capacity }) => ({
      id,
      ...named(ctx, title),
      ...(capacity !== null && { capacity }),
    })),
    sections: sections.map(({ id, title, hue }) => ({ id, ...named(ctx, title), hue })),
    people: Object.fromEntries([
      ...speakers.map(({ id, name }) => [id, named(ctx, name).title]),
      ...crew.map(({ id, name }) => [id, name]),
    ]),
  };
}

/** Of all sessions of the drafts, or of those asked for; removed ones are not among them. */
export async function readGridSessions(
  ctx: Ctx,
  eventId: string,
  ids?: readonly string[],
): Promise<GridSession[]> {
  if (ids?.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('congress.session as session')
    .leftJoin('congress.room as room', (join) =>
      join.onRef('room.id', '=', 'session.room_id').on('room.removed', '=', false),
    )
    .leftJoin('congress.section as section', (join) =>
      join.onRef('section.id', '=', 'session.section_id').on('section.removed', '=', false),
    )
    .select([
      'session.id',
      'session.version',
      'session.title',
      'session.kind',
      'session.status',
      'session.starts_at',
      'session.minutes',
      'session.langs',
      'session.copy_of',
      'room.id as room',
      'section.id as section',
    ])
    .where('session.event_id', '=', eventId)
    .where('session.status', '<>', 'deleted')
    .$if(ids !== undefined, (query) => query.where('session.id', 'in', [...ids!]))
    .orderBy('session.id')
    .execute();
  const pairs = await speakingOf(ctx, eventId)
    .$if(ids !== undefined, (query) => query.where('pair.session_id', 'in', [...ids!]))
    .execute();
  const speaking = Map.groupBy(pairs, (pair) => pair.session_id);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    ...named(ctx, row.title),
    kind: row.kind,
    status: row.status as GridSession['status'],
    ...(row.section && { section: row.section }),
    ...(row.room && { room: row.room }),
    ...(row.starts_at && { from: minute(row.starts_at.getTime()) }),
    minutes: row.minutes,
    people: (speaking.get(row.id) ?? []).map((pair) => pair.speaker_id),
    langs: row.langs,
    ...(row.copy_of && { copyOf: row.copy_of }),
  }));
}

function titleOf(ctx: Ctx, date: string): string {
  const day = calendarDay(date);
  const weekday = new Intl.DateTimeFormat(ctx.lang === 'en' ? 'en-GB' : ctx.lang, {
    timeZone: 'UTC',
    weekday: 'short',
  });
  return `${weekday.format(day)} ${makeWhen(ctx.lang, 'UTC').date(day)}`;
}

function named(ctx: Ctx, words: unknown): { title: string; lang?: string } {
  const { text, lang } = pick(words as Words, ctx.lang);
  return { title: text, ...(lang !== ctx.lang && { lang }) };
}
