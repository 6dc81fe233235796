import { calendarDay, languageNames, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, type SentForm } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

const most = 40;

/** Which session is spoken, interpreted and captioned in which language; what nobody does stands first. */
export const load = eventLoad('languages', async (ctx, desk, { url }) => {
  const matrix = await congress.getLanguageMatrix(ctx, desk.event.id);
  const day = Number(url.searchParams.get('day')) || 0;
  const isOpen = url.searchParams.get('show') === 'open';
  const found = matrix.rows.filter((row) => (!day || row.day === day) && (!isOpen || row.uncovered > 0));
  const pages = Math.max(1, Math.ceil(found.length / most));
  const page = Math.min(pages, Math.max(1, Number(url.searchParams.get('page')) || 1));
  const when = makeWhen(ctx.lang, desk.event.zone);
  const dates = makeWhen(ctx.lang, 'UTC');
  return {
    zone: desk.event.zone,
    day: day ? String(day) : '',
    show: isOpen ? 'open' : '',
    days: matrix.days.map((one) => ({
      value: String(one.number),
      text: `${dates.day(calendarDay(one.date))}${one.uncovered > 0 ? ` · ${ctx.t('languages.open_count', { count: one.uncovered })}` : ''}`,
    })),
    langs: matrix.langs.map((lang) => ({
      lang,
      name: languageNames[lang] ?? lang,
      ...matrix.totals[lang]!,
    })),
    uncovered: matrix.uncovered,
    total: matrix.rows.length,
    rows: found.slice((page - 1) * most, page * most).map((row) => drawRow(ctx, row, when)),
    page,
    pages,
  };
});

const drawRow = (ctx: Ctx, row: congress.MatrixRow, when: ReturnType<typeof makeWhen>) => ({
  id: row.id,
  title: row.title,
  place: [
    row.start && row.end ? `${when.date(row.start)}, ${when.span(row.start, row.end)}` : '',
    row.room?.text,
  ]
    .filter(Boolean)
    .join(' · '),
  uncovered: row.uncovered,
  others: row.others.map(({ role, name }) => `${ctx.t(`accounts.role.${role}`)}: ${name}`),
  cells: row.cells.map((cell) => ({ ...cell, name: languageNames[cell.lang] ?? cell.lang })),
});

export const actions = {
  save: formAction(congress.waysInput, async (ctx, input, event: SentForm) => {
    await congress.setWays(ctx, await eventIdOf(ctx, event.params.event), input);
    const kept = new URLSearchParams(event.url.search);
    for (const name of [...kept.keys()]) if (name.startsWith('/')) kept.delete(name);
    kept.set('saved', '');
    return { to: `/${ctx.lang}/desk/e/${event.params.event}/languages?${kept}` };
  }),
};
