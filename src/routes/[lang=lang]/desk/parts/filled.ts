import type { Translate } from '#server/kernel';
import { languageNames } from '#lib/when/index.ts';

interface Failure {
  values?: Record<string, unknown>;
  issues?: Record<string, string>;
  refusal?: { code: string; params: Record<string, string | number> };
}

/** What a form shows: what was stored, or what was just sent and refused, with what is wrong beside each field. */
export interface Filled {
  text(path: string): string;
  list(path: string): string[];
  links(): { title: string; url: string }[];
  issue(name: string): string | undefined;
  /** What is wrong with a field, as that field takes it. */
  fault(name: string): { error?: string };
  errors: { name?: string; text: string }[];
  tongues(name: string): { lang: string; text: string; value: string; error: string | undefined }[];
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;

const siteLangs = ['be', 'ru', 'en'];

export function fill(
  t: Translate,
  stored: object,
  answer: unknown,
  eventLangs: readonly string[] = [],
): Filled {
  const failure = (answer && typeof answer === 'object' && 'issues' in answer ? answer : undefined) as
    Failure | undefined;
  const values = (failure?.values ?? stored) as Record<string, unknown>;
  const issues = failure?.issues ?? {};
  const at = (path: string, from: unknown = values): unknown =>
    path
      .split('.')
      .reduce<unknown>((one, step) => (one as Record<string, unknown> | undefined)?.[step], from);
  const text = (path: string): string => {
    const found = at(path);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
  };
  const issue = (name: string): string | undefined => (issues[name] ? t(issues[name]) : undefined);
  const langsOf = (name: string): string[] => {
    // What was sent may be anything: a long text here would become a field for each of its letters.
    const written = [at(name), at(name, stored)]
      .flatMap((words) => (isTree(words) ? Object.keys(words) : []))
      .filter((lang) => /^[a-z]{2,3}$/.test(lang))
      .slice(0, 40);
    return [...new Set([...siteLangs, ...eventLangs, ...written])];
  };
  return {
    text,
    list: (path) => [at(path) ?? []].flat().map(String),
    links: () => {
      const links = at('links');
      return isTree(links)
        ? (Object.values(links).filter(isTree).slice(0, 30) as { title: string; url: string }[])
        : [];
    },
    issue,
    fault: (name) => {
      const error = issue(name);
      return error ? { error } : {};
    },
    errors: [
      ...(failure?.refusal ? [{ text: t(failure.refusal.code, failure.refusal.params) }] : []),
      ...Object.entries(issues).map(([name, code]) => ({
        name: idOf(name),
        text: `${labelOf(t, name)}: ${t(code)}`,
      })),
    ],
    tongues: (name) =>
      langsOf(name).map((lang) => ({
        lang,
        text: lang === 'und' ? t('desk.lang_unknown') : (languageNames[lang] ?? lang),
        value: text(`${name}.${lang}`),
        error: issue(`${name}.${lang}`),
      })),
  };
}

const wordy = [
  'title',
  'subtitle',
  'abstract',
  'description',
  'summary',
  'welcome',
  'note',
  'name',
  'bio',
  'body',
];

/** Where the list of faults leads to: the fields that exist on the page. */
function idOf(name: string): string {
  const [first, second, third] = name.split('.');
  if (first === 'langs' || first === 'speakers' || first === 'themes') return `${first}[]`;
  if (first === 'links') return `links.${second ?? '0'}.${third ?? 'url'}`;
  return wordy.includes(first ?? '') && !second ? `${first}.be` : name;
}

function labelOf(t: Translate, name: string): string {
  const [first, second] = name.split('.');
  const label = t(`desk.field.${first}`);
  return second && wordy.includes(first ?? '') ? `${label} (${languageNames[second] ?? second})` : label;
}
