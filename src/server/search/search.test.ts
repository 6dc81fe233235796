import { expect, test } from 'vitest';
import { testCtx } from '../../../tests/support/given.ts';
import { module } from './index.ts';
import { fillCorpus, measure, readQueries } from './queries/measure.ts';

// What must be found at least, and how much of what is shown belongs there: bench/README.md has the figures.
test.each([
  ['be', 86, 0.97],
  ['ru', 89, 0.95],
  ['en', 90, 0.97],
] as const)('the queries written down before, in %s', async (lang, least, precise) => {
  const ctx = await testCtx({ lang, modules: [module] });
  await fillCorpus(ctx);
  const { missed, found, precision, stray } = await measure(ctx, readQueries(lang));
  expect(found, missed.join('\n')).toBeGreaterThanOrEqual(least);
  expect(precision, stray.join('\n')).toBeGreaterThanOrEqual(precise);
});
