import { broadcast, type Ctx } from '#server/kernel';
import { tellPart, topicOf } from '../bus/tell.ts';

/** Its text goes out once, by itself: the part of the stream names questions by their ids only, to stay small. */
export const tellQuestion = (
  ctx: Ctx,
  sessionId: string,
  question: { id: string; text?: string; signedAs?: string | undefined; answer?: string },
): Promise<void> =>
  broadcast(ctx, topicOf(sessionId), {
    event: 'question',
    data: { ...question, ...(question.signedAs ? {} : { signedAs: undefined }) },
  });

export const tellQuestions = (ctx: Ctx, sessionId: string): Promise<void> =>
  tellPart(ctx, sessionId, 'questions');
