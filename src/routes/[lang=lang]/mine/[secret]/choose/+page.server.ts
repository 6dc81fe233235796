import { z } from 'zod';
import { calendarDay, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { declare, formAction, pageLoad } from '#server/web';
import { readIds } from '../../own-rows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: PageServerLoadEvent) => {
  event.setHeaders({ 'x-robots-tag': 'noindex' });
  const plan = await congress.getPlan(ctx, event.params.secret);
  const query = event.url.searchParams;
  const q = query.get('q')?.slice(0, 80) ?? '';
  const day = Number(query.get('day'));
  const isDay = plan.event.days.some((one) => one.number === day);
  const view = await congress.getProgramme(ctx, plan.event.slug, {
    ...(q ? { q } : {}),
    ...(isDay ? { day } : q ? { day: 'all' as const } : {}),
  });
  const own = new Set(plan.ids);
  const when = makeWhen(ctx.lang, ctx.zone || view.event.zone);
  const dayName = makeWhen(ctx.lang, 'UTC');
  const word = q ? `&q=${encodeURIComponent(q)}` : '';
  return {
    event: view.event,
    here: `/${ctx.lang}/mine/${event.params.secret}`,
    q,
    day: view.day,
    query: `?day=${view.day}${word}`,
    saved: query.has('saved'),
    tabs: view.days.map((one) => ({
      href: `?day=${one.number}${word}`,
      text: dayName.weekday(calendarDay(one.date)),
      note: `${dayName.date(calendarDay(one.date))}, ${one.count}`,
      current: one.number === view.day,
    })),
    sessions: view.sessions
      .filter((one) => one.kind !== 'break' || own.has(one.id))
      .map((one) => ({
        id: one.id,
        title: one.title,
        lang: one.lang === ctx.lang || one.lang === 'und' ? undefined : one.lang,
        note: [
          view.day === 'all'
            ? `${when.date(one.start)}, ${when.span(one.start, one.end)}`
            : when.span(one.start, one.end),
          view.rooms[one.room]?.title.text,
          one.people.join(', '),
          one.cancelled ? ctx.t('visit.cancelled') : '',
        ]
          .filter(Boolean)
          .join(' · '),
        isOwn: own.has(one.id),
      })),
  };
});

const choice = z.object({
  shown: z.string().max(60_000).default(''),
  sessions: z.array(z.string().max(40)).max(3_000).default([]),
  day: z
    .string()
    .regex(/^(\d{1,2}|all)$/)
    .default('all'),
  q: z.string().max(80).default(''),
});

export const actions = {
  default: formAction(
    choice,
    async (ctx, { shown, sessions, day, q }, event: RequestEvent) => {
      await congress.chooseInPlan(ctx, event.params.secret, readIds(shown), sessions);
      // Without the path: what a form answered is kept for a day, and the path is the secret.
      return { to: `?${new URLSearchParams({ day, ...(q ? { q } : {}), saved: '' })}` };
    },
    { guest: true },
  ),
};
