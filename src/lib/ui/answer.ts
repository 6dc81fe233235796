import type { Translate } from '#server/kernel';
import type { FormFailure } from '#server/web';

/** What came back from a form that was refused, in words; of one that was not sent yet everything is empty. */
export interface Answer {
  /** Something came back: what was typed stands in the fields. */
  isBack: boolean;
  /** What was sent in a field; `otherwise` when it was not. */
  value(name: string, otherwise?: string | number): string;
  has(name: string): boolean;
  /** Of fields in several languages: what was sent in each. */
  words(name: string): Record<string, string>;
  /** What is wrong with a field. */
  issue(name: string): string | undefined;
  /** Of all fields, for `FormErrors`. */
  errors: { name: string; text: string }[];
  /** Why the whole was refused, for `Refused`. */
  refusal?: { code: string; text: string };
}

/** Reads what SvelteKit hands a page as `form`. */
export function readAnswer(t: Translate, answer: unknown): Answer {
  const { values = {}, issues = {}, refusal } = (answer ?? {}) as Partial<FormFailure>;
  return {
    isBack: Boolean(answer),
    value: (name, otherwise = '') => String(values[name] ?? otherwise),
    has: (name) => values[name] !== undefined,
    words: (name) => (values[name] ?? {}) as Record<string, string>,
    issue: (name) => (issues[name] ? t(issues[name]) : undefined),
    errors: Object.entries(issues).map(([name, code]) => ({ name, text: t(code) })),
    ...(refusal ? { refusal: { code: refusal.code, text: t(refusal.code, refusal.params) } } : {}),
  };
}

/** All that is wrong as one list, for pages that show nothing else; `field` is where a refusal of the whole leads. */
export function errorsOf(t: Translate, answer: unknown, field?: string): { name?: string; text: string }[] {
  const { errors, refusal } = readAnswer(t, answer);
  return [...errors, ...(refusal ? [{ ...(field ? { name: field } : {}), text: refusal.text }] : [])];
}

/** What was written and came back. */
export const kept = (answer: unknown, field: string): string => {
  const value = (answer as Partial<FormFailure> | null)?.values?.[field];
  return typeof value === 'string' ? value : '';
};
