import { languageNames, makeWhen } from '#lib/when/index.ts';
import type { RunningOrder } from '#server/congress';
import type { Ctx } from '#server/kernel';

/** Less than this between two sessions is no break for a voice. */
const tight = 10;

/** A running order as its page shows it: by days, in the event's zone, all in words. */
export function drawOrder(ctx: Ctx, order: RunningOrder) {
  const when = makeWhen(ctx.lang, order.event.zone);
  const work = ({ role, lang }: { role: string; lang: string }): string =>
    ctx.t(`accounts.role.${role}`) + (lang ? ` → ${languageNames[lang] ?? lang}` : '');
  const rows = order.rows.map((row) => ({
    id: row.id,
    title: row.title,
    day: row.start ? when.day(row.start) : ctx.t('languages.no_time'),
    time: row.start && row.end ? when.span(row.start, row.end) : '',
    room: row.room,
    spoken: row.langs.map((lang) => languageNames[lang] ?? lang).join(', '),
    roles: row.roles.map(work),
    partners: row.partners.map((one) => `${one.name}: ${work(one)}`),
    speakers: row.speakers,
    cancelled: row.cancelled,
    gap:
      row.gap === undefined
        ? ''
        : row.gap < 0
          ? ctx.t('languages.overlap', { count: -row.gap })
          : ctx.t('languages.gap', { count: row.gap }),
    isTight: row.gap !== undefined && row.gap < tight,
    materials: row.materials.map(({ id, title, url }) => ({ title, href: url ?? `/material/${id}` })),
  }));
  return {
    name: order.name,
    note: order.note,
    zone: order.event.zone,
    planned: order.planned,
    isStaff: order.isStaff,
    days: [...Map.groupBy(rows, (row) => row.day)].map(([title, items]) => ({ title, rows: items })),
  };
}
