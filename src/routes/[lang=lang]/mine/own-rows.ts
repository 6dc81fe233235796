import type { OwnProgramme, SessionCard } from '#server/congress';
import type { Ctx } from '#server/kernel';
import { calendarDay, makeWhen } from '#lib/when/index.ts';
import { troublesOf } from '#lib/own/troubles.ts';

/** An own schedule in words: by day, each session with what is wrong beside it, and what of it is on now and next. */
export function drawOwn(ctx: Ctx, { event, sessions, rooms, walk }: OwnProgramme) {
  const { lang, t } = ctx;
  const when = makeWhen(lang, ctx.zone || event.zone);
  const dayName = makeWhen(lang, 'UTC');
  const roomOf = (one: SessionCard): string => rooms[one.room]?.title.text ?? '';
  const byId = new Map(sessions.map((one) => [one.id, one]));
  const troubles = troublesOf(
    sessions.map((one) => ({
      id: one.id,
      start: one.start.getTime(),
      end: one.end.getTime(),
      room: roomOf(one),
      cancelled: one.cancelled,
    })),
    walk,
  );
  const row = (one: SessionCard) => ({
    id: one.id,
    title: one.title,
    lang: one.lang === lang || one.lang === 'und' ? undefined : one.lang,
    start: one.start.toISOString(),
    time: when.time(one.start),
    span: when.span(one.start, one.end),
    note: [roomOf(one), one.people.join(', ')].filter(Boolean).join(' · '),
    cancelled: one.cancelled,
    state: one.state,
    troubles: (troubles.get(one.id) ?? []).map((trouble) => {
      const other = byId.get(trouble.with)!;
      return trouble.kind === 'clash'
        ? t('visit.with_clash', { title: other.title, minutes: trouble.minutes })
        : t('visit.with_walk', { room: roomOf(other), minutes: trouble.minutes, walk });
    }),
  });
  const now = ctx.now().getTime();
  const coming = sessions.filter((one) => !one.cancelled && one.start.getTime() > now);
  const clashes = [...troubles.values()].flat().filter((one) => one.kind === 'clash').length / 2;
  return {
    zone: when.offset(sessions[0]?.start ?? ctx.now()),
    clashes,
    now: sessions
      .filter((one) => !one.cancelled && one.start.getTime() <= now && one.end.getTime() > now)
      .map(row),
    next: coming.filter((one) => one.start.getTime() === coming[0]?.start.getTime()).map(row),
    days: event.days
      .map((day) => ({
        number: day.number,
        title: dayName.day(calendarDay(day.date)),
        rows: sessions.filter((one) => one.day === day.number).map(row),
      }))
      .filter((day) => day.rows.length > 0),
  };
}
export type OwnRow = ReturnType<typeof drawOwn>['now'][number];

/** The ids of a comma-separated list, as scripts and hidden fields send them; nonsense falls out. */
export const readIds = (list: string): string[] => list.split(',').filter((id) => /^[\w-]{1,40}$/.test(id));
