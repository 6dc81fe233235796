import { calendarDay, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** A day with its descriptions on one page: to read without a network, to save, to print. */
export const load = pageLoad(
  async (ctx, event: { params: { event: string }; url: URL; locals: App.Locals }) => {
    const asked = event.url.searchParams.get('day') ?? '1';
    const book = await congress.getBook(ctx, event.params.event, /^\d{1,2}$/.test(asked) ? Number(asked) : 1);
    const when = makeWhen(ctx.lang, ctx.zone || book.event.zone);
    const dayName = makeWhen(ctx.lang, 'UTC');
    const date = (day: congress.Day) => calendarDay(day.date);
    return {
      event: book.event,
      title: dayName.day(date(book.event.days[book.day - 1]!)),
      tabs: book.event.days.map((day) => ({
        href: `?day=${day.number}`,
        text: dayName.weekday(date(day)),
        note: dayName.date(date(day)),
        current: day.number === book.day,
      })),
      sessions: book.sessions.map((one) => ({
        id: one.id,
        title: one.title,
        lang: one.lang === ctx.lang || one.lang === 'und' ? undefined : one.lang,
        iso: one.start.toISOString(),
        span: when.span(one.start, one.end),
        note: [one.place, one.people.join(', '), one.cancelled ? ctx.t('visit.cancelled') : '']
          .filter(Boolean)
          .join(' · '),
        text: one.text,
      })),
    };
  },
);
