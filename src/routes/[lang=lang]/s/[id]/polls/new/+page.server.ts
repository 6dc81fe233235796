import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { sessionIdOf } from '../../address.ts';

export const _page = declare({ kind: 'working', may: 'host' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await live.mayRun(ctx, session.id))) throw refuse('forbidden', 'live.not_yours_to_run');
  const { state } = await live.liveOf(ctx, session.id, session);
  return { session: { id: session.id, title: session.title }, state };
});

export const actions = {
  draft: formAction(live.pollInput, async (ctx, poll, event) => {
    const id = sessionIdOf(event);
    const made = await live.draftPoll(ctx, id, poll);
    return { to: `/${ctx.lang}/s/${id}/polls#p-${made}` };
  }),
};
