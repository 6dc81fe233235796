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
  // Of releases that would all say the same, one is made; the others are told that nothing is left to release.
  const releases = await Promise.allSettled(
    [1, 2, 3].map((n) => congress.releaseProgramme(ctx, done[0]!.event, String(n))),
  );
  const made = releases.flatMap((one) => (one.status === 'fulfilled' ? [one.value.number] : []));
  expect(made).toEqual([1]);
  for (const one of releases)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'changes.nothing_changed' });
  expect((await congress.getProgramme(guest(ctx), 'race', { day: 'all' })).sessions).toHaveLength(2);
});

test('a release during an import holds all of the file or nothing of it', async () => {
  const ctx = system(await testCtx({ commits: true }));
  const file = (start: string): Buffer =>
    writeXml(
      Array.from({ length: 40 }, (_, index) => ({ id: String(index + 1), title: `Session ${index}`, start })),
    );
  const event = await congress.importProgramme(ctx, {
    event: 'during',
    create: true,
    name: 'x.xml',
    bytes: file('10:00'),
  });
  await congress.releaseProgramme(ctx, event.event, 'first');
  const hours = ['11:00', '12:00', '13:00', '14:00'];
  await Promise.all(
    hours.flatMap((start) => [
      congress.importProgramme(ctx, { event: 'during', name: 'x.xml', bytes: file(start) }),
      congress.releaseProgramme(ctx, event.event, start).catch((error: unknown) => {
        // Nothing came between two of them.
        expect(error).toMatchObject({ code: 'changes.nothing_changed' });
      }),
    ]),
  );
  const rows = await ctx.db
    .selectFrom('congress.release')
    .select('programme')
    .where('event_id', '=', event.event)
    .execute();
  expect(rows.length).toBeGreaterThan(1);
  for (const { programme } of rows) {
    const { sessions } = programme as unknown as { sessions: { start: number }[] };
    expect([sessions.length, new Set(sessions.map((one) => one.start)).size]).toEqual([40, 1]);
  }
});
