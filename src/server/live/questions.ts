import { audit, inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { mustRun } from './places.ts';
import { stateChanged } from './tell.ts';

export interface ShownQuestion {
  id: string;
  text: string;
  signedAs?: string;
  state: 'shown' | 'answered';
}

export interface HostQuestion {
  id: string;
  text: string;
  signedAs?: string;
  state: 'asked' | 'shown' | 'answered' | 'hidden';
}

/** A flood must not bury the host. */
const mostWaiting = 400;

export const questionInput = z.object({
  text: z.string().trim().min(1, 'live.question_missing').max(280, 'live.question_long'),
  signedAs: z.string().trim().max(40).optional(),
});

/** Public questions: shown and answered ones, oldest first, the newest thirty. */
export async function shownQuestions(ctx: Ctx, sessionId: string): Promise<ShownQuestion[]> {
  const rows = await ctx.db
    .selectFrom('live.question')
    .select(['id', 'text', 'signed_as', 'state'])
    .where('session_id', '=', sessionId)
    .where('state', 'in', ['shown', 'answered'])
    .orderBy('seq', 'desc')
    .limit(30)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.id,
    text: row.text,
    ...(row.signed_as ? { signedAs: row.signed_as } : {}),
    state: row.state as ShownQuestion['state'],
  }));
}

/** Everything that was asked, for the host; those waiting first. Refuses whoever does not run the session. */
export async function listQuestions(ctx: Ctx, sessionId: string): Promise<HostQuestion[]> {
  await mustRun(ctx, sessionId);
  const rows = await ctx.db
    .selectFrom('live.question')
    .select(['id', 'text', 'signed_as', 'state'])
    .where('session_id', '=', sessionId)
    .orderBy('seq', 'desc')
    .limit(500)
    .execute();
  const order = ['asked', 'shown', 'answered', 'hidden'];
  return rows
    .map((row) => ({
      id: row.id,
      text: row.text,
      ...(row.signed_as ? { signedAs: row.signed_as } : {}),
      state: row.state as HostQuestion['state'],
    }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/**
 * Asks, with or without a name. Seen by the hosts only until one of them shows it.
 * Refuses `conflict` unless the session is open, `too_many` when hundreds wait already.
 */
export async function askQuestion(
  ctx: Ctx,
  sessionId: string,
  question: z.output<typeof questionInput>,
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const stage = await inner.db
      .selectFrom('live.stage')
      .select('state')
      .where('session_id', '=', sessionId)
      .executeTakeFirst();
    if (!stage || stage.state === 'over' || stage.state === 'closed')
      throw refuse('conflict', 'live.questions_closed');
    const { count } = await inner.db
      .selectFrom('live.question')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('session_id', '=', sessionId)
      .where('state', '=', 'asked')
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostWaiting) throw refuse('too_many', 'live.questions_full');
    await inner.db
      .insertInto('live.question')
      .values({
        id: newId(),
        session_id: sessionId,
        text: question.text,
        signed_as: question.signedAs || null,
      })
      .execute();
  });
}

export const questionMoveInput = z.object({
  question: z.string().max(40),
  to: z.enum(['shown', 'answered', 'hidden']),
});

/** Shows, marks as answered, or hides a question. Refuses whoever does not run the session, `not_found` for a strange one. */
export async function moveQuestion(
  ctx: Ctx,
  sessionId: string,
  id: string,
  to: 'shown' | 'answered' | 'hidden',
): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const moved = await inner.db
      .updateTable('live.question')
      .set({ state: to })
      .where('session_id', '=', sessionId)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!moved) throw refuse('not_found', 'live.no_such_question');
    await audit(inner, `live.question_${to}`, `question:${id}`);
    await stateChanged(inner, sessionId);
  });
}

export const showQuestion = (ctx: Ctx, sessionId: string, id: string): Promise<void> =>
  moveQuestion(ctx, sessionId, id, 'shown');
export const answerQuestion = (ctx: Ctx, sessionId: string, id: string): Promise<void> =>
  moveQuestion(ctx, sessionId, id, 'answered');
export const hideQuestion = (ctx: Ctx, sessionId: string, id: string): Promise<void> =>
  moveQuestion(ctx, sessionId, id, 'hidden');
