// Which language one listens in: in the page's address and in this tab only, for this session; nothing of it is sent.
import { hearLive } from './stream.ts';

/** original: the floor alone; interpretation: over the lowered floor; silent and empty: the floor again, and said so. */
export type Heard = 'original' | 'interpretation' | 'silent' | 'empty';

interface Booths {
  booths: { lang: string; live: boolean }[];
}

const place = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-listen]');
const key = (): string =>
  `veche:listen:${document.querySelector<HTMLElement>('[data-live]')?.dataset.live ?? ''}`;

/** The language chosen in this tab; undefined: the original. */
export function listening(): string | undefined {
  if (!place()) return undefined;
  const asked = new URL(location.href).searchParams.get('listen') ?? sessionStorage.getItem(key());
  return place()?.querySelector(`[data-listen-to="${CSS.escape(asked || '-')}"]`) ? asked! : undefined;
}

const changed = 'veche:listening';

export function onListening(hear: (lang: string | undefined) => void): () => void {
  const run = (): void => hear(listening());
  document.addEventListener(changed, run);
  return () => document.removeEventListener(changed, run);
}

/** Says in words what is heard now. */
export function tellListening(heard: Heard, lang: string | undefined): void {
  const here = place();
  const status = here?.querySelector<HTMLElement>('[data-listen-status]');
  if (!here || !status) return;
  const words = JSON.parse(here.dataset.words ?? '{}') as Record<string, string>;
  const name = here.querySelector(`[data-listen-to="${CSS.escape(lang ?? '')}"]`)?.textContent?.trim() ?? '';
  here.dataset.listen = heard;
  status.textContent = (words[heard] ?? '').replace('{lang}', name);
}

function mark(): void {
  const lang = listening() ?? '';
  place()
    ?.querySelectorAll<HTMLElement>('[data-listen-to]')
    .forEach((one) =>
      one.dataset.listenTo === lang
        ? one.setAttribute('aria-current', 'true')
        : one.removeAttribute('aria-current'),
    );
}

/** Makes the links of languages work without leaving the page. */
export function prepareListening(): void {
  const here = place();
  if (!here || here.dataset.isReady) return;
  here.dataset.isReady = '1';
  here.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLElement>('[data-listen-to]');
    if (!link) return;
    event.preventDefault();
    const lang = link.dataset.listenTo ?? '';
    sessionStorage.setItem(key(), lang);
    const url = new URL(location.href);
    if (lang) url.searchParams.set('listen', lang);
    else url.searchParams.delete('listen');
    history.replaceState(null, '', url);
    mark();
    document.dispatchEvent(new CustomEvent(changed));
  });
  mark();
  hearLive<Booths>('languages', ({ booths }) => {
    here.hidden = booths.length === 0 && !listening();
    for (const { lang, live } of booths) {
      const note = (find(here, lang) ?? addLink(here, lang))?.nextElementSibling;
      if (note) note.textContent = live ? '' : (here.dataset.free ?? '');
    }
  });
}

const find = (here: HTMLElement, lang: string): Element | null =>
  here.querySelector(`[data-listen-to="${CSS.escape(lang)}"]`);

/** A booth that was opened while the page stood open. */
function addLink(here: HTMLElement, lang: string): HTMLElement {
  const [item, link, note] = [
    document.createElement('li'),
    document.createElement('a'),
    document.createElement('small'),
  ];
  link.className = 'btn';
  link.href = `?listen=${encodeURIComponent(lang)}`;
  link.lang = lang;
  link.dataset.listenTo = lang;
  link.textContent = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;
  note.className = 'quiet';
  item.append(link, note);
  here.querySelector('[data-listen-list]')?.append(item);
  return link;
}

prepareListening();
