import { openField, type Ctx, type Words } from '#server/kernel';
import { fewestTexts, inTens, mayReadTexts, needKeeper } from './policy.ts';
import { listQuestions, type Question } from './questions.ts';

/** In tens; undefined is fewer than ten. */
export type Band = number | undefined;

export interface Totals {
  registered: Band;
  waiting: Band;
  here: Band;
  sections: { id: string; places: number; taken: Band; here: Band; full: boolean }[];
  /** Fewer than ten places are left of a whole: it is said, because the public page says it too. */
  full: boolean;
  /** Of the whole event; undefined when there is no limit. */
  places: number | undefined;
  questions: (Question & { counts: { id: string; words: Words; count: Band }[]; texts: string[] })[];
  /** Whether the reader may see answers in words. */
  readsTexts: boolean;
  sessions: { id: string; count: Band }[];
}

/** What the organisers learn: sums in tens, texts in no order and tied to nobody. Refuses who may not edit the event. */
export async function getTotals(ctx: Ctx, eventId: string): Promise<Totals> {
  await needKeeper(ctx, eventId);
  const pools = await ctx.db
    .selectFrom('registration.pool')
    .select(['id', 'kind', 'section_id', 'places', 'taken', 'here'])
    .where('event_id', '=', eventId)
    .execute();
  const waiting = await ctx.db
    .selectFrom('registration.ticket as ticket')
    .innerJoin('registration.pool as pool', 'pool.id', 'ticket.pool_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('pool.event_id', '=', eventId)
    .where('ticket.state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  const sum = (key: 'taken' | 'here') => pools.reduce((all, pool) => all + pool[key], 0);
  const whole = pools.find((pool) => pool.kind === 'event');
  const readsTexts = await mayReadTexts(ctx, eventId);
  const questions = await listQuestions(ctx, eventId);
  return {
    registered: inTens(sum('taken')),
    waiting: inTens(Number(waiting.count)),
    here: inTens(sum('here')),
    full: whole?.places != null && whole.taken >= whole.places,
    places: whole?.places ?? undefined,
    sections: pools.flatMap((pool) =>
      pool.section_id && pool.places
        ? [
            {
              id: pool.section_id,
              places: pool.places,
              taken: inTens(pool.taken),
              here: inTens(pool.here),
              full: pool.taken >= pool.places,
            },
          ]
        : [],
    ),
    questions: await Promise.all(questions.map((question) => totalOf(ctx, question, readsTexts))),
    readsTexts,
    sessions: await sessionsOf(ctx, eventId),
  };
}

async function totalOf(
  ctx: Ctx,
  question: Question,
  readsTexts: boolean,
): Promise<Totals['questions'][number]> {
  const tallies = await ctx.db
    .selectFrom('registration.tally')
    .select(['option', 'count'])
    .where('question_id', '=', question.id)
    .execute();
  return {
    ...question,
    counts: question.options.map((option) => ({
      ...option,
      count: inTens(tallies.find((tally) => tally.option === option.id)?.count ?? 0),
    })),
    texts: question.kind === 'text' && readsTexts ? await textsOf(ctx, question.id) : [],
  };
}

/** By their random ids: neither in the order in which they came nor beside each other. */
async function textsOf(ctx: Ctx, questionId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('registration.text_answer')
    .select(['id', 'body'])
    .where('question_id', '=', questionId)
    .orderBy('id')
    .execute();
  if (rows.length < fewestTexts) return [];
  return rows.map(({ id, body }) =>
    openField(ctx.app.keys, { table: 'registration.text_answer', column: 'body', row: id }, body),
  );
}

async function sessionsOf(ctx: Ctx, eventId: string): Promise<Totals['sessions']> {
  const rows = await ctx.db
    .selectFrom('registration.stamp_key')
    .select(['session_id as id', 'given'])
    .where('event_id', '=', eventId)
    .execute();
  return rows.map(({ id, given }) => ({ id, count: inTens(given) }));
}
