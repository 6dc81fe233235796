import { describe, expect, test } from 'vitest';
import { Refusal } from '#server/kernel';
import { readForm } from './form-data.ts';

const formOf = (...pairs: [string, string][]): FormData => {
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value);
  return form;
};
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('reading a form', () => {
  test('nests by dots, gathers lists in their order, leaves our own fields out', () => {
    const form = formOf(
      ['title.be', 'Так'],
      ['title.en', 'Yes'],
      ['langs[]', 'be'],
      ['langs[]', 'en'],
      ['_token', 'x'],
    );
    expect(plain(readForm(form))).toEqual({ title: { be: 'Так', en: 'Yes' }, langs: ['be', 'en'] });
  });

  test('reaches no prototype', () => {
    const form = formOf(
      ['__proto__.a', '1'],
      ['a.constructor.b', '1'],
      ['prototype', '1'],
      ['__proto__[]', '1'],
    );
    expect(Object.keys(readForm(form))).toEqual([]);
    expect(({} as { a?: string }).a).toBeUndefined();
  });

  test('refuses a form of a hundred thousand fields, and at once', () => {
    const form = formOf(...Array.from({ length: 100_000 }, (): [string, string] => ['a[]', '']));
    const began = performance.now();
    expect(() => readForm(form)).toThrow(Refusal);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
