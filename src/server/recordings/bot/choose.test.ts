import { expect, test } from 'vitest';
import { makeChoice } from './choose.ts';
import type { Heard, Seen } from './hall.ts';

const seen = (identity: string, source: 'camera' | 'screen' = 'camera'): Seen => ({
  sid: `${source} of ${identity}`,
  identity,
  source,
  want: () => undefined,
  track: () => undefined,
});
const heard = (identity: string, level: number): Heard => ({
  identity,
  kind: 'voice',
  voice: {
    level: () => level,
    waitingMs: () => 0,
    put: () => undefined,
    take: () => new Float32Array(0),
    isHeard: () => true,
  },
});

test('a screen before who has the floor, who has the floor before the loudest', () => {
  const choose = makeChoice();
  const [a, b, screen] = [seen('a'), seen('b'), seen('a', 'screen')];
  expect(choose([a, b, screen], [heard('b', 0.5)], 'b', 0)).toBe(screen);
  expect(choose([a, b], [heard('a', 0.5)], 'b', 1000)).toBe(b);
  expect(choose([], [heard('a', 0.5)], 'b', 2000)).toBeUndefined();
});

test('the picture goes to another voice only after a while, and stays when nobody speaks', () => {
  const choose = makeChoice();
  const all = [seen('a'), seen('b')];
  const [a, b] = all;
  expect(choose(all, [heard('a', 0.3), heard('b', 0)], null, 0)).toBe(a);
  // A cough.
  expect(choose(all, [heard('a', 0), heard('b', 0.9)], null, 200)).toBe(a);
  let last: Seen | undefined;
  for (let now = 400; now <= 4000; now += 200)
    last = choose(all, [heard('a', 0), heard('b', 0.3)], null, now);
  expect(last).toBe(b);
  for (let now = 4200; now < 20_000; now += 200) last = choose(all, [], null, now);
  expect(last).toBe(b);
  expect(choose([a!], [], null, 20_000)).toBe(a);
});
