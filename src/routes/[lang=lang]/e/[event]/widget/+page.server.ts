import { calendarDay, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';
import { readFilter } from '../programme/draw.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** The only page that may stand in somebody else's: no visitor, no form, no script; every link opens a page of ours. */
export const load = pageLoad(
  async (ctx, event: { params: { event: string }; url: URL; locals: App.Locals }) => {
    const view = await congress.getProgramme(ctx, event.params.event, readFilter(event.url.searchParams));
    const when = makeWhen(ctx.lang, ctx.zone || view.event.zone);
    const dayName = makeWhen(ctx.lang, 'UTC');
    const kept = new URLSearchParams(
      Object.entries({
        section: view.filter.section,
        language: view.filter.language,
        kind: view.filter.kind,
        zone: ctx.zone,
      }).filter((pair): pair is [string, string] => Boolean(pair[1])),
    );
    const more = kept.size > 0 ? `&${kept}` : '';
    const shown = view.day === 'all' ? view.days : view.days.filter((one) => one.number === view.day);
    return {
      bare: true,
      event: view.event,
      zone: when.offset(view.sessions[0]?.start ?? ctx.now()),
      tabs: view.days.map((day) => ({
        href: `?day=${day.number}${more}`,
        text: dayName.date(calendarDay(day.date)),
        current: day.number === view.day,
      })),
      days: shown
        .map((day) => ({
          title: dayName.day(calendarDay(day.date)),
          rows: view.sessions
            .filter((one) => one.day === day.number)
            .map((one) => ({
              id: one.id,
              title: one.title,
              lang: one.lang === ctx.lang || one.lang === 'und' ? undefined : one.lang,
              time: when.time(one.start),
              iso: one.start.toISOString(),
              isOn: one.state === 'on' && !one.cancelled,
              note: [
                one.cancelled ? ctx.t('visit.cancelled') : '',
                view.rooms[one.room]?.title.text,
                one.people.join(', '),
              ]
                .filter(Boolean)
                .join(' · '),
              cancelled: one.cancelled,
            })),
        }))
        .filter((day) => day.rows.length > 0),
    };
  },
);
