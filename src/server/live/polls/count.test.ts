import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/given.ts';
import { readBallot } from './ballot.ts';
import { count, medians, places } from './count.ts';
import { ballotInput, pollInput, readOptions } from './shape.ts';

describe('counting', () => {
  test('one of several, and several', () => {
    expect(count('single', 3, [[0], [2], [2]])).toEqual({ ballots: 3, counts: [1, 0, 2] });
    expect(count('several', 3, [[0, 1], [1], [1, 2]])).toEqual({ ballots: 3, counts: [1, 3, 1] });
  });

  test('ranked: the example of the rule’s source, whole ballots and part of them', () => {
    // Who ranks three gives 3, 2, 1; who ranks one gives it a single point.
    expect(count('ranked', 3, [[0, 1, 2], [1, 0, 2], [2]])).toEqual({
      ballots: 3,
      counts: [5, 5, 3],
      firsts: [1, 1, 1],
    });
  });

  test('a tie is said, not broken', () => {
    expect(places([5, 5, 3, 7])).toEqual([
      { option: 3, count: 7, place: 1, tied: false },
      { option: 0, count: 5, place: 2, tied: true },
      { option: 1, count: 5, place: 2, tied: true },
      { option: 2, count: 3, place: 4, tied: false },
    ]);
  });

  test('the middle of a scale, or the two values it lies between', () => {
    expect(medians([1, 0, 1, 0, 1])).toEqual([3]);
    expect(medians([1, 0, 0, 0, 1])).toEqual([1, 5]);
    expect(medians([0, 0, 0, 0, 0])).toEqual([]);
    expect(medians([0, 0, 0, 4, 0])).toEqual([4]);
  });
});

const read = (kind: 'single' | 'several' | 'scale' | 'ranked', form: unknown, most?: number) => async () =>
  readBallot({ kind, options: 3, most }, ballotInput.parse(form));

describe('a ballot', () => {
  test.each([
    ['single', { one: '2' }, [2]],
    ['several', { choice: ['2', '0', '2'] }, [0, 2]],
    ['scale', { one: '5' }, [5]],
    ['ranked', { rank: { 0: '3', 1: '', 2: '1' } }, [2, 0]],
  ] as const)('%s', async (kind, form, kept) => {
    expect(await read(kind, form)()).toEqual(kept);
  });

  test.each([
    ['single', {}, 'nothing_chosen'],
    ['single', { one: '3' }, 'strange_choice'],
    ['single', { one: '-1' }, 'strange_choice'],
    ['single', { one: '0', choice: ['1'] }, 'too_many_chosen'],
    ['several', { choice: ['0', '1', '2'] }, 'too_many_chosen'],
    ['scale', { one: '0' }, 'strange_choice'],
    ['scale', { one: '6' }, 'strange_choice'],
    ['ranked', { rank: {} }, 'nothing_chosen'],
    ['ranked', { rank: { 0: '1', 1: '1' } }, 'same_place'],
    ['ranked', { rank: { 0: '4' } }, 'strange_choice'],
    ['ranked', { rank: { 0: '0' } }, 'strange_choice'],
    ['ranked', { rank: { 9: '1' } }, 'strange_choice'],
    ['ranked', { rank: { 0: '1', '00': '2' } }, 'strange_choice'],
    ['ranked', { rank: { x: '1' } }, 'strange_choice'],
  ] as const)('%s of %j is refused: %s', async (kind, form, code) => {
    expect(await refusal(read(kind, form, 2)())).toBe(`invalid polls.${code}`);
  });
});

const input = (more: object) =>
  pollInput.safeParse({ kind: 'single', question: { en: 'Which?' }, electorate: 'everyone', ...more });
const issue = (more: object): string => {
  const read = input(more);
  return read.success ? 'fine' : read.error.issues[0]!.message;
};

describe('a poll as it is written', () => {
  test('line three of each language is the same option', () => {
    expect(readOptions({ be: 'Так\nНе\n\n', ru: 'Да\nНет\nНе знаю', en: '' })).toEqual([
      { be: 'Так', ru: 'Да' },
      { be: 'Не', ru: 'Нет' },
      { ru: 'Не знаю' },
    ]);
  });

  test('a thousand options, one, the same twice, an empty one, endless ones are refused', () => {
    const thousand = Array.from({ length: 1000 }, (_, at) => at).join('\n');
    expect(issue({ options: { en: thousand } })).toBe('polls.too_many_options');
    expect(issue({ options: { en: 'x'.repeat(1e6) } })).toBe('polls.too_many_options');
    expect(issue({ options: { en: 'one' } })).toBe('polls.too_few_options');
    expect(issue({})).toBe('polls.too_few_options');
    expect(issue({ options: { en: 'Yes\nyes' } })).toBe('polls.same_option');
    expect(issue({ options: { en: 'Yes\n\nNo' } })).toBe('polls.empty_option');
    expect(issue({ question: { en: ' \u0001 ' }, options: { en: 'a\nb' } })).toBe('polls.question_missing');
    expect(input({ options: { en: 'a\nb' }, quorum: '0' }).success).toBe(false);
    expect(input({ options: { en: 'a\nb' }, quorum: '1e99' }).success).toBe(false);
  });

  test('a scale has words for its ends, or none; empty fields are nothing', () => {
    expect(
      input({ kind: 'scale', low: { be: '', en: 'never' }, high: { en: 'always' }, quorum: '', most: '' })
        .data,
    ).toMatchObject({ options: [{ en: 'never' }, { en: 'always' }], quorum: undefined });
    expect(input({ kind: 'scale' }).data).toMatchObject({ options: [{}, {}] });
  });
});
