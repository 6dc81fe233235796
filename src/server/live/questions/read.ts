import type { Ctx } from '#server/kernel';
import { mustRun } from '../places.ts';

export type QuestionState = 'asked' | 'shown' | 'answered' | 'hidden' | 'merged';
export type QuestionsMode = 'moderated' | 'open' | 'closed';

export interface ShownQuestion {
  id: string;
  text: string;
  signedAs?: string;
  state: 'shown' | 'answered';
  /** A host's written answer. */
  answer?: string;
  /** The one being spoken of. */
  pinned?: true;
  /** Only when the host lets everybody see them. */
  votes?: number;
}

export interface HostQuestion extends Omit<ShownQuestion, 'state' | 'votes'> {
  state: QuestionState;
  votes: number;
  /** Duplicates that were joined into it. */
  merged: number;
}

export interface QuestionRules {
  mode: QuestionsMode;
  votesShown: boolean;
  /** False before the session has a stage: nothing was asked. */
  isThere: boolean;
}

/** What everybody sees at once; older ones are on the session's page when it is over. */
const mostShown = 30;
const columns = ['id', 'text', 'signed_as', 'state', 'answer', 'pinned', 'votes'] as const;
interface Row {
  id: string;
  text: string;
  signed_as: string | null;
  state: string;
  answer: string;
  pinned: boolean;
  votes: number;
}
const shared = (row: Row) => ({
  id: row.id,
  text: row.text,
  ...(row.signed_as ? { signedAs: row.signed_as } : {}),
  ...(row.answer ? { answer: row.answer } : {}),
  ...(row.pinned ? { pinned: true as const } : {}),
});

/** How questions come in here, and whether their votes may leave the server. */
export async function questionRules(ctx: Ctx, sessionId: string): Promise<QuestionRules> {
  const row = await ctx.db
    .selectFrom('live.stage')
    .select(['questions_mode', 'question_votes_shown'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return {
    mode: (row?.questions_mode ?? 'moderated') as QuestionsMode,
    votesShown: row?.question_votes_shown ?? false,
    isThere: row !== undefined,
  };
}

/** Public questions: the pinned one, then those shown and answered, oldest first; the newest thirty. */
export async function shownQuestions(
  ctx: Ctx,
  sessionId: string,
  most: number = mostShown,
): Promise<ShownQuestion[]> {
  const { votesShown } = await questionRules(ctx, sessionId);
  const rows = await ctx.db
    .selectFrom('live.question')
    .select(columns)
    .where('session_id', '=', sessionId)
    .where('state', 'in', ['shown', 'answered'])
    .orderBy('pinned', 'desc')
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  return rows
    .reverse()
    .sort((a, b) => Number(b.pinned) - Number(a.pinned))
    .map((row) => ({
      ...shared(row),
      state: row.state as ShownQuestion['state'],
      ...(votesShown ? { votes: row.votes } : {}),
    }));
}

/** What a session leaves behind: its answered questions, oldest first. For everybody who may read the session. */
export async function listAnswered(ctx: Ctx, sessionId: string): Promise<ShownQuestion[]> {
  const shown = await shownQuestions(ctx, sessionId, 300);
  return shown.filter((question) => question.state === 'answered');
}

const order: QuestionState[] = ['asked', 'shown', 'answered', 'hidden', 'merged'];

/** Everything that was asked, for the host; those waiting first. Refuses whoever does not run the session. */
export async function listQuestions(ctx: Ctx, sessionId: string): Promise<HostQuestion[]> {
  await mustRun(ctx, sessionId);
  const rows = await ctx.db
    .selectFrom('live.question as q')
    .select(columns.map((name) => `q.${name}` as const))
    .select((eb) =>
      eb
        .selectFrom('live.question as m')
        .whereRef('m.merged_into', '=', 'q.id')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .as('merged'),
    )
    .where('q.session_id', '=', sessionId)
    .orderBy('q.seq', 'desc')
    .limit(500)
    .execute();
  return rows
    .map((row) => ({
      ...shared(row),
      state: row.state as QuestionState,
      votes: row.votes,
      merged: Number(row.merged ?? 0),
    }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
