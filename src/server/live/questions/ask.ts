import { inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { isTooFast } from './pace.ts';
import { plainLine } from '../plain-line.ts';
import { tellQuestion, tellQuestions } from './tell.ts';

/** A flood must not bury the host, nor fill a page. */
const mostWaiting = 400;
const mostEver = 3000;
/** Of one person in one session. */
const personPace = { most: 4, withinMs: 60_000 };
/** Of all guests together in one session, where questions are shown at once: what is more waits for a host. */
const guestPace = { most: 20, withinMs: 60_000 };

export const questionInput = z.object({
  text: plainLine(280, 'live.question_long').pipe(z.string().min(1, 'live.question_missing')),
  signedAs: plainLine(40).optional(),
});

/**
 * Asks, with or without a name; answers whether it is seen by everybody already. In a moderated session the hosts only
 * see it until one of them shows it. Who asked is stored nowhere.
 * Refuses `conflict` unless the session is open and takes questions, `too_many` when hundreds wait already, or one
 * person asks more than four in a minute.
 */
export async function askQuestion(
  ctx: Ctx,
  sessionId: string,
  question: z.output<typeof questionInput>,
): Promise<{ shown: boolean }> {
  return inTransaction(ctx, async (inner) => {
    const stage = await inner.db
      .selectFrom('live.stage')
      .select(['state', 'questions_mode'])
      .where('session_id', '=', sessionId)
      .executeTakeFirst();
    if (!stage || stage.state === 'over' || stage.state === 'closed' || stage.questions_mode === 'closed')
      throw refuse('conflict', 'live.questions_closed');
    const counts = await inner.db
      .selectFrom('live.question')
      .select((eb) => [
        eb.fn.countAll<number>().as('all'),
        eb.fn.countAll<number>().filterWhere('state', '=', 'asked').as('waiting'),
      ])
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    if (Number(counts.waiting) >= mostWaiting || Number(counts.all) >= mostEver)
      throw refuse('too_many', 'live.questions_full');
    mustPace(inner, sessionId);
    const shown = stage.questions_mode === 'open' && !isFlood(inner, sessionId);
    const id = newId();
    await inner.db
      .insertInto('live.question')
      .values({
        id,
        session_id: sessionId,
        text: question.text,
        signed_as: question.signedAs || null,
        state: shown ? 'shown' : 'asked',
      })
      .execute();
    if (shown) {
      await tellQuestion(inner, sessionId, { id, text: question.text, signedAs: question.signedAs });
      await tellQuestions(inner, sessionId);
    }
    return { shown };
  });
}

/** More from guests than a page bears. */
const isFlood = (ctx: Ctx, sessionId: string): boolean =>
  ctx.actor.kind === 'guest' &&
  isTooFast(ctx, `questions|${sessionId}|guests`, guestPace.most, guestPace.withinMs);

/** Before anything is stored: refuses a person's fifth question in a minute. */
function mustPace(ctx: Ctx, sessionId: string): void {
  if (ctx.actor.kind !== 'person') return;
  const who = `questions|${sessionId}|${ctx.actor.personId}`;
  if (isTooFast(ctx, who, personPace.most, personPace.withinMs))
    throw refuse('too_many', 'questions.too_fast');
}
