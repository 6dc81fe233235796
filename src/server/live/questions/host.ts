import { audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { mustRun } from '../places.ts';
import { plainLine } from '../plain-line.ts';
import { ensureStage } from '../stage/stages.ts';
import { tellQuestion, tellQuestions } from './tell.ts';

const questionId = z.string().max(40);
export const questionMoveInput = z.object({
  question: questionId,
  to: z.enum(['shown', 'answered', 'hidden', 'pinned', 'unpinned']),
});
export const questionAnswerInput = z.object({
  question: questionId,
  answer: plainLine(280, 'live.question_long'),
});
export const questionMergeInput = z.object({ question: questionId, into: questionId });
export const questionRulesInput = z.object({
  mode: z.enum(['moderated', 'open', 'closed']),
  votesShown: z.string().max(5).optional(),
});

/** Hosts' commands come one after another: the stage is locked first, then the question. */
async function withQuestion<T>(
  ctx: Ctx,
  sessionId: string,
  id: string,
  work: (
    inner: Ctx,
    question: {
      id: string;
      state: string;
      text: string;
      signed_as: string | null;
      pinned: boolean;
      votes: number;
    },
  ) => Promise<T>,
): Promise<T> {
  await mustRun(ctx, sessionId);
  return inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const question = await inner.db
      .selectFrom('live.question')
      .select(['id', 'state', 'text', 'signed_as', 'pinned', 'votes'])
      .where('session_id', '=', sessionId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!question) throw refuse('not_found', 'live.no_such_question');
    if (question.state === 'merged') throw refuse('conflict', 'questions.merged');
    return work(inner, question);
  });
}

const lockStage = (ctx: Ctx, sessionId: string) =>
  ctx.db
    .selectFrom('live.stage')
    .select('session_id')
    .where('session_id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();

const change = (ctx: Ctx, id: string, to: { state?: string; pinned?: boolean; answer?: string }) =>
  ctx.db.updateTable('live.question').set(to).where('id', '=', id).execute();

/**
 * Shows, marks as answered, hides, pins (and shows) or unpins a question. One is pinned at a time. Refuses whoever does
 * not run the session, `not_found` for a strange one, `conflict` for a duplicate that was joined into another.
 */
export async function moveQuestion(
  ctx: Ctx,
  sessionId: string,
  id: string,
  to: z.output<typeof questionMoveInput>['to'],
): Promise<void> {
  await withQuestion(ctx, sessionId, id, async (inner, question) => {
    const isPublic = question.state === 'shown' || question.state === 'answered';
    if (to === 'pinned') {
      await inner.db
        .updateTable('live.question')
        .set({ pinned: false })
        .where('session_id', '=', sessionId)
        .where('pinned', '=', true)
        .execute();
      await change(inner, id, { pinned: true, ...(isPublic ? {} : { state: 'shown' }) });
    } else if (to === 'unpinned') await change(inner, id, { pinned: false });
    else await change(inner, id, { state: to, ...(to === 'shown' ? {} : { pinned: false }) });
    if (to !== 'unpinned') await audit(inner, `live.question_${to}`, `question:${id}`);
    if (!isPublic && to !== 'hidden')
      await tellQuestion(inner, sessionId, {
        id,
        text: question.text,
        signedAs: question.signed_as ?? undefined,
      });
    await tellQuestions(inner, sessionId);
  });
}

export const showQuestion = (ctx: Ctx, sessionId: string, id: string): Promise<void> =>
  moveQuestion(ctx, sessionId, id, 'shown');
export const hideQuestion = (ctx: Ctx, sessionId: string, id: string): Promise<void> =>
  moveQuestion(ctx, sessionId, id, 'hidden');
export const pinQuestion = (ctx: Ctx, sessionId: string, id: string): Promise<void> =>
  moveQuestion(ctx, sessionId, id, 'pinned');

/** Marks a question as answered, with a short written answer if there is one. Refuses like `moveQuestion`. */
export async function answerQuestion(ctx: Ctx, sessionId: string, id: string, answer = ''): Promise<void> {
  await withQuestion(ctx, sessionId, id, async (inner, question) => {
    const wasPublic = question.state === 'shown' || question.state === 'answered';
    await change(inner, id, { state: 'answered', pinned: false, answer });
    await audit(inner, 'live.question_answered', `question:${id}`);
    if (!wasPublic)
      await tellQuestion(inner, sessionId, {
        id,
        text: question.text,
        signedAs: question.signed_as ?? undefined,
      });
    if (answer) await tellQuestion(inner, sessionId, { id, answer });
    await tellQuestions(inner, sessionId);
  });
}

/**
 * Joins a duplicate into another question, with its votes: who voted for both counts once. What was joined into the
 * duplicate goes along. Refuses like `moveQuestion`, `invalid` for a question and itself, `conflict` when either was
 * joined into another already, so that no circle can be made.
 */
export async function mergeQuestion(ctx: Ctx, sessionId: string, id: string, into: string): Promise<void> {
  if (id === into) throw refuse('invalid', 'questions.itself');
  await withQuestion(ctx, sessionId, id, async (inner, duplicate) => {
    const target = await inner.db
      .selectFrom('live.question')
      .select(['id', 'state'])
      .where('session_id', '=', sessionId)
      .where('id', '=', into)
      .forUpdate()
      .executeTakeFirst();
    if (!target) throw refuse('not_found', 'live.no_such_question');
    if (target.state === 'merged') throw refuse('conflict', 'questions.merged');
    const joined = await inner.db
      .insertInto('live.question_vote')
      .columns(['question_id', 'voter'])
      .expression((eb) =>
        eb
          .selectFrom('live.question_vote')
          .select((inside) => [inside.val(into).as('question_id'), 'voter'])
          .where('question_id', '=', id),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning('voter')
      .execute();
    await inner.db.deleteFrom('live.question_vote').where('question_id', '=', id).execute();
    await inner.db
      .updateTable('live.question')
      .set((eb) => ({ votes: eb('votes', '+', joined.length) }))
      .where('id', '=', into)
      .execute();
    await inner.db
      .updateTable('live.question')
      .set({ merged_into: into })
      .where('merged_into', '=', id)
      .execute();
    await inner.db
      .updateTable('live.question')
      .set({ state: 'merged', merged_into: into, pinned: false, votes: 0 })
      .where('id', '=', duplicate.id)
      .execute();
    await audit(inner, 'live.question_merged', `question:${id}`);
    await tellQuestions(inner, sessionId);
  });
}

/** How questions come in, and whether everybody sees their votes. Refuses whoever does not run the session. */
export async function changeQuestionRules(
  ctx: Ctx,
  sessionId: string,
  rules: z.output<typeof questionRulesInput>,
): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await inner.db
      .updateTable('live.stage')
      .set({ questions_mode: rules.mode, question_votes_shown: Boolean(rules.votesShown) })
      .where('session_id', '=', sessionId)
      .execute();
    await audit(inner, 'live.question_rules', `session:${sessionId}`);
    await tellQuestions(inner, sessionId);
  });
}
