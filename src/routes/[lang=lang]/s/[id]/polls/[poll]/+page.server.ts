import type { Cookies } from '@sveltejs/kit';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { voiceOf, withVoice } from '../../voice.ts';
import { sessionIdOf } from '../../address.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(
  async (
    ctx,
    event: { params: { id: string; poll: string }; url: URL; cookies: Cookies; locals: App.Locals },
  ) => {
    const session = await congress.getSession(ctx, event.params.id);
    const { state } = await live.liveOf(ctx, session.id, session);
    return {
      session: { id: session.id, title: session.title },
      state,
      poll: await live.getPoll(ctx, session.id, event.params.poll, voiceOf(event)),
      isMember: ctx.actor.kind === 'person',
      sent: event.url.searchParams.get('sent') ?? undefined,
    };
  },
);

export const actions = {
  vote: formAction(
    live.ballotInput,
    async (ctx, ballot, event) => {
      const [id, poll] = [sessionIdOf(event), event.params.poll!];
      await congress.getSession(ctx, id);
      const { changed } = await withVoice(event, (voice) => live.vote(ctx, id, poll, ballot, voice));
      return { to: `/${ctx.lang}/s/${id}/polls/${poll}?sent=${changed ? 'changed' : 'counted'}` };
    },
    // What was chosen is not written into a refused page: somebody may look over the shoulder.
    { guest: true, secret: ['one', 'choice', 'rank'] },
  ),
};
