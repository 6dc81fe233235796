import { calendarDay, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare } from '#server/web';
import { eventLoad } from '../../../parts/guard.ts';
import { dayKey, drawRun, nowOf } from './draw.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** The day as it runs: what is on, what is late, what is next and who is due. */
export const load = eventLoad('run', async (ctx, desk, { url }) => {
  const asked = Number(url.searchParams.get('day')) || undefined;
  const run = await congress.getRunOfShow(ctx, desk.event.id, asked);
  const now = await nowOf(ctx, run.rows);
  const dates = makeWhen(ctx.lang, 'UTC');
  return {
    day: run.day,
    zone: run.zone,
    at: makeWhen(ctx.lang, run.zone).time(ctx.now()),
    key: dayKey(run),
    watching: url.searchParams.has('watch'),
    days: run.days.map((one) => ({
      href: `?day=${one.number}`,
      text: dates.weekday(calendarDay(one.date)),
      note: dates.date(calendarDay(one.date)),
      current: one.number === run.day,
    })),
    rows: drawRun(ctx, run, now),
    counts: {
      on: now.filter((one) => one.look === 'on').length,
      late: now.filter((one) => one.look === 'late').length,
      next: now.filter((one) => one.look === 'next').length,
    },
  };
});
