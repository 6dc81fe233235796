// The list of shown questions of a page. Which ones, in which order and state, comes in one small frame; each text comes
// once by itself. What a page has missed it takes from itself, asked for again.
import { fetchPage } from '../news/fetch-page.ts';
import { hearLive } from './stream.ts';

type Words = Record<string, string>;
type Entry = [id: string, state: 'p' | 's' | 'a', votes?: number];
interface Text {
  id: string;
  text?: string;
  signedAs?: string;
  answer?: string;
}

/** A text follows its place in the list within a frame; longer than this it was missed. */
const missedMs = 1500;

export function followQuestions(list: HTMLElement, words: Words): void {
  /** On a page of forms a new question needs a form of its own: there it is only said that there are some. */
  const more =
    list.dataset.liveQuestions === 'forms' ? document.querySelector<HTMLElement>('[data-live-more]') : null;
  const itemOf = (id: string): HTMLElement | null =>
    list.querySelector(`[data-question="${CSS.escape(id)}"]`);
  let entries: Entry[] | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;

  const make = ({ id, text, signedAs }: Text): HTMLElement => {
    const item = document.createElement('li');
    item.dataset.question = id;
    const [said, answer, about] = ['p', 'p', 'small'].map((name) => document.createElement(name));
    said!.className = 'said';
    said!.textContent = text ?? '';
    answer!.className = 'answer';
    answer!.hidden = true;
    about!.dataset.by = signedAs ?? '';
    item.append(said!, answer!, about!);
    return item;
  };

  const made = new Map<string, HTMLElement>();
  const draw = (): void => {
    if (!entries) return;
    const missing = entries.filter(([id]) => !itemOf(id) && !made.has(id));
    if (missing.length > 0 && late === undefined)
      late = setTimeout(() => void fetchMissing(), missedMs * (1 + Math.random()));
    if (more) more.hidden = entries.every(([id]) => itemOf(id));
    const items = entries.flatMap(([id, state, votes]) => {
      const item = itemOf(id) ?? (more ? null : made.get(id));
      if (!item) return [];
      item.classList.toggle('pinned', state === 'p');
      const about = item.querySelector('small')!;
      about.textContent = [
        about.dataset.by || words.unsigned,
        ...(state === 'p' ? [words.pinned] : []),
        ...(state === 'a' ? [words.answered] : []),
        ...(votes ? [words.votes?.replace('{n}', String(votes))] : []),
      ].join(', ');
      return [item];
    });
    // A form in use would lose its place under the finger: such a page keeps its order.
    if (more)
      for (const item of list.querySelectorAll<HTMLElement>('[data-question]'))
        item.hidden = !items.includes(item);
    else if (items.length > 0 || !list.querySelector('.quiet')) list.replaceChildren(...items);
  };

  const fetchMissing = async (): Promise<void> => {
    late = undefined;
    if (more || entries?.every(([id]) => itemOf(id) ?? made.has(id))) return draw();
    const { page } = await fetchPage(location.href).catch(() => ({ page: null }));
    for (const item of page?.querySelectorAll<HTMLElement>('[data-live-questions] [data-question]') ?? [])
      made.set(item.dataset.question ?? '', document.importNode(item, true));
    draw();
  };

  hearLive<Text>('question', (one) => {
    const item = itemOf(one.id) ?? made.get(one.id);
    if (item && one.answer !== undefined) {
      const answer = item.querySelector<HTMLElement>('.answer')!;
      answer.textContent = one.answer;
      answer.hidden = one.answer === '';
    } else if (!item && one.text) made.set(one.id, make(one));
    draw();
  });
  hearLive<{ list?: Entry[] }>('questions', (part) => {
    entries = part.list ?? [];
    draw();
  });
}
