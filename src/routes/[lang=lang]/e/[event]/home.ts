import * as congress from '#server/congress';
import * as recordings from '#server/recordings';
import * as registration from '#server/registration';
import * as themes from '#server/themes';
import type { Ctx } from '#server/kernel';
import { makeWhen } from '#lib/when/index.ts';
import { newsOf } from '../../news.ts';

/** Everything the home of an event shows. Times are written here, so that the page only lays them out. */
export async function homeOf(ctx: Ctx, slug: string) {
  const event = await congress.getEvent(ctx, slug);
  const when = makeWhen(ctx.lang, ctx.zone || event.zone);
  const card = (session: congress.SessionCard) => ({
    ...session,
    time: when.time(session.start),
    span: when.span(session.start, session.end),
    done: Math.max(
      0,
      Math.min(session.minutes, Math.round((ctx.now().getTime() - session.start.getTime()) / 60_000)),
    ),
    left: Math.max(0, Math.round((session.end.getTime() - ctx.now().getTime()) / 60_000)),
    section: event.sections.find((section) => section.slug === session.section),
  });
  const trace = await themes.getTrace(ctx, 'event', event.id);
  const series = await congress.findSeriesOf(ctx, event.id);
  return {
    event,
    news: await newsOf(ctx, event),
    series: series && {
      slug: series.slug,
      title: series.title,
      others: series.editions.slice(0, 6).map(({ slug, title, days }) => ({
        slug,
        title,
        year: days[0]!.date.slice(0, 4),
      })),
    },
    dates:
      event.starts && event.ends
        ? when.key(event.starts) === when.key(event.ends)
          ? when.date(event.starts)
          : `${when.date(event.starts)} — ${when.date(event.ends)}`
        : '',
    zone: `${when.offset(event.starts ?? ctx.now())}`,
    now: event.nowAndNext.now.map(card),
    next: event.nowAndNext.next.slice(0, 6).map(card),
    // Sections and sessions stand above already.
    registration: await registration.findState(ctx, event.id),
    recordings: await recordings.countRecordings(ctx, event.id),
    trace: {
      from: trace.from,
      came: trace.came.filter((item) => item.kind !== 'section' && item.kind !== 'session'),
    },
  };
}

export type EventHome = Awaited<ReturnType<typeof homeOf>>;
