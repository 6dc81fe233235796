import { describe, expect, test } from 'vitest';
import { errorsOf, kept, readAnswer } from './answer.ts';

const t = (key: string, params: Record<string, unknown> = {}): string =>
  [key, ...Object.values(params)].join(' ');

describe('what came back from a form', () => {
  test('nothing was sent: every field is empty, or what it was', () => {
    const answer = readAnswer(t, null);
    expect(answer.isBack).toBe(false);
    expect([answer.value('name'), answer.value('name', 'Зубр'), answer.has('name')]).toEqual([
      '',
      'Зубр',
      false,
    ]);
    expect([answer.words('title'), answer.issue('name'), answer.errors, answer.refusal]).toEqual([
      {},
      undefined,
      [],
      undefined,
    ]);
  });

  test('refused: what was typed, what is wrong with each field, and why the whole was refused', () => {
    const answer = readAnswer(t, {
      values: { name: '', title: { be: 'Кросны' } },
      issues: { name: 'live.name_missing' },
      refusal: { code: 'floor.moved_on', params: { name: 'Бусел' }, kind: 'conflict' },
    });
    expect(answer.isBack).toBe(true);
    // An emptied field stays empty.
    expect([answer.value('name', 'Зубр'), answer.has('name'), answer.words('title').be]).toEqual([
      '',
      true,
      'Кросны',
    ]);
    expect(answer.issue('name')).toBe('live.name_missing');
    expect(answer.errors).toEqual([{ name: 'name', text: 'live.name_missing' }]);
    expect(answer.refusal).toEqual({ code: 'floor.moved_on', text: 'floor.moved_on Бусел' });
  });

  test('as one list: the fields first, then the whole, which leads to a field', () => {
    const answer = {
      values: { word: 'кросны', langs: ['be'] },
      issues: { word: 'accounts.word' },
      refusal: { code: 'accounts.gone', params: {}, kind: 'not_found' },
    };
    expect(errorsOf(t, answer, 'word')).toEqual([
      { name: 'word', text: 'accounts.word' },
      { name: 'word', text: 'accounts.gone' },
    ]);
    expect(errorsOf(t, answer).at(-1)).toEqual({ text: 'accounts.gone' });
    expect([errorsOf(t, null), kept(answer, 'word'), kept(answer, 'langs'), kept(null, 'word')]).toEqual([
      [],
      'кросны',
      '',
      '',
    ]);
  });
});
