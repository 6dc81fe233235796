/** Words come with the page, in its language: `{name}` is filled in here, counted ones have one text a form of number. */
export interface Words {
  (key: string, params?: Readonly<Record<string, string | number>>): string;
  count(key: string, count: number): string;
}

export function makeWords(texts: Readonly<Record<string, string>>, lang: string): Words {
  const fill = (text: string, params: Readonly<Record<string, string | number>>): string =>
    text.replace(/\{(\w+)\}/g, (all, name: string) => (name in params ? String(params[name]) : all));
  const words = (key: string, params: Readonly<Record<string, string | number>> = {}): string =>
    fill(texts[key] ?? key, params);
  return Object.assign(words, {
    count: (key: string, count: number): string => {
      return fill(texts[`${key}_${formOf(lang, count)}`] ?? key, { count });
    },
  });
}

/** The form a whole number takes. Written out, because browsers that don't know Belarusian count it as English. */
export function formOf(lang: string, count: number): 'one' | 'few' | 'many' | 'other' {
  if (lang === 'en') return count === 1 ? 'one' : 'other';
  const [ten, hundred] = [count % 10, count % 100];
  if (ten === 1 && hundred !== 11) return 'one';
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 'few' : 'many';
}
