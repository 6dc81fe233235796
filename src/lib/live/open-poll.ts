// Where a page of a session leads to the poll that is open now.
import { hearLive } from './stream.ts';

interface Polls {
  open?: { id: string; question: Record<string, string> };
}

export function showOpenPoll(): void {
  const place = document.querySelector<HTMLElement>('[data-live-poll]');
  const link = place?.querySelector('a');
  const text = place?.querySelector('b');
  if (!place || !link || !text) return;
  const { lang } = document.documentElement;
  hearLive<Polls>('polls', ({ open }) => {
    place.hidden = !open;
    if (!open) return;
    link.href = `${place.dataset.livePoll}${open.id}`;
    text.textContent = open.question[lang] ?? Object.values(open.question)[0] ?? '';
  });
}
