import { hearLive } from './stream.ts';

/** Keys of a keyboard, and what presenters' clickers send. */
const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
};

/** A word that was on its way when this page was made is followed by the newer one within this. */
const settleMs = 2_000;

/** The desk of whoever speaks: turns at once, tells the server the newest page only, and follows whoever else turns. */
export function turnPages(desk: HTMLElement): void {
  const { deck = '', turning: address = '' } = desk.dataset;
  const names = (desk.dataset.names ?? '').split(' ');
  const words = JSON.parse(desk.dataset.words ?? '{}') as { page_of?: string; failed?: string };
  const within = <T extends HTMLElement>(name: string): T | null =>
    desk.querySelector<T>(`[data-turning-${name}]`);
  const [count, nextBox] = [within('count'), within('next-box')];
  const [picture, next] = [within<HTMLImageElement>('now'), within<HTMLImageElement>('next')];
  let page = Number(desk.dataset.page);
  /** As the server has it. */
  let told = page;
  let isTelling = false;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    const text = (words.page_of ?? '')
      .replace('{page}', String(page))
      .replace('{pages}', String(names.length));
    if (picture) {
      picture.src = `/slide/${names[page - 1]}.webp`;
      picture.alt = text;
    }
    if (count) count.textContent = text;
    if (next && nextBox) {
      const name = names[page];
      nextBox.hidden = name === undefined;
      if (name !== undefined) next.src = `/slide/${name}-small.webp`;
    }
    desk.dataset.page = String(page);
    for (const form of desk.querySelectorAll<HTMLFormElement>('[data-turn-by]')) {
      const to = page + Number(form.dataset.turnBy);
      form.querySelector<HTMLInputElement>('[name=page]')!.value = String(to);
      form.querySelector('button')!.disabled = to < 1 || to > names.length;
    }
  };
  const tell = async (): Promise<void> => {
    if (isTelling) return;
    isTelling = true;
    try {
      while (told !== page) {
        const wanted = page;
        const answer = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ deck, page: wanted }),
        });
        if (!answer.ok) throw new Error(String(answer.status));
        told = wanted;
      }
    } catch {
      page = told;
      show();
      if (count) count.textContent = words.failed ?? '';
    } finally {
      isTelling = false;
    }
  };
  const turnTo = (to: number): void => {
    if (to < 1 || to > names.length || to === page) return;
    page = to;
    show();
    void tell();
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.matches('input, textarea, select')) return;
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    turnTo(page + step);
  });
  for (const form of desk.querySelectorAll<HTMLFormElement>('[data-turn-by]'))
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      turnTo(page + Number(form.dataset.turnBy));
    });

  hearLive<{ deck?: string; page?: number }>('slides', (now) => {
    // Before the session is on, nothing is said to anybody.
    if (now.deck === undefined) return;
    clearTimeout(leaving);
    if (now.deck !== deck) return void (leaving = setTimeout(() => location.reload(), settleMs));
    if (isTelling || now.page === undefined || now.page === page) return;
    page = told = now.page;
    show();
  });
}
