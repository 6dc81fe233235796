import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshTally, leastBent, prepare, runBadInput } from '../nets/bad-input.ts';
import { startSite, type RunningSite } from '../support/site.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site?.stop();
});

// The long form: `npm run bench -- bad-input --count 1000000`.
test('3,000 hostile requests: no answer of 5xx, no hang, no exit, a code in every refusal', async () => {
  const prepared = await prepare(site);
  const tally = await runBadInput(site, prepared, freshTally(), 3_000);
  for (const one of prepared.people) one.close();
  const least = leastBent(prepared, tally);
  console.log(
    `bad input: ${tally.next} sent, ${tally.counted} reached a schema, least bent ${least.field} ${least.times}×, slowest ${tally.slowestMs} ms`,
    tally.statuses,
  );
  expect(tally.faults).toEqual([]);
  expect(tally.next).toBeGreaterThanOrEqual(3_000);
  expect(tally.counted).toBeGreaterThan(1_800);
  expect(least.times).toBeGreaterThanOrEqual(1);
  expect(tally.codes.length).toBeGreaterThan(10);
});
