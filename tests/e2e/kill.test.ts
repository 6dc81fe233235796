import { expect, test } from 'vitest';
import { runKills } from '../nets/kill.ts';

// The long form: `npm run bench -- kill --rounds 1000`.
test('five kills of the whole stack under writers: nothing lost, nothing doubled', async () => {
  const tally = await runKills(5);
  console.log(
    `kill: ${tally.kills} kills, ${tally.acknowledged} writes acknowledged, ${tally.resent} sent again, back in ${tally.restartMs.join(', ')} ms`,
  );
  expect(tally.lost).toEqual([]);
  expect(tally.doubled).toEqual([]);
  expect(tally.faults).toEqual([]);
  expect(tally.kills).toBe(5);
  expect(tally.acknowledged).toBeGreaterThan(20);
}, 180_000);
