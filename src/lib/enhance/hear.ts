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
/** The server begins so many seconds before now, so that a player begins at once. */
const cushion = 2.5;

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

/**
 * One long answer, appended as it comes: a browser's own reader would wait for eight seconds of it at a time. What is heard is a
 * moment of the clock, so that one comes back to it after a drop.
 */
function hearSound({ session, media, lang, say, sayLag }: Context, first: number): Playing | undefined {
  const type = 'audio/mpeg';
  if (!('MediaSource' in window) || !MediaSource.isTypeSupported(type)) return undefined;
  /** The clock at the media's own zero. */
  let zero = 0;
  let running: AbortController | undefined;
  const lag = (): number => (running ? Math.max(0, (Date.now() - zero) / 1000 - media.currentTime) : first);
  const end = (): number =>
    media.buffered.length > 0 ? media.buffered.end(media.buffered.length - 1) : media.currentTime;

  const start = (back: number): void => {
    running?.abort();
    const own = (running = new AbortController());
    const source = new MediaSource();
    zero = Date.now() - Math.max(cushion, back) * 1000;
    source.addEventListener('sourceopen', () => void follow(source, own.signal), { once: true });
    media.src = URL.createObjectURL(source);
    media.play().catch(() => undefined);
  };
  const follow = async (source: MediaSource, signal: AbortSignal): Promise<void> => {
    const buffer = source.addSourceBuffer(type);
    buffer.mode = 'sequence';
    const change = async (act: () => void): Promise<void> => {
      const done = new Promise((over) => buffer.addEventListener('updateend', over, { once: true }));
      act();
      await done;
    };
    for (let [wait, isFirst] = [1000, true]; !signal.aborted; wait = Math.min(15_000, wait * 2)) {
      const behind = Math.max(0, Math.min(mostBack, (Date.now() - zero) / 1000 - end()));
      const query = isFirst && behind < cushion + 0.5 ? '' : `?back=${behind.toFixed(1)}`;
      isFirst = false;
      try {
        const answer = await fetch(`/listen/${session}/${lang}.mp3${query}`, { signal });
        if (answer.status === 404) return say('over');
        const reader = answer.ok ? answer.body?.getReader() : undefined;
        if (reader) say('');
        for (let got = await reader?.read(); got && !got.done; got = await reader?.read()) {
          wait = 500;
          const bytes = got.value;
          await change(() => buffer.appendBuffer(bytes));
          if (buffer.buffered.length > 0 && media.currentTime - buffer.buffered.start(0) > 180)
            await change(() => buffer.remove(0, media.currentTime - 120));
          // Who pauses leaves the rest where it is.
          while (end() - media.currentTime > 60 && !signal.aborted) await pause(500);
        }
      } catch {
        // The line.
      }
      if (signal.aborted) return;
      say('again');
      await pause(wait * (0.5 + Math.random()));
    }
  };
  media.addEventListener('play', () => {
    if (!running) start(first);
  });
  media.addEventListener('playing', () => sayLag(lag()));
  return {
    hear: (to) => {
      lang = to;
      if (running) start(lag());
    },
    back: (to) => {
      const at = (Date.now() - zero) / 1000 - to;
      if (running && media.buffered.length > 0 && at >= media.buffered.start(0) && at < end())
        media.currentTime = at;
      else start(to);
      sayLag(to);
    },
    lag,
  };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

if (page) prepare(page);
