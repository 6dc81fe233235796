import { expect, test } from 'vitest';
import { inTransaction, type Module } from '#server/kernel';
import { testCtx } from '../../../tests/support/given.ts';
import { find, module, rebuild, replaceAll, type SearchDocument } from './index.ts';

const page = (title: string): SearchDocument => ({
  kind: 'page',
  id: 'a',
  audience: 'public',
  path: '/a',
  title: { be: title },
});

test('an index made anew while something is handed over: both go through, and the newer stands', async () => {
  let now = 'Даўняе';
  const pages: Module = {
    name: 'pages',
    search: (ctx) => replaceAll(ctx, { group: 'pages' }, [page(now)]),
  };
  const ctx = await testCtx({ commits: true, modules: [module, pages] });
  for (let round = 0; round < 5; round += 1) {
    const title = `Навіна${round}`;
    const change = inTransaction(ctx, async (inner) => {
      await replaceAll(inner, { group: 'others' }, [{ ...page('Іншае'), id: `o${round}` }]);
      await replaceAll(inner, { group: 'pages' }, [page(title)]);
      now = title;
    });
    const made = await Promise.all([rebuild(ctx), change, rebuild(ctx)]);
    expect(made[0]).toBeGreaterThan(0);
    expect((await find(ctx, { q: title })).total, title).toBe(1);
  }
});
