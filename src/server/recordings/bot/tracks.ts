import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Written } from '../journal.ts';
import { rate, step, tickMs } from './clock.ts';
import { startEncoder, type Encoder } from './encoder.ts';
import type { Heard } from './hall.ts';
import { makeNoted } from './noted.ts';

const batch = 5;
const bytesPerSecond = rate * 2;
/** Whoever sends nothing for so long gets another file when they are heard again. */
const restTicks = 30_000 / tickMs;

interface Track {
  file: string;
  encoder: Encoder;
  pieces: Int16Array[];
  /** Ticks since anything came. */
  resting: number;
}

export interface Tracks {
  /** One tick of everybody who is heard now, by the id of their voice; whose voice is not among them has left. */
  write(tick: number, heard: ReadonlyMap<string, readonly [Heard, Float32Array]>): void;
  close(): Promise<void>;
}

/** Each voice alone, in files of its own, until the time for consent is over. */
export function makeTracks(options: {
  ffmpeg: string;
  folder: string;
  begin: number;
  /** Whose voice may not be kept. */
  mayNot(identity: string): boolean;
  note(written: Written): void;
  lost(word: string): void;
}): Tracks {
  const { ffmpeg, folder, begin, mayNot, note, lost } = options;
  const open = new Map<string, Track>();
  const numbers = new Map<string, number>();
  const closing = new Set<Promise<void>>();
  const noted = makeNoted(begin, note);
  const places = join(folder, 'tracks');
  mkdirSync(places, { recursive: true });

  const nextFile = (identity: string): string => {
    const number = (numbers.get(identity) ?? 0) + 1;
    numbers.set(identity, number);
    return `tracks/${identity}.${number}.ogg`;
  };
  const start = (tick: number, sid: string, { identity, kind, lang }: Heard, file: string): void => {
    const at = begin + tick * tickMs;
    const track: Track = {
      file,
      pieces: [],
      resting: 0,
      encoder: startEncoder({
        ffmpeg,
        args: [
          ...['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0'],
          ...['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', 'pipe:0', '-threads', '1'],
          ...['-c:a', 'libopus', '-b:a', '48k', '-application', 'audio', '-page_duration', '500000'],
          ...['-flush_packets', '1', '-f', 'ogg', '-n', join(folder, file)],
        ],
        most: 3 * bytesPerSecond,
        lost: (word) => {
          if (open.get(sid) !== track) return;
          open.delete(sid);
          note({ at, what: 'fault', of: 'track', word, as: file });
          note({ at, what: 'track_end', file });
          lost(word);
        },
      }),
    };
    open.set(sid, track);
    note({ at, what: 'track', file, identity, kind, ...(lang && { lang }) });
  };
  const send = ({ encoder, pieces }: Track): void => {
    if (pieces.length > 0)
      encoder.write(Buffer.concat(pieces.map((one) => new Uint8Array(one.buffer, 0, one.byteLength))));
    pieces.length = 0;
  };
  const end = (tick: number, sid: string): void => {
    const track = open.get(sid)!;
    open.delete(sid);
    send(track);
    note({ at: begin + tick * tickMs, what: 'track_end', file: track.file });
    const closed = track.encoder.end().finally(() => closing.delete(closed));
    closing.add(closed);
  };
  let last = 0;
  return {
    write: (tick, heard) => {
      last = tick;
      for (const sid of open.keys()) {
        const one = heard.get(sid);
        if (!one || mayNot(one[0].identity)) end(tick, sid);
      }
      for (const [sid, [one, samples]] of heard) {
        if (mayNot(one.identity)) noted.hear(tick, one);
        const isThere = one.voice.isHeard();
        let track = open.get(sid);
        if (!track) {
          if (!isThere || mayNot(one.identity)) continue;
          start(tick, sid, one, nextFile(one.identity));
          track = open.get(sid)!;
        }
        track.resting = isThere ? 0 : track.resting + 1;
        if (track.resting > restTicks) {
          end(tick, sid);
          continue;
        }
        const piece = new Int16Array(step);
        for (let i = 0; i < step; i += 1) piece[i] = Math.round(samples[i]! * 32767);
        track.pieces.push(piece);
        if (track.pieces.length >= batch) send(track);
      }
    },
    close: async () => {
      noted.close();
      for (const sid of [...open.keys()]) end(last, sid);
      await Promise.all(closing);
    },
  };
}
