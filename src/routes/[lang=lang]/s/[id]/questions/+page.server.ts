import * as congress from '#server/congress';
import * as live from '#server/live';
import { declare, formAction, pageLoad } from '#server/web';
import { backTo, sessionIdOf } from '../address.ts';

export const _page = declare({ kind: 'working', may: 'host' });

/** All that was asked, for whoever runs the session. `?merge=<id>`: choosing what that one is a duplicate of. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const session = await congress.getSession(ctx, event.params.id);
  const questions = await live.listQuestions(ctx, session.id);
  const merge = event.url.searchParams.get('merge');
  const { state } = await live.liveOf(ctx, session.id, session);
  return {
    session: { id: session.id, title: session.title },
    opens: await live.findCrewParts(ctx, session.id),
    state,
    rules: await live.questionRules(ctx, session.id),
    questions,
    duplicate: questions.find((one) => one.id === merge && one.state !== 'merged'),
    keptDays: live.questionsKeptDays,
  };
});

const back = backTo('questions');

export const actions = {
  move: formAction(live.questionMoveInput, async (ctx, { question, to }, event) => {
    await live.moveQuestion(ctx, sessionIdOf(event), question, to);
    return back(ctx, event, `#q-${question}`);
  }),
  answer: formAction(live.questionAnswerInput, async (ctx, { question, answer }, event) => {
    await live.answerQuestion(ctx, sessionIdOf(event), question, answer);
    return back(ctx, event, `#q-${question}`);
  }),
  merge: formAction(live.questionMergeInput, async (ctx, { question, into }, event) => {
    await live.mergeQuestion(ctx, sessionIdOf(event), question, into);
    return back(ctx, event, `#q-${into}`);
  }),
  rules: formAction(live.questionRulesInput, async (ctx, rules, event) => {
    await live.changeQuestionRules(ctx, sessionIdOf(event), rules);
    return back(ctx, event, '#rules');
  }),
};
