import { z } from 'zod';
import { audit, changed, inTransaction, newId, refuse, type Ctx, type Words } from '#server/kernel';
import { needKeeper } from './policy.ts';

export const questionKinds = ['text', 'choice', 'several', 'yes_no'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export interface Question {
  id: string;
  kind: QuestionKind;
  title: Words;
  why: Words;
  /** Empty for texts; `yes` and `no` have no words of their own. */
  options: { id: string; words: Words }[];
  required: boolean;
  position: number;
}

/** Enough to ask, few enough to be answered. */
const mostQuestions = 30;
const mostOptions = 30;

const words = (max: number) => z.record(z.string().regex(/^[a-z]{2,3}$/), z.string().trim().max(max));
export const questionInput = z.object({
  kind: z.enum(questionKinds),
  title: words(300),
  why: words(500),
  /** One option a line, the same number of lines in each language. */
  options: words(6_000).default({}),
  required: z.stringbool().or(z.boolean()).default(false),
  position: z.coerce.number().int().min(0).max(1000).default(0),
});
export type QuestionInput = z.output<typeof questionInput>;

/** The questions of an event in their order. */
export async function listQuestions(ctx: Ctx, eventId: string): Promise<Question[]> {
  const rows = await ctx.db
    .selectFrom('registration.question')
    .select(['id', 'kind', 'title', 'why', 'options', 'required', 'position'])
    .where('event_id', '=', eventId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...row,
    kind: row.kind as QuestionKind,
    title: row.title as Words,
    why: row.why as Words,
    options:
      row.kind === 'yes_no'
        ? [
            { id: 'yes', words: {} },
            { id: 'no', words: {} },
          ]
        : (row.options as unknown as Question['options']),
  }));
}

const written = (given: Words): Words => Object.fromEntries(Object.entries(given).filter(([, text]) => text));

/** Lines of each language side by side; a line that stood there before keeps its id, so that its total stays its own. */
function optionsOf(given: Words, old: Question['options']): Question['options'] {
  const lines = Object.entries(written(given)).map(
    ([lang, text]) =>
      [
        lang,
        (text ?? '')
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      ] as const,
  );
  const count = Math.max(0, ...lines.map(([, list]) => list.length));
  if (count < 2) throw refuse('invalid', 'registration.two_options');
  if (count > mostOptions) throw refuse('invalid', 'registration.many_options', { count: mostOptions });
  if (lines.some(([, list]) => list.length !== count)) throw refuse('invalid', 'registration.uneven_options');
  return Array.from({ length: count }, (_, index) => ({
    id: old[index]?.id ?? newId(6),
    words: Object.fromEntries(lines.map(([lang, list]) => [lang, list[index]])),
  }));
}

/**
 * Adds a question, or changes one. Refuses one without words or without a reason, options that are not the same number in
 * each language, fewer options than were there, another kind once it is there, and more than thirty questions.
 */
export async function saveQuestion(
  ctx: Ctx,
  eventId: string,
  id: string | undefined,
  input: QuestionInput,
): Promise<string> {
  return inTransaction(ctx, async (inner) => {
    await needKeeper(inner, eventId);
    const all = await listQuestions(inner, eventId);
    const old = all.find((one) => one.id === id);
    if (id && !old) throw refuse('not_found', 'registration.no_such_question');
    if (!old && all.length >= mostQuestions) throw refuse('too_many', 'registration.many_questions');
    const [title, why] = [written(input.title), written(input.why)];
    if (Object.keys(title).length === 0) throw refuse('invalid', 'registration.question_empty');
    if (Object.keys(why).length === 0) throw refuse('invalid', 'registration.why_empty');
    if (old && old.kind !== input.kind) throw refuse('conflict', 'registration.kind_stays');
    const hasOptions = input.kind === 'choice' || input.kind === 'several';
    const options = hasOptions ? optionsOf(input.options, old?.options ?? []) : [];
    if (hasOptions && old && options.length < old.options.length)
      throw refuse('conflict', 'registration.options_stay');
    const columns = {
      kind: input.kind,
      title: JSON.stringify(title),
      why: JSON.stringify(why),
      options: JSON.stringify(options),
      required: input.required,
      position: input.position,
    };
    const key = old?.id ?? newId();
    if (old) await inner.db.updateTable('registration.question').set(columns).where('id', '=', key).execute();
    else
      await inner.db
        .insertInto('registration.question')
        .values({ id: key, event_id: eventId, ...columns })
        .execute();
    await audit(inner, 'registration.save_question', `event:${eventId}`);
    await changed(inner, `event:${eventId}`);
    return key;
  });
}

/** Takes a question away with all its answers. Refuses an unknown one. */
export async function removeQuestion(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await needKeeper(inner, eventId);
    const gone = await inner.db
      .deleteFrom('registration.question')
      .where('id', '=', id)
      .where('event_id', '=', eventId)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw refuse('not_found', 'registration.no_such_question');
    await audit(inner, 'registration.remove_question', `event:${eventId}`);
    await changed(inner, `event:${eventId}`);
  });
}
