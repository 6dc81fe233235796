// The ladder's page: keeps the choice on the device, changes the language and goes back without leaving the page, comes back
// to where one was after a drop. Without it everything on the page is a link and plays by itself.

interface Kept {
  by?: string;
  hear?: string;
}
/** What plays; `lag` is how many seconds behind the stage one hears. */
export interface Playing {
  hear(lang: string): void;
  /** Plays from so many seconds before now. */
  back(lag: number): void;
  lag(): number;
}

const page = document.querySelector<HTMLElement>('[data-hear]');
const kept = 'veche:hear';
const mostBack = 600;

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
  for (const rung of all('rung')) {
    const name = rung.dataset.hearRung;
    rung.addEventListener('click', () => keep({ by: name }));
    if (name !== 'stage') continue;
    if (!('RTCPeerConnection' in window)) {
      rung.removeAttribute('href');
      rung.setAttribute('aria-disabled', 'true');
      if (rung.nextElementSibling) rung.nextElementSibling.textContent = words.no_webrtc ?? '';
    } else if (!chosen.by) rung.classList.add('main');
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
  } else playing = hearSound(context, Number(root.dataset.back ?? 0));

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

interface Context {
  session: string;
  media: HTMLMediaElement;
  lang: string;
  say(word: string): void;
  sayLag(lag: number): void;
}

/** One long answer. What is heard is a moment of the clock, so that one comes back to it after a drop. */
function hearSound({ session, media, lang, say, sayLag }: Context, first: number): Playing {
  /** The clock at the media's own zero. */
  let zero = Date.now() - first * 1000;
  let [wait, isLost] = [1000, false];
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A stream that is joined in its middle begins at another number than zero.
  let origin: number | undefined;
  const heard = (): number => (origin === undefined ? 0 : media.currentTime - origin);
  const lag = (): number => Math.max(0, Math.min(mostBack, (Date.now() - zero) / 1000 - heard()));
  const load = (back: number): void => {
    clearTimeout(timer);
    const query = back > 3 ? `?back=${Math.round(back)}` : '';
    const sources = ['ogg', 'mp3'].map((ending) => {
      const source = document.createElement('source');
      source.src = `/listen/${session}/${lang}.${ending}${query}`;
      source.type = ending === 'ogg' ? 'audio/ogg; codecs=opus' : 'audio/mpeg';
      return source;
    });
    media.replaceChildren(...sources);
    sources.at(-1)?.addEventListener('error', () => comeBack());
    zero = Date.now() - back * 1000;
    origin = undefined;
    media.load();
  };
  const play = (back: number): void => {
    load(back);
    media.play().catch(() => undefined);
  };
  const comeBack = (): void => {
    if (isLost) return;
    isLost = true;
    const lost = { zero, at: heard() };
    say('again');
    const again = async (): Promise<void> => {
      const answer = await fetch(`/listen/${session}/${lang}.mp3`, { method: 'HEAD' }).catch(() => undefined);
      if (answer?.status === 404) return say('over');
      wait = Math.min(15_000, wait * 2);
      if (!answer?.ok) return void (timer = setTimeout(() => void again(), wait));
      isLost = false;
      play(Math.min(mostBack, (Date.now() - lost.zero) / 1000 - lost.at));
    };
    timer = setTimeout(() => void again(), wait * (0.5 + Math.random()));
  };
  let hasBegun = false;
  media.addEventListener('playing', () => {
    // Until then nothing was loaded: the page may have stood open for long.
    if (!hasBegun && first === 0) zero = Date.now();
    hasBegun = true;
    origin ??= media.currentTime;
    wait = 1000;
    sayLag(lag());
  });
  media.addEventListener('error', comeBack);
  media.addEventListener('ended', comeBack);
  return {
    hear: (to) => {
      const isOn = !media.paused;
      const was = lag();
      lang = to;
      if (isOn) play(was);
      else load(was);
    },
    back: (to) => {
      play(to);
      sayLag(to);
    },
    lag,
  };
}

if (page) prepare(page);
