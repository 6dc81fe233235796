import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const stage = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    stage,
    marks: await recordings.getMarks(ctx, session.id),
    slide: await live.currentSlide(ctx, session.id),
    lines: await live.lastLines(ctx, session.id, 120),
  };
});
