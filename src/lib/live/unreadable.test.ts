import { describe, expect, test } from 'vitest';
import { arrivedIn, watchUnreadable } from './unreadable.ts';

const watched = () => {
  let changes = 0;
  const who = watchUnreadable(() => (changes += 1));
  return { who, changes: () => changes };
};

describe('who can’t be read in a closed meeting', () => {
  test('is found though nobody ever said that decrypting failed', () => {
    const { who, changes } = watched();
    who.look('a', 'Ганна', 't1', { packets: 20, played: 0 });
    expect(who.names()).toEqual([]);
    who.look('a', 'Ганна', 't1', { packets: 90, played: 0 });
    who.look('a', 'Ганна', 't1', { packets: 190, played: 0 });
    expect(who.names()).toEqual(['Ганна']);
    expect(changes()).toBe(1);
  });

  test('is found at the first failure, and stays so while nothing of theirs is played', () => {
    const { who } = watched();
    who.failed('a', 'Ганна');
    who.look('a', 'Ганна', 't1', { packets: 5, played: 0 });
    expect(who.names()).toEqual(['Ганна']);
  });

  test('is found again when they come back, though the failure is not said twice', () => {
    const { who } = watched();
    who.failed('a', 'Ганна');
    who.gone('a');
    expect(who.names()).toEqual([]);
    who.look('a', 'Ганна', 't2', { packets: 60, played: 0 });
    expect(who.names()).toEqual(['Ганна']);
  });

  test('is nobody whose sound is played: a silent one neither, nor one who came back with the right key', () => {
    const { who } = watched();
    who.look('a', 'Ганна', 't1', { packets: 80, played: 48_000 });
    who.look('a', 'Ганна', 't1', { packets: 400, played: 48_000 });
    who.look('b', 'Алесь', 't2', { packets: 3, played: 0 });
    expect(who.names()).toEqual([]);
    who.failed('b', 'Алесь');
    who.look('b', 'Алесь', 't3', { packets: 60, played: 960 });
    expect(who.names()).toEqual([]);
  });

  test('one of two is named, and a failure after good sound counts', () => {
    const { who, changes } = watched();
    who.look('a', 'Ганна', 't1', { packets: 60, played: 48_000 });
    who.look('b', 'Алесь', 't2', { packets: 60, played: 0 });
    expect(who.names()).toEqual(['Алесь']);
    who.failed('a', 'Ганна');
    who.look('a', 'Ганна', 't1', { packets: 160, played: 48_000 });
    expect(who.names()).toEqual(['Алесь', 'Ганна']);
    expect(changes()).toBe(2);
  });
});

test('what a browser counted is read from the report of the incoming sound only', () => {
  const report = [
    { type: 'codec' },
    { type: 'inbound-rtp', packetsReceived: 7, jitterBufferEmittedCount: 960 },
  ];
  expect(arrivedIn(report)).toEqual({ packets: 7, played: 960 });
  expect(arrivedIn([{ type: 'inbound-rtp', packetsReceived: 7 }])).toBeUndefined();
});
