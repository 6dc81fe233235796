import { connect } from 'node:net';
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

test('a spare connection is closed without a word, and garbage on one is told so', async () => {
  const said = (bytes: string): Promise<string> =>
    new Promise((done, failed) => {
      let text = '';
      const socket = connect(Number(new URL(site.url).port), '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.once('close', () => done(text)).once('error', failed);
    });
  const [spare, half, garbage] = await Promise.all([said(''), said('GET / HT'), said('\0\0\r\n\r\n')]);
  expect([spare, half]).toEqual(['', '']);
  expect(garbage).toMatch(/^HTTP\/1.1 400 /);
}, 60_000);
