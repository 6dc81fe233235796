import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { voterOf } from '../voice.ts';
import { findStage } from '../stage/stages.ts';
import { tellQuestions } from './tell.ts';

export const questionVoteInput = z.object({
  question: z.string().max(40),
  take: z.string().max(3).optional(),
});

const mark = (ctx: Ctx, sessionId: string, voice: string): Buffer =>
  voterOf(ctx, 'live.question_vote.voter', sessionId, voice);

/**
 * "I want to hear this, too", or taken back. One of a person, or of a guest's browser (`voice`): clearing its cookies
 * or another browser gives a guest one more, and the page says so. What a duplicate was joined into gets the vote.
 * Refuses `not_found` for a question that nobody shows, `conflict` when the session is over.
 */
export async function voteQuestion(
  ctx: Ctx,
  sessionId: string,
  id: string,
  voice: string,
  take = false,
): Promise<void> {
  const voter = mark(ctx, sessionId, voice);
  await inTransaction(ctx, async (inner) => {
    if ((await findStage(inner, sessionId))?.state === 'over') throw refuse('conflict', 'live.over');
    const find = (which: string) =>
      inner.db
        .selectFrom('live.question')
        .select(['id', 'state', 'merged_into'])
        .where('session_id', '=', sessionId)
        .where('id', '=', which)
        .forUpdate()
        .executeTakeFirst();
    let question = await find(id);
    if (question?.merged_into) question = await find(question.merged_into);
    if (!question || !['shown', 'answered'].includes(question.state))
      throw refuse('not_found', 'live.no_such_question');
    const { id: target } = question;
    const rows = take
      ? await inner.db
          .deleteFrom('live.question_vote')
          .where('question_id', '=', target)
          .where('voter', '=', voter)
          .returning('question_id')
          .execute()
      : await inner.db
          .insertInto('live.question_vote')
          .values({ question_id: target, voter })
          .onConflict((conflict) => conflict.doNothing())
          .returning('question_id')
          .execute();
    if (rows.length === 0) return;
    const shownTo = await inner.db
      .updateTable('live.question')
      .set((eb) => ({ votes: eb('votes', '+', take ? -1 : 1) }))
      .where('id', '=', target)
      .returning((eb) =>
        eb
          .selectFrom('live.stage')
          .select('question_votes_shown')
          .where('session_id', '=', sessionId)
          .as('shown'),
      )
      .executeTakeFirst();
    if (shownTo?.shown) await tellQuestions(inner, sessionId);
  });
}

/** Which questions the asking person, or the browser with this `voice`, wants to hear. */
export async function ownQuestionVotes(ctx: Ctx, sessionId: string, voice: string): Promise<Set<string>> {
  if (ctx.actor.kind !== 'person' && !voice) return new Set();
  const rows = await ctx.db
    .selectFrom('live.question_vote as v')
    .innerJoin('live.question as q', 'q.id', 'v.question_id')
    .select('v.question_id')
    .where('q.session_id', '=', sessionId)
    .where('v.voter', '=', mark(ctx, sessionId, voice))
    .execute();
  return new Set(rows.map((row) => row.question_id));
}
