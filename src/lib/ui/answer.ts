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
