import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'everyone' });

/** The polls of a session: what is open now, and the results that were shown. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state,
    polls: await live.listPolls(ctx, session.id),
    runs: await live.mayRun(ctx, session.id),
  };
});

export const actions = {
  move: formAction(live.pollMoveInput, async (ctx, { poll, to }, event) => {
    await live.movePoll(ctx, event.params.id!, poll, to);
    return { to: `/${ctx.lang}/s/${event.params.id}/polls${to === 'removed' ? '' : `#p-${poll}`}` };
  }),
};
