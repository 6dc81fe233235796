import * as congress from '#server/congress';
import { asSystem, inTransaction, Refusal, type Ctx } from '#server/kernel';

/** Days after a session's end. What was shown stays on the session's page. */
export const questionsKeptDays = 3;

/** Deletes what nobody showed (questions, drafts of polls), and who wanted to hear what, of sessions that ended three days ago. */
export async function expireQuestions(ctx: Ctx): Promise<void> {
  const system = asSystem(ctx, 'live');
  const left = await ctx.db
    .selectFrom('live.question')
    .select('session_id')
    .distinct()
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['asked', 'hidden', 'merged']),
        eb.exists(
          eb
            .selectFrom('live.question_vote')
            .select('voter')
            .whereRef('question_id', '=', 'live.question.id'),
        ),
      ]),
    )
    .execute();
  const drafts = await ctx.db
    .selectFrom('live.poll')
    .select('session_id')
    .distinct()
    .where('state', '=', 'draft')
    .execute();
  for (const id of new Set([...left, ...drafts].map((row) => row.session_id)))
    if (await isLongOver(system, id)) await dropUnshown(system, id);
}

async function isLongOver(ctx: Ctx, sessionId: string): Promise<boolean> {
  try {
    const { end } = await congress.getSession(ctx, sessionId);
    return end !== undefined && ctx.now().getTime() > end.getTime() + questionsKeptDays * 86_400_000;
  } catch (error) {
    // Taken out of the programme: nobody will come back to its questions.
    if (error instanceof Refusal && error.kind === 'not_found') return true;
    throw error;
  }
}

async function dropUnshown(ctx: Ctx, sessionId: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await inner.db
      .deleteFrom('live.poll')
      .where('session_id', '=', sessionId)
      .where('state', '=', 'draft')
      .execute();
    await inner.db
      .deleteFrom('live.question')
      .where('session_id', '=', sessionId)
      .where('state', 'in', ['asked', 'hidden', 'merged'])
      .execute();
    await inner.db
      .deleteFrom('live.question_vote')
      .where('question_id', 'in', (eb) =>
        eb.selectFrom('live.question').select('id').where('session_id', '=', sessionId),
      )
      .execute();
  });
}
