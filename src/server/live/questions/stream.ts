import type { Ctx } from '#server/kernel';
import { questionRules, shownQuestions } from './read.ts';

/**
 * `list`: the public questions as they stand on a page, `[id, state, votes]` (state p: pinned, s: shown, a: answered;
 * votes only where they may be seen). A page that lacks the text of one asks for itself again.
 */
export async function questionsPart(ctx: Ctx, sessionId: string): Promise<object> {
  const rules = await questionRules(ctx, sessionId);
  if (!rules.isThere) return {};
  const shown = await shownQuestions(ctx, sessionId);
  return {
    mode: rules.mode,
    list: shown.map((question) => [
      question.id,
      question.pinned ? 'p' : question.state === 'answered' ? 'a' : 's',
      ...(question.votes === undefined ? [] : [question.votes]),
    ]),
  };
}
