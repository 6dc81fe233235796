import { calendarDay, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';
import { readFilter } from '../programme/draw.ts';
import { sheetSize } from './sheet-size.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** A day (or all) for paper: one column of time after another, as small as it must be and no smaller. */
export const load = pageLoad(
  async (ctx, event: { params: { event: string }; url: URL; locals: App.Locals }) => {
    const view = await congress.getProgramme(ctx, event.params.event, readFilter(event.url.searchParams));
    const when = makeWhen(ctx.lang, ctx.zone || view.event.zone);
    const dayName = makeWhen(ctx.lang, 'UTC');
    const shown = view.day === 'all' ? view.days : view.days.filter((one) => one.number === view.day);
    const days = shown.map((day) => ({
      title: dayName.day(calendarDay(day.date)),
      hours: byHour(
        view.sessions
          .filter((one) => one.day === day.number)
          .map((one) => ({
            hour: `${when.time(one.start).slice(0, 2)}:00`,
            time: when.time(one.start),
            minutes: one.minutes,
            title: one.title,
            lang: one.lang === ctx.lang || one.lang === 'und' ? undefined : one.lang,
            room: view.rooms[one.room]?.title.text ?? '',
            people: one.people.join(', '),
            cancelled: one.cancelled,
          })),
      ),
    }));
    return {
      bare: true,
      event: view.event,
      day: view.day,
      days: days.filter((day) => day.hours.length > 0),
      zone: when.offset(view.sessions[0]?.start ?? ctx.now()),
      release: view.release && { name: view.release.name, at: when.day(view.release.at) },
      size: sheetSize(
        days.reduce((most, day) => (linesOf(day) > linesOf(most) ? day : most), days[0]!).hours,
      ),
    };
  },
);

const linesOf = (day: { hours: { lines: Line[] }[] }): number =>
  day.hours.reduce((sum, hour) => sum + hour.lines.length, 0);

interface Line {
  hour: string;
  time: string;
  minutes: number;
  title: string;
  lang: string | undefined;
  room: string;
  people: string;
  cancelled: boolean;
}

/** Under the hours of the clock; a break that stands in every room is one line. */
function byHour(lines: Line[]): { hour: string; lines: Line[] }[] {
  const hours: { hour: string; lines: Line[] }[] = [];
  for (const line of lines) {
    if (hours.at(-1)?.hour !== line.hour) hours.push({ hour: line.hour, lines: [] });
    const { lines: under } = hours.at(-1)!;
    const twin = under.find(
      (one) => one.title === line.title && one.time === line.time && one.people === line.people,
    );
    if (twin) twin.room = `${twin.room}, ${line.room}`;
    else under.push(line);
  }
  return hours;
}
