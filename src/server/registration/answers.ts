import { z } from 'zod';
import { deriveKeys, newId, openField, refuse, sealField, sha256, type Ctx, type Keys } from '#server/kernel';
import { pick } from '#server/kernel';
import type { Question } from './questions.ts';

/** Characters of one answer in words. */
export const longestText = 2_000;

export const answersInput = z
  .record(z.string().max(20), z.union([z.string().max(100_000), z.array(z.string().max(100)).max(100)]))
  .default({});
export type AnswersInput = z.output<typeof answersInput>;

/** Question → its options, or its text. */
export type Answers = Record<string, string[]>;

/** Checked against the questions as they are. Refuses a required one left out, an option that is not there, a text too long. */
export function checkAnswers(ctx: Ctx, questions: readonly Question[], given: AnswersInput): Answers {
  const answers: Answers = {};
  for (const question of questions) {
    const title = pick(question.title, ctx.lang).text;
    const values = [given[question.id] ?? []]
      .flat()
      .map((one) => one.trim())
      .filter(Boolean);
    if (values.length === 0) {
      if (question.required) throw refuse('invalid', 'registration.answer_missing', { title });
      continue;
    }
    if (question.kind === 'text') {
      const text = values.join('\n');
      if (text.length > longestText)
        throw refuse('invalid', 'registration.answer_long', { title, count: text.length, most: longestText });
      answers[question.id] = [text];
      continue;
    }
    const chosen = [...new Set(values)].sort();
    const known = chosen.every((one) => question.options.some((option) => option.id === one));
    if (!known || (question.kind !== 'several' && chosen.length > 1))
      throw refuse('invalid', 'registration.answer_unknown', { title });
    answers[question.id] = chosen;
  }
  return answers;
}

/** What the holder of a ticket may open again: choices as they were made, and which rows hold the texts. */
interface Own {
  answers: Answers;
  /** Question → row of its text. */
  texts: Record<string, string>;
}

/** The key is made from the code, which is stored nowhere: without the ticket nobody joins one person's answers. */
const keysOf = (ctx: Ctx, code: string): Keys =>
  deriveKeys(Buffer.concat([ctx.app.keys.seal, sha256(`answers ${code}`)]));
const placeOf = (hash: Buffer) => ({
  table: 'registration.ticket',
  column: 'answers',
  row: hash.toString('hex'),
});

/** Counts choices, lays texts down each by itself, and answers what the ticket keeps of them. */
export async function storeAnswers(
  ctx: Ctx,
  questions: readonly Question[],
  answers: Answers,
  code: string,
  hash: Buffer,
): Promise<Buffer | null> {
  if (Object.keys(answers).length === 0) return null;
  const own: Own = { answers: {}, texts: {} };
  // In one order for everyone, or two that come at once would wait for each other.
  for (const id of Object.keys(answers).sort()) {
    const values = answers[id]!;
    if (questions.find((question) => question.id === id)?.kind === 'text') {
      const row = newId();
      const place = { table: 'registration.text_answer', column: 'body', row };
      await ctx.db
        .insertInto('registration.text_answer')
        .values({ id: row, question_id: id, body: sealField(ctx.app.keys, place, values[0]!) })
        .execute();
      own.texts[id] = row;
    } else {
      await count(ctx, id, values, 1);
      own.answers[id] = values;
    }
  }
  return sealField(keysOf(ctx, code), placeOf(hash), JSON.stringify(own));
}

async function count(ctx: Ctx, questionId: string, options: readonly string[], by: 1 | -1): Promise<void> {
  for (const option of options) {
    if (by > 0)
      await ctx.db
        .insertInto('registration.tally')
        .values({ question_id: questionId, option, count: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['question_id', 'option'])
            .doUpdateSet((eb) => ({ count: eb('registration.tally.count', '+', 1) })),
        )
        .execute();
    else
      await ctx.db
        .updateTable('registration.tally')
        .set((eb) => ({ count: eb('count', '-', 1) }))
        .where('question_id', '=', questionId)
        .where('option', '=', option)
        .where('count', '>', 0)
        .execute();
  }
}

const openOwn = (ctx: Ctx, code: string, hash: Buffer, sealed: Buffer): Own =>
  JSON.parse(openField(keysOf(ctx, code), placeOf(hash), sealed)) as Own;

/** The answers of a ticket, for its holder. */
export async function readAnswers(
  ctx: Ctx,
  code: string,
  hash: Buffer,
  sealed: Buffer | null,
): Promise<Answers> {
  if (!sealed) return {};
  const own = openOwn(ctx, code, hash, sealed);
  const answers: Answers = { ...own.answers };
  for (const [question, row] of Object.entries(own.texts)) {
    const found = await ctx.db
      .selectFrom('registration.text_answer')
      .select('body')
      .where('id', '=', row)
      .executeTakeFirst();
    const place = { table: 'registration.text_answer', column: 'body', row };
    if (found) answers[question] = [openField(ctx.app.keys, place, found.body)];
  }
  return answers;
}

/** Takes a ticket's answers out of the totals and out of the texts. */
export async function dropAnswers(
  ctx: Ctx,
  code: string,
  hash: Buffer,
  sealed: Buffer | null,
): Promise<void> {
  if (!sealed) return;
  const own = openOwn(ctx, code, hash, sealed);
  for (const id of Object.keys(own.answers).sort()) await count(ctx, id, own.answers[id]!, -1);
  const rows = Object.values(own.texts);
  if (rows.length > 0) await ctx.db.deleteFrom('registration.text_answer').where('id', 'in', rows).execute();
}
