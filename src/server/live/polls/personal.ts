import type { Ctx } from '#server/kernel';
import { asPerson, voterOf } from '../voice.ts';

/** What of a person's votes can be found: that they voted, by trying each blind index. What they voted can't be. */
async function marksOf(ctx: Ctx, personId: string) {
  const own = asPerson(ctx, personId);
  const polls = await ctx.db
    .selectFrom('live.poll_voter as v')
    .innerJoin('live.poll as p', 'p.id', 'v.poll_id')
    .select(['v.poll_id', 'v.voter', 'p.session_id'])
    .execute();
  const questions = await ctx.db
    .selectFrom('live.question_vote as v')
    .innerJoin('live.question as q', 'q.id', 'v.question_id')
    .select(['v.question_id', 'v.voter', 'q.session_id'])
    .execute();
  return {
    polls: polls.filter((row) => row.voter.equals(voterOf(own, 'live.poll_voter.voter', row.poll_id, ''))),
    questions: questions.filter((row) =>
      row.voter.equals(voterOf(own, 'live.question_vote.voter', row.session_id, '')),
    ),
  };
}

export async function exportVotes(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const { polls, questions } = await marksOf(ctx, personId);
  return {
    votedIn: polls.map((row) => ({ session: row.session_id, poll: row.poll_id })),
    questionsWanted: questions.map((row) => ({ session: row.session_id, question: row.question_id })),
  };
}

/** Who leaves takes the marks along; what was counted stays counted. */
export async function eraseVotes(ctx: Ctx, personId: string): Promise<void> {
  const { polls, questions } = await marksOf(ctx, personId);
  for (const row of polls)
    await ctx.db
      .deleteFrom('live.poll_voter')
      .where('poll_id', '=', row.poll_id)
      .where('voter', '=', row.voter)
      .execute();
  for (const row of questions)
    await ctx.db
      .deleteFrom('live.question_vote')
      .where('question_id', '=', row.question_id)
      .where('voter', '=', row.voter)
      .execute();
}
