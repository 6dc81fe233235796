import type { Translate } from '#server/kernel';

interface Failure {
  issues?: Record<string, string>;
  refusal?: { code: string; params: Record<string, string | number> };
}

/** How a field is called where it stands. */
const labels: Record<string, string> = {
  mode: 'mode',
  opensAt: 'opens',
  closesAt: 'closes',
  places: 'places_field',
  sections: 'section_places',
  keepDays: 'keep_days',
  certificateMin: 'certificate_min',
  label: 'group_label',
  title: 'question_title',
  why: 'why',
  kind: 'kind',
  options: 'options',
  position: 'position',
};
const wordy = ['title', 'why', 'options'];

/** What is wrong with a form of these pages, each fault with its field. */
export function faultsOf(t: Translate, answer: unknown): { name?: string; text: string }[] {
  const { issues = {}, refusal } = (answer ?? {}) as Failure;
  return [
    ...(refusal ? [{ text: t(refusal.code, refusal.params) }] : []),
    ...Object.entries(issues).map(([name, code]) => {
      const first = name.split('.')[0]!;
      const label = labels[first];
      return {
        name: wordy.includes(name) ? `${name}.be` : name,
        text: label ? `${t(`registration.${label}`)}: ${t(code)}` : t(code),
      };
    }),
  ];
}
