import * as congress from '#server/congress';
import * as live from '#server/live';
import * as themes from '#server/themes';
import { declare, pageLoad } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { newsOf } from '../../news.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** A text of so many lines stands on the session's page; of a longer one so many. */
const [saidShort, saidBegins] = [50, 12];

/** One address for a session's whole life: announced, soon, live, over. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const [stage, trace] = await Promise.all([
    live.getLive(ctx, session.id),
    themes.getTrace(ctx, 'session', session.id),
  ]);
  const isOver = stage.state === 'over';
  const when = makeWhen(ctx.lang, ctx.zone || session.event.zone);
  const utc = makeWhen(ctx.lang, session.event.zone);
  const { start, end } = session;
  const saidIn = await live.listSaid(ctx, session.id);
  // In the reader's language, or the one most was written in.
  const saidHere =
    saidIn.find(({ lang }) => lang === ctx.lang) ?? saidIn.toSorted((a, b) => b.lines - a.lines)[0];
  return {
    session,
    stage,
    saidIn,
    said:
      isOver && saidHere
        ? await live.getSaid(
            ctx,
            session.id,
            saidHere.lang,
            1,
            saidHere.lines > saidShort ? saidBegins : saidShort,
          )
        : undefined,
    slides: await live.keptSlides(ctx, session.id),
    trace,
    questions: isOver ? await live.shownQuestions(ctx, session.id, 300) : stage.questions,
    mode: (await live.questionRules(ctx, session.id)).mode,
    results: isOver ? await live.listPollResults(ctx, session.id) : [],
    state: stage.state,
    meets: live.kindsThatMeet.includes(session.kind),
    news: await newsOf(ctx, session.event, session.id),
    day: start ? when.day(start) : '',
    span: start && end ? when.span(start, end) : '',
    offset: start ? when.offset(start) : '',
    iso: start?.toISOString(),
    eventTime:
      start && end && utc.offset(start) !== when.offset(start)
        ? `${utc.day(start)}, ${utc.span(start, end)} ${utc.offset(start)}`
        : '',
    minutesLeft: end ? Math.max(0, Math.round((end.getTime() - ctx.now().getTime()) / 60_000)) : 0,
    minutesTo: start ? Math.max(0, Math.round((start.getTime() - ctx.now().getTime()) / 60_000)) : 0,
    minutesDone: start
      ? Math.max(0, Math.min(session.minutes, Math.round((ctx.now().getTime() - start.getTime()) / 60_000)))
      : 0,
    previous: session.previous && { ...session.previous, time: when.time(session.previous.start) },
    next: session.next && { ...session.next, time: when.time(session.next.start) },
  };
});
