import { expect, test } from 'vitest';
import * as registration from '#server/registration';
import { come, settings, withEvent } from './test-event.ts';

// Commits, so that all of them really meet in the database; it has this file's database to itself.
test('200 at once for 50 places: exactly 50 in, the others wait, and 20 who leave let 20 in', async () => {
  const given = await withEvent({ commits: true });
  await registration.saveSettings(given.staff, given.event, settings({ mode: 'limited', places: 50 }));
  const all = await Promise.all(Array.from({ length: 200 }, () => come(given)));
  expect(all.filter((one) => one.state === 'in')).toHaveLength(50);
  expect(all.filter((one) => one.state === 'waiting')).toHaveLength(150);
  expect(new Set(all.map((one) => one.code)).size).toBe(200);
  const seated = all.filter((one) => one.state === 'in').slice(0, 20);
  const newcomers = Array.from({ length: 20 }, () => come(given));
  // each cancels twice at once: one of the two finds nothing any more
  const gone = await Promise.allSettled(
    [...seated, ...seated].map((one) => registration.cancelTicket(given.ctx, one.code)),
  );
  await Promise.all(newcomers);
  expect(gone.filter((one) => one.status === 'fulfilled')).toHaveLength(20);
  const rows = await given.ctx.db
    .selectFrom('registration.ticket')
    .select(['state', 'seq'])
    .orderBy('seq')
    .execute();
  expect(rows.filter((row) => row.state === 'in')).toHaveLength(50);
  // nobody was overtaken: all who are in came before all who wait
  const lastIn = Math.max(...rows.filter((row) => row.state === 'in').map((row) => row.seq));
  const firstWaiting = Math.min(...rows.filter((row) => row.state === 'waiting').map((row) => row.seq));
  expect(lastIn).toBeLessThan(firstWaiting);
  const pool = await given.ctx.db.selectFrom('registration.pool').select('taken').executeTakeFirstOrThrow();
  expect(pool.taken).toBe(50);
});
