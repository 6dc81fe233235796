import { expect, test } from 'vitest';
import type { Written } from '../journal.ts';
import type { Heard } from './hall.ts';
import { makeNoted } from './noted.ts';

test('of somebody whose voice is not kept only when they spoke is written down', () => {
  const written: Written[] = [];
  let level = 0;
  const one = {
    ...{ identity: 'ada', kind: 'voice' },
    voice: { level: () => level },
  } as unknown as Heard;
  const noted = makeNoted(1000, (line) => written.push(line));
  const say = (from: number, to: number, loud: number): void => {
    level = loud;
    for (let tick = from; tick < to; tick += 1) noted.hear(tick, one);
  };
  say(0, 50, 0.001);
  say(50, 100, 0.1);
  // A breath, then a pause.
  say(100, 120, 0);
  say(120, 150, 0.1);
  say(150, 300, 0);
  say(300, 700, 0.1);
  noted.close();
  expect(written).toEqual([
    { at: 2000, to: 4000, what: 'heard', identity: 'ada', kind: 'voice' },
    { at: 7000, to: 12_040, what: 'heard', identity: 'ada', kind: 'voice' },
    { at: 12_040, to: 15_000, what: 'heard', identity: 'ada', kind: 'voice' },
  ]);
});
