import { expect, test } from 'vitest';
import * as congress from '#server/congress';
import { guest, system, testCtx } from '../../../tests/support/given.ts';
import { writeXml } from './test-programme.ts';

const bytes = writeXml([
  { id: '1', title: 'One', start: '10:00', people: ['Сініца'] },
  { id: '2', title: 'Two', start: '11:00' },
]);
const input = { event: 'race', create: true, name: 'x.xml', bytes };

test('imports and releases at the same moment come one after another', async () => {
  const ctx = system(await testCtx({ commits: true }));
  const first = await Promise.allSettled([1, 2, 3].map(() => congress.importProgramme(ctx, input)));
  const done = first.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(done.length).toBeGreaterThan(0);
  // Whoever came second to making the event is told so, not half of it done.
  for (const one of first)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'congress.slug_taken' });
  const again = await Promise.all([1, 2, 3].map(() => congress.importProgramme(ctx, input)));
  for (const { changed } of again)
    expect(changed).toEqual({ created: 0, updated: 0, removed: 0, unchanged: 2 });
  const releases = await Promise.all(
    [1, 2, 3].map((n) => congress.releaseProgramme(ctx, done[0]!.event, String(n))),
  );
  expect(releases.map((release) => release.number).sort()).toEqual([1, 2, 3]);
  expect((await congress.getProgramme(guest(ctx), 'race', { day: 'all' })).sessions).toHaveLength(2);
});
