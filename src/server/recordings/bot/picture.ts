import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { VideoBufferType, VideoStream, type VideoFrameEvent } from '@livekit/rtc-node';
import type { Written } from '../journal.ts';
import { drawCard } from './card.ts';
import { makeChoice } from './choose.ts';
import { tickMs } from './clock.ts';
import { hlsOptions, pauseOf, ranLongMs, startEncoder, type Encoder } from './encoder.ts';
import type { Hall, Seen } from './hall.ts';
import { makeScaler, type Plane420 } from './scale.ts';

/** Of the one picture everybody gets, whatever is sent: pixels, and frames a second. */
export const size = { width: 1280, height: 720 } as const;
export const fps = 15;
const bytesOf = (size.width * size.height * 3) / 2;
const lookEveryTicks = 200 / tickMs;
/** How long sound waits here before it is mixed, where nobody speaks. */
const usualMs = 80;
const mostFrames = 20;

export const pictureOptions = [
  ...['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-profile:v', 'main'],
  ...['-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(fps * 2), '-keyint_min', String(fps * 2)],
  ...['-sc_threshold', '0', '-crf', '26', '-maxrate', '900k', '-bufsize', '1800k'],
];
export const rawOptions = [
  ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${size.width}x${size.height}`],
  ...['-framerate', String(fps), '-i', 'pipe:0', '-threads', '1'],
];

interface Watched {
  seen: Seen;
  /** Newest last; as many as come while one waits for the sound. */
  frames: { at: number; frame: Plane420 }[];
  cancel(): void;
  /** A frame of it was shown. */
  isShown: boolean;
}

export interface Picture {
  /** Once a tick. */
  tick(number: number): void;
  close(): Promise<void>;
}

/** The picture: chosen, fitted, encoded once, and only while somebody wants it. */
export function makePicture(options: {
  ffmpeg: string;
  folder: string;
  begin: number;
  isKept: boolean;
  seed: string;
  hall: Hall;
  isWanted(): boolean;
  speaker(): string | null;
  note(written: Written): void;
  lost(word: string): void;
}): Picture {
  const { ffmpeg, folder, begin, isKept, hall, note } = options;
  const card = Buffer.from(drawCard(size.width, size.height, options.seed).buffer);
  const scale = makeScaler(size.width, size.height);
  const choose = makeChoice();
  // More than may wait to be taken, so that none is drawn over before it was.
  const canvases = Array.from({ length: 6 }, () => Buffer.alloc(bytesOf));
  let encoder: Encoder | undefined;
  let [generation, failures, startedAt, notBefore] = [0, 0, 0, 0];
  let [firstTick, sent, drawn] = [0, 0, 0];
  let [current, next] = [undefined as Watched | undefined, undefined as Watched | undefined];
  let shown: Uint8Array = card;
  let told = '';
  let delay = hall.lateness() + usualMs;
  const nameOf = (number: number): string => (number === 1 ? 'picture' : `picture.${number}`);

  const start = (tick: number): void => {
    generation += 1;
    const name = nameOf(generation);
    const hls = join(folder, 'hls', name);
    mkdirSync(hls, { recursive: true });
    const at = begin + tick * tickMs;
    [startedAt, firstTick, sent, told] = [performance.now(), tick, 0, ''];
    encoder = startEncoder({
      ffmpeg,
      args: [...rawOptions, ...pictureOptions, ...hlsOptions(hls, at, isKept)],
      most: 5 * bytesOf,
      lost: (word) => {
        encoder = undefined;
        failures = performance.now() - startedAt > ranLongMs ? 1 : failures + 1;
        notBefore = performance.now() + pauseOf(failures);
        const lostAt = Math.round(at + performance.now() - startedAt);
        note({ at: lostAt, what: 'fault', of: 'picture', word, as: nameOf(generation + 1) });
        options.lost(word);
      },
    });
    note({ at, what: 'picture_on', name });
  };
  const sleep = (tick: number): void => {
    if (!encoder) return;
    const old = encoder;
    encoder = undefined;
    note({ at: begin + tick * tickMs, what: 'picture_off' });
    closing = Promise.all([closing, old.end()]);
    for (const one of [current, next]) one?.cancel();
    [current, next, shown] = [undefined, undefined, card];
  };
  let closing: Promise<unknown> = Promise.resolve();

  const watch = (seen: Seen): Watched => {
    let reader: ReadableStreamDefaultReader<VideoFrameEvent> | undefined;
    let isOver = false;
    const one: Watched = {
      seen,
      frames: [],
      isShown: false,
      cancel: () => {
        isOver = true;
        seen.want(false);
        reader?.cancel().catch(() => undefined);
      },
    };
    seen.want(true);
    const read = async (): Promise<void> => {
      for (let track = seen.track(); !isOver; track = seen.track()) {
        if (track) {
          reader = new VideoStream(track).getReader();
          for (let got = await reader.read(); !got.done && !isOver; got = await reader.read()) {
            one.frames.push({ at: performance.now(), frame: toPlanes(got.value) });
            if (one.frames.length > mostFrames) one.frames.shift();
          }
          return;
        }
        await new Promise((done) => setTimeout(done, 50));
      }
    };
    // A picture that breaks off is followed by the card.
    read().catch(() => undefined);
    return one;
  };
  const look = (): void => {
    const seen = hall.pictures();
    const wanted = choose(seen, hall.voices.values(), options.speaker(), performance.now());
    const there = new Set(seen.map((one) => one.sid));
    if (current && !there.has(current.seen.sid)) {
      current.cancel();
      [current, shown] = [undefined, card];
    }
    if (next && next.seen.sid !== wanted?.sid) {
      next.cancel();
      next = undefined;
    }
    if (wanted && wanted.sid !== current?.seen.sid) next ??= watch(wanted);
  };
  /** Sound is late when it is mixed: held back by the engine's client, and here. The picture waits for it. */
  const follow = (): void => {
    const voice = [...hall.voices.values()].find(({ identity }) => identity === current?.seen.identity);
    delay += (hall.lateness() + (voice?.voice.waitingMs() ?? usualMs) - delay) / 25;
  };
  /** The newest frame that is as old as the sound is; older ones are dropped. */
  const due = (one: Watched | undefined): Plane420 | undefined => {
    const before = performance.now() - delay;
    let frame: Plane420 | undefined;
    while (one?.frames[0] && one.frames[0].at <= before) frame = one.frames.shift()!.frame;
    return frame;
  };
  const draw = (frame: Plane420): Uint8Array => {
    const { data, width, height, turns } = frame;
    if (width === size.width && height === size.height && turns === 0) return data;
    const canvas = canvases[(drawn = (drawn + 1) % canvases.length)]!;
    scale(frame, canvas);
    return canvas;
  };
  const say = (at: number): void => {
    const source = current?.isShown ? current.seen.source : 'card';
    const identity = current?.isShown ? current.seen.identity : null;
    const text = `${source} ${identity}`;
    if (text !== told) note({ at, what: 'picture', identity, source });
    told = text;
  };

  return {
    tick: (number) => {
      if (!options.isWanted()) return sleep(number);
      if (number % lookEveryTicks === 0) look();
      if (!encoder) {
        if (performance.now() < notBefore) return;
        start(number);
      }
      // Asking may find it stuck, and lose it.
      const isFull = encoder!.waiting() > 2 * bytesOf;
      const owed = Math.floor(((number - firstTick) * tickMs * fps) / 1000) + 1 - sent;
      if (owed <= 0 || isFull || !encoder) return;
      // The old picture stays until the new one is there.
      let frame = due(next);
      if (frame) {
        current?.cancel();
        [current, next] = [next, undefined];
      } else frame = due(current);
      if (frame) {
        shown = draw(frame);
        if (current) current.isShown = true;
        follow();
      }
      say(begin + number * tickMs);
      // What was late is made up by the same picture, so that the count stays the clock's.
      for (let n = 0; n < Math.min(owed, 3); n += 1, sent += 1) encoder?.write(shown);
    },
    close: async () => {
      for (const one of [current, next]) one?.cancel();
      const last = encoder;
      encoder = undefined;
      await Promise.all([closing, last?.end()]);
    },
  };
}

function toPlanes({ frame, rotation }: VideoFrameEvent): Plane420 {
  const { data, width, height } =
    frame.type === VideoBufferType.I420 ? frame : frame.convert(VideoBufferType.I420);
  return { data, width, height, turns: (Number(rotation) % 4) as Plane420['turns'] };
}
