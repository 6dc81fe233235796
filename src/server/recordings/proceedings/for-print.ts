import type { Translate } from '#server/kernel';
import type { LongText, Proceedings } from './shape.ts';

/** Labels of a document, and the messages they are. */
const labels = {
  proceedings: 'proceedings.title',
  recordings: 'proceedings.recordings',
  sessions: 'pages.sessions',
  spoken: 'proceedings.spoken',
  said: 'left.said',
  said_note: 'proceedings.said_note',
  questions: 'questions.answered_title',
  answer: 'proceedings.answer',
  votes: 'polls.results_title',
  option: 'polls.option',
  result: 'proceedings.result',
  shares: 'floor.shares.title',
  who: 'floor.shares.of',
  time: 'floor.shares.time',
  share: 'floor.shares.percent',
  speeches: 'floor.shares.speeches',
  slides: 'slides.title',
  links: 'pages.links',
  from: 'pages.where_from',
  came: 'pages.what_came',
  cut: 'proceedings.cut',
  everybody: 'proceedings.newest',
};

/** A language Typst knows how to break lines in, or at least to name. */
const tag = (lang: string): string => (/^[a-z]{2,3}$/.test(lang) ? lang : 'und');

/** Proceedings as the template reads them: whole addresses, labels in the reader's language, tags that are tags. */
export function forPrint(
  doc: Proceedings,
  t: Translate,
  origin: string,
): { at: number } & Record<string, unknown> {
  const { at, path, ...rest } = doc;
  const title = doc.title.text;
  const tree = whole(rest, origin) as Omit<Proceedings, 'at' | 'path'> & { summary?: LongText };
  return {
    ...tree,
    at: at ? Math.floor(at.getTime() / 1000) : 0,
    page: origin + path,
    description: `${t('proceedings.title')}: ${doc.event.text}`,
    footer: `${doc.event.text} · ${title.length > 70 ? `${title.slice(0, 69)}…` : title}`,
    words: Object.fromEntries(Object.entries(labels).map(([name, key]) => [name, t(key)])),
  };
}

function whole(value: unknown, origin: string): unknown {
  if (Array.isArray(value)) return value.map((one) => whole(one, origin));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      if (one === undefined) return [];
      if (key === 'href') return [[key, (one as string).startsWith('/') ? origin + (one as string) : one]];
      if (key === 'lang') return [[key, tag(one as string)]];
      return [[key, whole(one, origin)]];
    }),
  );
}
