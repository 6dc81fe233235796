import type { Cookies } from '@sveltejs/kit';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { voiceOf, withVoice } from '../voice.ts';
import { sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'everyone' });

/** The questions of a session: those shown, and a form for one more. */
export const load = pageLoad(
  async (ctx, event: { params: { id: string }; url: URL; cookies: Cookies; locals: App.Locals }) => {
    const session = await congress.getSession(ctx, event.params.id);
    const { state } = await live.liveOf(ctx, session.id, session);
    return {
      session: { id: session.id, title: session.title },
      state,
      rules: await live.questionRules(ctx, session.id),
      questions: await live.shownQuestions(ctx, session.id, state === 'over' ? 300 : undefined),
      wanted: [...(await live.ownQuestionVotes(ctx, session.id, voiceOf(event)))],
      runs: await live.mayRun(ctx, session.id),
      sent: event.url.searchParams.get('sent') ?? undefined,
    };
  },
);

export const actions = {
  ask: formAction(
    live.questionInput,
    async (ctx, question, event) => {
      const id = sessionIdOf(event);
      await congress.getSession(ctx, id);
      const { shown } = await live.askQuestion(ctx, id, question);
      return { to: `/${ctx.lang}/s/${id}/ask?sent=${shown ? 'shown' : 'waits'}` };
    },
    { guest: true },
  ),
  vote: formAction(
    live.questionVoteInput,
    async (ctx, { question, take }, event) => {
      const id = sessionIdOf(event);
      await congress.getSession(ctx, id);
      await withVoice(event, (voice) => live.voteQuestion(ctx, id, question, voice, Boolean(take)));
      return { to: `/${ctx.lang}/s/${id}/ask#q-${question}` };
    },
    { guest: true },
  ),
};
