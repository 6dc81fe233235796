import type { Translate } from '#server/kernel';

interface Refused {
  issues?: Record<string, string>;
  refusal?: { code: string; params: Record<string, string | number> } | undefined;
}

/** What FormErrors shows of an action's answer; `field` is where a refusal of the whole leads. */
export function errorsOf(t: Translate, form: unknown, field?: string): { name?: string; text: string }[] {
  const { issues = {}, refusal } = (form ?? {}) as Refused;
  const errors = Object.entries(issues).map(([name, code]) => ({ name, text: t(code) }));
  if (refusal)
    errors.push({
      ...(field ? { name: field } : {}),
      text: t(refusal.code, refusal.params),
    } as (typeof errors)[number]);
  return errors;
}

/** What was written and came back. */
export const kept = (form: unknown, field: string): string => {
  const value = (form as { values?: Record<string, unknown> } | null)?.values?.[field];
  return typeof value === 'string' ? value : '';
};

/** Where to go back to: an address of ours and nothing else. */
export const backTo = (url: URL): string => {
  const to = url.searchParams.get('to') ?? '';
  return /^\/(be|ru|en)(\/[\w./~-]*)?$/.test(to) && !to.includes('//') ? to : '';
};
