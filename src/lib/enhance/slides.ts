// Slides: shows the page that is on the stage now, and on the desk of whoever speaks turns pages by keys.
import { hearLive } from '../live/stream.ts';
import { turnPages } from '../live/turning.ts';

interface Frame {
  deck?: string;
  page?: number;
  pages?: number;
  name?: string;
  width?: number;
  height?: number;
  /** Milliseconds over which those who follow fetch what is new. */
  spread?: number;
}

const retryMs = 2_000;

function follow(box: HTMLElement): void {
  const within = <T extends HTMLElement>(name: string): T | null =>
    box.querySelector<T>(`[data-slides-${name}]`);
  const [count, said, text] = [within('count'), within('said'), within('text')];
  const picture = within<HTMLImageElement>('picture');
  const large = within<HTMLAnchorElement>('large');
  const { page_of: pageOf = '' } = JSON.parse(box.dataset.words ?? '{}') as { page_of?: string };
  if (!picture || !count) return;
  const isSmall = picture.dataset.slidesPicture === 'small';
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  const show = async (name: string, now: Frame): Promise<void> => {
    const at = `/slide/${name}`;
    const words = pageOf.replace('{page}', String(now.page)).replace('{pages}', String(now.pages));
    box.dataset.slides = name;
    picture.width = now.width ?? 16;
    picture.height = now.height ?? 9;
    if (isSmall) picture.src = `${at}-small.webp`;
    else {
      picture.srcset = `${at}-small.webp 640w, ${at}.webp 1600w`;
      picture.src = `${at}.webp`;
    }
    picture.alt = words;
    count.textContent = words;
    if (large) large.href = `${at}.webp`;
    box.hidden = false;
    const answer = await fetch(`${at}.txt`).catch(() => undefined);
    const lines = answer?.ok ? await answer.text() : '';
    // Another page may have come meanwhile.
    if (box.dataset.slides !== name || !text || !said) return;
    text.textContent = lines;
    said.hidden = lines === '';
  };
  picture.addEventListener('error', () => {
    const { src, srcset } = picture;
    if (!src || tries++ > 4) return;
    waiting = setTimeout(
      () => {
        picture.srcset = srcset;
        picture.src = src;
      },
      retryMs * (1 + Math.random()),
    );
  });

  hearLive<Frame>('slides', (now) => {
    clearTimeout(waiting);
    tries = 0;
    const { name } = now;
    if (!name) {
      box.hidden = true;
      box.dataset.slides = '';
    } else if (name !== box.dataset.slides)
      waiting = setTimeout(() => void show(name, now), Math.random() * (now.spread ?? 0));
  });
}

const box = document.querySelector<HTMLElement>('[data-slides]');
if (box) follow(box);
const desk = document.querySelector<HTMLElement>('[data-turning]');
if (desk) turnPages(desk);
