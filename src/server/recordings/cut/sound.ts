import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rate, step, tickMs } from '../bot/clock.ts';
import { makeBoothMix, mixFloor, toSamples } from '../bot/mix.ts';
import type { Voice } from '../bot/voice.ts';
import { readJournal, spans, type Span, type TrackSpan } from '../journal.ts';
import { readPcm, writePcm, type Reader } from './pcm.ts';
import { joined, readSpoken } from './spoken.ts';

/** An interpreter speaks for so long after whom they interpret. */
export const interpretedMs = 3000;

export interface MixWanted {
  /** Of the take. */
  folder: string;
  /** `floor`, or a booth's. */
  lang: string;
  /** Whose voice is not to be heard. */
  without: ReadonlySet<string>;
  /** Whose words are not to be heard either: interpreters are silent while they speak. Those `without` unless said otherwise. */
  wordless?: ReadonlySet<string>;
  /** Its ending says how it is encoded: flac, wav, m4a, mp3, opus. */
  out: string;
  /** Milliseconds of the take; the whole of it unless said otherwise. */
  from?: number;
  to?: number;
}

/** Mixed at a time: a second. */
const ticks = 1000 / tickMs;

/**
 * Mixes one rendition anew from everybody's own track, by the rule of the live mix, without certain people; the others stay as
 * loud as they were. Reads the take and writes `out`, which appears when it is whole. `told` hears the seconds done.
 */
export async function mixSound(
  ffmpeg: string,
  wanted: MixWanted,
  told: (seconds: number) => void = () => undefined,
): Promise<Span> {
  const { folder, lang, without, wordless = without, out } = wanted;
  const known = spans(await readJournal(folder, { isOver: true }));
  const [from, to] = [wanted.from ?? 0, wanted.to ?? known.end];
  const own = known.tracks.filter(
    (track) =>
      !without.has(track.identity) &&
      track.to > from &&
      track.from < to &&
      (track.kind === 'voice' || track.lang === lang),
  );
  const there = await Promise.all(own.map((track) => isThere(join(folder, track.file))));
  const tracks = own.filter((_, n) => there[n]);
  const spoken = lang === 'floor' ? [] : [...(await readSpoken(ffmpeg, folder, wordless)).values()].flat();
  // Of an interpreter the voice goes, and with it the words.
  const cut = joined(
    spoken.filter((one) => !one.lang),
    0,
    interpretedMs,
  );
  const coming = `${out}.part`;
  const kind = out.split('.').at(-1)!;
  const encoder = writePcm(ffmpeg, coming, kind);
  const open = new Map<TrackSpan, Reader>();
  const mix = makeBoothMix();
  try {
    for (let at = from; at < to; at += 1000) {
      const now = tracks.filter((track) => track.to > at && track.from < at + 1000);
      for (const [track, reader] of open)
        if (!now.includes(track)) {
          reader.close();
          open.delete(track);
        }
      const seconds = await Promise.all(
        now.map(async (track) => ({ track, samples: await secondOf(ffmpeg, folder, track, at, open) })),
      );
      const mixed = new Int16Array(rate);
      for (let n = 0; n < ticks; n += 1) {
        const moment = at + n * tickMs;
        mixed.set(mixTick(seconds, n, moment, lang, isIn(cut, moment), mix), n * step);
      }
      const left = Math.min(1, (to - at) / 1000);
      await encoder.write(left < 1 ? mixed.subarray(0, Math.round(left * rate)) : mixed);
      told((Math.min(to, at + 1000) - from) / 1000);
    }
    await encoder.end();
    await rename(coming, out);
  } finally {
    encoder.close();
    for (const reader of open.values()) reader.close();
    await rm(coming, { force: true });
  }
  return { from, to };
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const isIn = (given: readonly Span[], at: number): boolean =>
  given.some((span) => at >= span.from && at < span.to);

/** The samples of one track in the second that begins at `at`; silence before it begins and after it ends. */
async function secondOf(
  ffmpeg: string,
  folder: string,
  track: TrackSpan,
  at: number,
  open: Map<TrackSpan, Reader>,
): Promise<Int16Array> {
  const result = new Int16Array(rate);
  const late = Math.max(0, Math.round(((track.from - at) * rate) / 1000));
  let reader = open.get(track);
  if (!reader) {
    reader = readPcm(ffmpeg, join(folder, track.file), Math.max(0, at - track.from));
    open.set(track, reader);
  }
  result.set(await reader.read(rate - late), late);
  return result;
}

function mixTick(
  seconds: readonly { track: TrackSpan; samples: Int16Array }[],
  n: number,
  moment: number,
  lang: string,
  isCut: boolean,
  mix: ReturnType<typeof makeBoothMix>,
): Int16Array {
  const floor = new Float32Array(step);
  const pieces = seconds.map(({ track, samples }) => {
    const piece = new Float32Array(step);
    for (let i = 0; i < step; i += 1) piece[i] = samples[n * step + i]! / 32768;
    return { track, piece };
  });
  mixFloor(
    floor,
    pieces.filter(({ track }) => track.kind === 'voice').map(({ piece }) => piece),
  );
  if (lang === 'floor') return toSamples(floor);
  const booth = isCut
    ? []
    : pieces
        .filter(({ track }) => track.kind === 'booth' && moment >= track.from && moment < track.to)
        .map(({ piece }) => [asVoice(piece), piece] as const);
  return mix(floor, booth);
}

/** What the live mix wants to know of a voice. */
function asVoice(piece: Float32Array): Pick<Voice, 'level' | 'isHeard'> {
  let sum = 0;
  for (const sample of piece) sum += sample * sample;
  const level = Math.sqrt(sum / piece.length);
  return { level: () => level, isHeard: () => true };
}
