import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstWord, tryAnswers } from './solve.ts';

const reference = (text: string): number => createHash('sha256').update(text).digest().readInt32BE(0);

test('the first word of SHA-256, as everybody computes it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 55, unit: 'grapheme-ascii' }), (text) => {
      expect(firstWord(text)).toBe(reference(text));
    }),
    { numRuns: 2_000 },
  );
});

test('an answer found is right, and none before it was', () => {
  const challenge = 'kGDXfPoT1hQb3hR0vdbyzw';
  const answer = Number(tryAnswers(challenge, 12, 0, 100_000));
  expect(Math.clz32(reference(`${challenge}:${answer}`))).toBeGreaterThanOrEqual(12);
  for (let before = 0; before < answer; before += 1)
    expect(Math.clz32(reference(`${challenge}:${before}`))).toBeLessThan(12);
  expect(tryAnswers(challenge, 30, 0, 100)).toBeUndefined();
});
