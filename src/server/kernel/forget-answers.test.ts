import { expect, test } from 'vitest';
import { forgetAnswers } from '#server/kernel';
import { testCtx } from '../../../tests/support/given.ts';

test('answers of forms are kept while their token lives, and then no more', async () => {
  const ctx = await testCtx();
  const days = ['2026-10-01', '2026-10-28', '2026-10-30', '2026-10-31'];
  await ctx.db
    .insertInto('kernel.once')
    .values(days.map((day) => ({ key: Buffer.from(day), answer: '{}', day })))
    .execute();
  await forgetAnswers(ctx);
  const left = await ctx.db.selectFrom('kernel.once').select('key').orderBy('key').execute();
  expect(left.map(({ key }) => String(key))).toEqual(['2026-10-30', '2026-10-31']);
});
