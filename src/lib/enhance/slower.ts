// "Slower, please": shown while a booth asks for it. The time is the server's.
import { hearLive } from '../live/stream.ts';

interface Languages {
  now?: string;
  booths?: { slowerUntil?: string }[];
}

const sign = document.querySelector<HTMLElement>('[data-slower]');
let timer: ReturnType<typeof setTimeout> | undefined;

if (sign)
  hearLive<Languages>('languages', ({ now, booths = [] }) => {
    const until = Math.max(0, ...booths.map((booth) => Date.parse(booth.slowerUntil ?? '') || 0));
    const left = now ? until - Date.parse(now) : 0;
    clearTimeout(timer);
    sign.hidden = left <= 0;
    if (left > 0) timer = setTimeout(() => (sign.hidden = true), left);
  });
