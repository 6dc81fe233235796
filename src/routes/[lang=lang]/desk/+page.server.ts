import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { livePart } from '#server/live';
import { declare } from '#server/web';
import { calendarDay, makeWhen } from '#lib/when/index.ts';
import { deskLoad, pickWords } from './parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** The events one works on. Whoever works on none and may make none finds no desk. */
export const load = deskLoad(async (ctx) => {
  const events = await congress.listDeskEvents(ctx);
  const organiser = await accounts.mayIn(ctx, 'organiser', [accounts.installation]);
  if (events.length === 0 && !organiser) throw refuse('not_found', 'web.no_such_page');
  const when = makeWhen(ctx.lang, 'UTC');
  const engine = organiser ? livePart(ctx)?.engine.state() : undefined;
  return {
    organiser,
    events: events.map((event) => ({
      slug: event.slug,
      title: pickWords(event.title, ctx.lang),
      kind: event.kind,
      status: event.status,
      day: when.date(calendarDay(event.startsOn)),
      year: event.startsOn.slice(0, 4),
      days: event.days,
    })),
    engine: engine && { ready: engine.ready, text: ctx.t(engine.words), progress: engine.progress },
  };
});
