// Sound on the ladder's page: half as many bytes as Opus, where the browser's media source takes it in WebM, else as MP3.
import { makeTurner, opusType } from './opus-webm.ts';

/** What plays; `lag` is how many seconds behind the stage one hears. */
export interface Playing {
  hear(lang: string): void;
  /** Plays from so many seconds before now. */
  back(lag: number): void;
  lag(): number;
}
export interface Listening {
  session: string;
  media: HTMLMediaElement;
  lang: string;
  say(word: string): void;
  sayLag(lag: number): void;
}

const mp3Type = 'audio/mpeg';
/** Seconds. */
export const mostBack = 600;
/** The server begins so many seconds before now, so that a player begins at once. */
const cushion = 2.5;

const canTake = (type: string): boolean => 'MediaSource' in window && MediaSource.isTypeSupported(type);
export const takesOpus = (): boolean => canTake(opusType);

/**
 * One long answer, appended as it comes: a browser's own reader would wait for eight seconds of it at a time. What is heard is a
 * moment of the clock, so that one comes back to it after a drop. `fail`: the lighter sound can't be had here.
 */
export function hearSound(
  { session, media, lang, say, sayLag }: Listening,
  first: number,
  fail: () => void,
): Playing | undefined {
  /** The first that this browser takes; one that it says it takes and doesn't is not tried again. */
  const types = [opusType, mp3Type].filter(canTake);
  if (types.length === 0) return undefined;
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
    const type = types[0]!;
    const buffer = source.addSourceBuffer(type);
    const turner = type === opusType ? makeTurner() : undefined;
    if (!turner) buffer.mode = 'sequence';
    buffer.addEventListener('error', () => {
      if (signal.aborted || types.length < 2) return;
      types.shift();
      fail();
      start(lag());
    });
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
        const answer = await fetch(`/listen/${session}/${lang}.${turner ? 'ogg' : 'mp3'}${query}`, {
          signal,
        });
        if (answer.status === 404) return say('over');
        const reader = answer.ok ? answer.body?.getReader() : undefined;
        if (reader) say('');
        turner?.goOn();
        for (let got = await reader?.read(); got && !got.done; got = await reader?.read()) {
          wait = 500;
          const bytes = turner ? turner.take(got.value) : got.value;
          if (!bytes) continue;
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
