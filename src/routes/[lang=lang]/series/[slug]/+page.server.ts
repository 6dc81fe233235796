import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { declare, pageLoad } from '#server/web';
import { calendarDay, makeWhen } from '#lib/when/index.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

export const load = pageLoad(async (ctx, { params }: { params: { slug: string }; locals: App.Locals }) => {
  const series = await congress.getSeries(ctx, params.slug);
  // Days as the event's own place has them: not moments, so no zone moves them.
  const when = makeWhen(ctx.lang, 'UTC');
  const trace = await themes.getTrace(ctx, 'series', series.id);
  return {
    series,
    editions: series.editions.map(({ id, slug, title, summary, days, kind, state }) => ({
      id,
      slug,
      title,
      summary,
      kind,
      state,
      year: days[0]!.date.slice(0, 4),
      from: when.date(calendarDay(days[0]!.date)),
      to: days.length > 1 ? when.date(calendarDay(days.at(-1)!.date)) : '',
      on: days[0]!.date,
    })),
    // The editions stand above already.
    trace: { from: trace.from, came: trace.came.filter((item) => item.kind !== 'event') },
  };
});
