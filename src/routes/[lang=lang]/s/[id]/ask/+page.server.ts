import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state,
    isSent: event.url.searchParams.has('sent'),
  };
});

export const actions = {
  default: formAction(
    live.questionInput,
    async (ctx, question, event) => {
      const id = event.params.id!;
      await congress.getSession(ctx, id);
      await live.askQuestion(ctx, id, question);
      return { to: `/${ctx.lang}/s/${id}/ask?sent` };
    },
    { guest: true },
  ),
};
