import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'host' });

/** All that was asked, for whoever runs the session. `?merge=<id>`: choosing what that one is a duplicate of. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const questions = await live.listQuestions(ctx, session.id);
  const merge = event.url.searchParams.get('merge');
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    state,
    rules: await live.questionRules(ctx, session.id),
    questions,
    duplicate: questions.find((one) => one.id === merge && one.state !== 'merged'),
    keptDays: live.questionsKeptDays,
  };
});

interface Event {
  params: Partial<Record<string, string>>;
}
const idOf = ({ params }: Event): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};
const back = (ctx: { lang: string }, event: Event, rest = ''): { to: string } => ({
  to: `/${ctx.lang}/s/${idOf(event)}/questions${rest}`,
});

export const actions = {
  move: formAction(live.questionMoveInput, async (ctx, { question, to }, event) => {
    await live.moveQuestion(ctx, idOf(event), question, to);
    return back(ctx, event, `#q-${question}`);
  }),
  answer: formAction(live.questionAnswerInput, async (ctx, { question, answer }, event) => {
    await live.answerQuestion(ctx, idOf(event), question, answer);
    return back(ctx, event, `#q-${question}`);
  }),
  merge: formAction(live.questionMergeInput, async (ctx, { question, into }, event) => {
    await live.mergeQuestion(ctx, idOf(event), question, into);
    return back(ctx, event, `#q-${into}`);
  }),
  rules: formAction(live.questionRulesInput, async (ctx, rules, event) => {
    await live.changeQuestionRules(ctx, idOf(event), rules);
    return back(ctx, event, '#rules');
  }),
};
