import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { newsOf } from '../../news.ts';
import { leftOf } from './left.ts';
import { recordedOf } from './recorded.ts';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** One address for a session's whole life: announced, soon, live, over. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const stage = await live.getLive(ctx, session.id);
  const when = makeWhen(ctx.lang, ctx.zone || session.event.zone);
  const utc = makeWhen(ctx.lang, session.event.zone);
  const { start, end } = session;
  return {
    session,
    stage,
    marks: await recordings.getMarks(ctx, session.id),
    ...(await leftOf(ctx, session, stage)),
    recorded: await recordedOf(ctx, session.id, stage.state, event.url.searchParams),
    mode: (await live.questionRules(ctx, session.id)).mode,
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
