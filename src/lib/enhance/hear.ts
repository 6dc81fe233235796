// The ladder's page: keeps the choice on the device, changes the language and goes back without leaving the page, comes back
// to where one was after a drop. Without it everything on the page is a link and plays by itself.
import { hearSound, mostBack, takesOpus, type Playing } from '../live/hear-sound.ts';

interface Kept {
  by?: string;
  hear?: string;
}
const page = document.querySelector<HTMLElement>('[data-hear]');
const kept = 'veche:hear';

function readKept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? '{}') as Kept;
  } catch {
    return {};
  }
}
const keep = (more: Kept): void => {
  try {
    localStorage.setItem(kept, JSON.stringify({ ...readKept(), ...more }));
  } catch {
    // A browser that keeps nothing.
  }
};

function prepare(root: HTMLElement): void {
  const words = JSON.parse(root.dataset.words ?? '{}') as Record<string, string>;
  const find = <T extends HTMLElement>(name: string): T | null =>
    root.querySelector<T>(`[data-hear-${name}]`);
  const all = (name: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(`[data-hear-${name}]`)];
  const chosen = readKept();
  const by = root.dataset.hear ?? '';
  if (!('hearAsked' in root.dataset)) {
    const saved = all('rung').find((one) => one.dataset.hearRung === chosen.by && chosen.by !== by);
    if (saved && chosen.by !== 'stage') return location.replace((saved as HTMLAnchorElement).href);
  }
  const costs = all('light').map((box) => ({
    box,
    full: box.textContent,
    light: box.dataset.hearLight ?? '',
  }));
  const sayCosts = (isLight: boolean): void => {
    for (const { box, full, light } of costs) box.textContent = isLight ? light : full;
  };
  sayCosts(takesOpus());
  for (const rung of all('rung')) {
    const name = rung.dataset.hearRung;
    rung.addEventListener('click', () => keep({ by: name }));
    if (name !== 'stage') continue;
    if (!('RTCPeerConnection' in window)) {
      rung.removeAttribute('href');
      rung.setAttribute('aria-disabled', 'true');
      if (rung.nextElementSibling) rung.nextElementSibling.textContent = words.no_webrtc ?? '';
    } else if (!chosen.by && !('hearAsked' in root.dataset)) rung.classList.add('main');
  }

  const media = find<HTMLMediaElement>('media');
  const status = find('status');
  if (!media) return;
  const say = (word: string): void => {
    const text = words[word] ?? word;
    if (status && status.textContent !== text) status.textContent = text;
  };
  const sayLag = (lag: number): void => {
    say(lag > 20 ? (words.is_back ?? '').replace('{n}', String(Math.round(lag / 10) * 10)) : '');
    const now = find('now');
    if (now) now.hidden = lag <= 20;
  };
  const session = document.querySelector<HTMLElement>('[data-live]')?.dataset.live ?? '';
  const context = { session, media, lang: root.dataset.lang ?? 'floor', say, sayLag };
  let playing: Playing | undefined;

  if (media instanceof HTMLVideoElement) {
    const start = find('start');
    const watch = async (): Promise<void> => {
      start?.remove();
      const back = find('back');
      if (back) back.hidden = false;
      const { watchPicture } = await import('../live/watch-picture.ts');
      playing = watchPicture(context, () => {
        say('no_picture');
        const sound = all('rung').find((one) => one.dataset.hearRung === 'sound') as
          HTMLAnchorElement | undefined;
        if (sound) setTimeout(() => location.assign(sound.href), 2500);
      });
    };
    if ('MediaSource' in window && start) {
      // The browser's own way would know nothing of languages and of coming back.
      media.replaceChildren();
      media.removeAttribute('src');
      media.load();
      start.hidden = false;
      start.addEventListener('click', () => void watch(), { once: true });
    }
  } else playing = hearSound(context, Number(root.dataset.back ?? 0), () => sayCosts(false));

  root.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLElement>(
      '[data-hear-to], [data-hear-back], [data-hear-now]',
    );
    if (!link || !playing) return;
    event.preventDefault();
    const lang = link.dataset.hearTo;
    if (lang) {
      for (const one of all('to')) one.removeAttribute('aria-current');
      link.setAttribute('aria-current', 'true');
      for (const one of all('rung'))
        if (one instanceof HTMLAnchorElement && one.href.includes('hear=')) {
          const url = new URL(one.href);
          url.searchParams.set('hear', lang);
          one.href = url.href;
        }
      keep({ hear: lang });
      playing.hear(lang);
    } else playing.back(link.dataset.hearBack ? Math.min(mostBack, playing.lag() + 30) : 0);
  });
  document.addEventListener('veche:live', (event) => {
    if ((event as CustomEvent<{ state: string }>).detail.state === 'over') say('over');
  });
}

if (page) prepare(page);
