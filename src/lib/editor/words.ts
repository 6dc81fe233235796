/** Words come with the page, in its language: `{name}` is filled in here, counted ones have one text a form of number. */
export interface Words {
  (key: string, params?: Readonly<Record<string, string | number>>): string;
  count(key: string, count: number): string;
}

export function makeWords(texts: Readonly<Record<string, string>>, lang: string): Words {
  const rules = new Intl.PluralRules(lang);
  const fill = (text: string, params: Readonly<Record<string, string | number>>): string =>
    text.replace(/\{(\w+)\}/g, (all, name: string) => (name in params ? String(params[name]) : all));
  const words = (key: string, params: Readonly<Record<string, string | number>> = {}): string =>
    fill(texts[key] ?? key, params);
  return Object.assign(words, {
    count: (key: string, count: number): string => {
      const form = rules.select(count);
      return fill(texts[`${key}_${form}`] ?? texts[`${key}_many`] ?? texts[`${key}_other`] ?? key, { count });
    },
  });
}
