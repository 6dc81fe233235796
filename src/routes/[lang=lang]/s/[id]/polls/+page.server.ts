import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { backTo, sessionIdOf } from '../address.ts';

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

const back = backTo('polls');
export const actions = {
  move: formAction(live.pollMoveInput, async (ctx, { poll, to }, event) => {
    await live.movePoll(ctx, sessionIdOf(event), poll, to);
    return back(ctx, event, to === 'removed' ? '' : `#p-${poll}`);
  }),
};
