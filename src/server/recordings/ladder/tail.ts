import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeFrames } from './mp3.ts';
import { heads, movePages, wholePages, type Shift } from './ogg.ts';
import { listRuns, type Run } from './runs.ts';

export type Format = 'mp3' | 'ogg';

/** A place in what the bot writes; whole frames or pages begin there. */
export interface Place {
  run: number;
  minute: number;
  offset: number;
}

/** What came between two looks, the same bytes for everybody. */
export interface Chunk {
  from: Place;
  /** Where it ends in the same file. */
  to: number;
  /** Milliseconds of the take, and how long it lasts. */
  at: number;
  ms: number;
  bytes: Buffer;
  /** The same as a chunk of HTTP/1.1. */
  framed: Buffer;
}

interface KnownRun extends Run {
  shift: Shift;
}

/** So long what came last is kept in memory for all. */
const recentMs = 90_000;
const minuteMs = 60_000;
const readAtOnce = 64 * 1024;
/** MP3 has one rate: bytes a millisecond. */
const mp3Rate = 4;

export const frameChunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

const isBefore = (a: Place, b: Place): boolean =>
  (a.run - b.run || a.minute - b.minute || a.offset - b.offset) < 0;

/** One sound of a take as it grows: read once for everybody who hears it. */
export interface Tail {
  /** Reads what came since; true: something did. */
  look(): Promise<boolean>;
  /** Milliseconds of the take until which it is there; undefined: nothing yet. */
  now(): number | undefined;
  /** Number of the first chunk in memory, and of the one that comes next. */
  first(): number;
  next(): number;
  chunk(number: number): Chunk | undefined;
  /** The chunk that began so long ago, or the oldest in memory. */
  late(ms: number): number;
  /** Of the file a place is in: milliseconds of the take at its beginning. */
  timeOf(place: Place): number;
  /** Where to begin, to hear from so many milliseconds of the take. */
  find(ms: number): Promise<{ place: Place; chunk?: number }>;
  /** What stands in the files from there on, up to `most` bytes; `chunk`: the rest is in memory from that one on. Undefined: it is gone. */
  read(place: Place, most: number): Promise<{ bytes: Buffer; place: Place; chunk?: number } | undefined>;
}

export function makeTail(takeFolder: string, rendition: string, format: Format): Tail {
  const runs: KnownRun[] = [];
  const chunks: Chunk[] = [];
  let base = 0;
  let end: Place | undefined;
  /** Milliseconds of the take at `end`. */
  let endMs = 0;
  /** Of the run that is read now: as it stands in its files. */
  let last = { granule: 0, sequence: heads - 1 };

  const file = (place: Place): string => join(runs[place.run]!.folder, `${place.minute}.${format}`);
  const minutesOf = async (run: KnownRun): Promise<number[]> =>
    (await readdir(run.folder).catch(() => []))
      .flatMap((name) => (name.endsWith(`.${format}`) ? [parseInt(name, 10)] : []))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);

  /** Notes runs that are new; each goes on where the one before it ended. */
  const learn = async (): Promise<void> => {
    const found = await listRuns(takeFolder, 'audio', rendition);
    for (const run of found) {
      if (runs.some(({ folder }) => folder === run.folder)) continue;
      const before = runs.at(-1);
      const ended = before && format === 'ogg' ? await lastPage(before) : undefined;
      runs.push({
        ...run,
        shift: {
          granule: (before?.shift.granule ?? 0) + (ended?.granule ?? 0),
          pages: (before?.shift.pages ?? 0) + (ended ? ended.sequence + 1 - heads : 0),
        },
      });
    }
  };
  const lastPage = async (run: KnownRun): Promise<{ granule: number; sequence: number } | undefined> => {
    if (end && runs[end.run] === run) return last;
    const minute = (await minutesOf(run)).at(-1);
    const bytes = minute === undefined ? undefined : await readFile(join(run.folder, `${minute}.ogg`));
    const pages = bytes ? wholePages(bytes).filter(({ isHead }) => !isHead) : [];
    const granule = pages.findLast((page) => page.granule !== undefined)?.granule;
    return pages.length > 0 ? { granule: granule ?? 0, sequence: pages.at(-1)!.sequence } : undefined;
  };

  /** The newest file, and the one before it, so that whoever comes first may go back a little. */
  const begin = async (): Promise<void> => {
    await learn();
    for (let run = runs.length - 1; run >= 0; run--) {
      const minutes = await minutesOf(runs[run]!);
      const minute = minutes.at(-2) ?? minutes.at(-1);
      if (minute === undefined) continue;
      end = { run, minute, offset: 0 };
      endMs = runs[run]!.at + minute * minuteMs;
      return;
    }
  };

  const cut = (run: KnownRun, bytes: Buffer): { length: number; ms: number; bytes: Buffer } => {
    if (format === 'mp3') {
      const { length, ms } = wholeFrames(bytes);
      return { length, ms, bytes: bytes.subarray(0, length) };
    }
    const all = wholePages(bytes);
    const pages = all.filter(({ isHead }) => !isHead);
    const length = all.length > 0 ? all.at(-1)!.at + all.at(-1)!.length : 0;
    return { length, ms: 0, bytes: movePages(bytes, pages, run.shift) };
  };

  const add = (from: Place, raw: Buffer): number => {
    const run = runs[from.run]!;
    const { length, bytes, ...rest } = cut(run, raw);
    let ms = rest.ms;
    if (format === 'ogg') {
      for (const page of wholePages(raw.subarray(0, length))) {
        if (page.isHead) continue;
        if (page.granule !== undefined) last.granule = page.granule;
        last.sequence = page.sequence;
      }
      ms = Math.max(0, run.at + last.granule / 48 - endMs);
    }
    if (bytes.length > 0) {
      chunks.push({ from, to: from.offset + length, at: endMs, ms, bytes, framed: frameChunk(bytes) });
      endMs += ms;
      while (chunks.length > 1 && chunks[0]!.at + chunks[0]!.ms < endMs - recentMs) {
        chunks.shift();
        base++;
      }
    }
    return length;
  };

  const look = async (): Promise<boolean> => {
    if (!end) await begin();
    const before = base + chunks.length;
    while (end) {
      const bytes = await readFrom(file(end), end.offset, readAtOnce);
      const length = bytes && bytes.length > 0 ? addSome(end, bytes) : 0;
      if (length > 0) {
        end = { ...end, offset: end.offset + length };
        continue;
      }
      // Another file is begun only when this one is complete.
      const minutes = await minutesOf(runs[end.run]!);
      const next = minutes.find((minute) => minute > end!.minute);
      if (next !== undefined) {
        // What was written between the two looks at this one.
        const more = await readFrom(file(end), end.offset, readAtOnce);
        if (more && more.length > 0 && addSome(end, more) > 0) continue;
        end = { run: end.run, minute: next, offset: 0 };
        endMs = Math.max(endMs, runs[end.run]!.at + next * minuteMs);
        continue;
      }
      await learn();
      const other = await firstOf(end.run + 1);
      if (!other) break;
      end = other;
      endMs = Math.max(endMs, runs[other.run]!.at + other.minute * minuteMs);
      last = { granule: 0, sequence: heads - 1 };
    }
    return base + chunks.length > before;
  };
  /** A large piece, of a process that just began, becomes many chunks: people begin at each. */
  const addSome = (from: Place, bytes: Buffer): number => {
    const step = 1500;
    if (bytes.length <= 2 * step) return add(from, bytes);
    let done = 0;
    for (let size = step; done < bytes.length;) {
      const length = add({ ...from, offset: from.offset + done }, bytes.subarray(done, done + size));
      done += length;
      if (length > 0) size = step;
      else if (done + size >= bytes.length) break;
      else size *= 2;
    }
    return done;
  };
  const firstOf = async (from: number): Promise<Place | undefined> => {
    for (let run = from; run < runs.length; run++) {
      const [minute] = await minutesOf(runs[run]!);
      if (minute !== undefined) return { run, minute, offset: 0 };
    }
    return undefined;
  };

  return {
    look,
    now: () => (chunks.length > 0 ? endMs : undefined),
    first: () => base,
    next: () => base + chunks.length,
    chunk: (number) => chunks[number - base],
    late: (ms) =>
      base +
      Math.max(
        0,
        chunks.findLastIndex(({ at }) => at <= endMs - ms),
      ),
    timeOf: (place) => (runs[place.run]?.at ?? 0) + place.minute * minuteMs,
    find: async (ms) => {
      const [oldest] = chunks;
      if (oldest && ms >= oldest.at) {
        const index = Math.max(
          0,
          chunks.findLastIndex(({ at }) => at <= ms),
        );
        return { place: chunks[index]!.from, chunk: base + index };
      }
      const run = Math.max(
        0,
        runs.findLastIndex(({ at }) => at <= ms),
      );
      const minutes = runs[run] ? await minutesOf(runs[run]) : [];
      const within = Math.max(0, ms - (runs[run]?.at ?? 0));
      const minute = minutes.findLast((one) => one * minuteMs <= within) ?? minutes[0];
      if (minute === undefined) return { place: oldest?.from ?? { run, minute: 0, offset: 0 } };
      const place = { run, minute, offset: 0 };
      const bytes = await readFrom(file(place), 0, 1024 * 1024);
      const rest = Math.max(0, within - minute * minuteMs);
      return { place: { ...place, offset: bytes ? offsetOf(bytes, rest, minute) : 0 } };
    },
    read: async (from, most) => {
      let place = from;
      for (let tries = 0; tries < 10_000; tries++) {
        const [oldest] = chunks;
        if (oldest && !isBefore(place, oldest.from)) {
          const index = chunks.findIndex((chunk) => !isBefore(chunk.from, place));
          return { bytes: Buffer.alloc(0), place, chunk: index < 0 ? base + chunks.length : base + index };
        }
        const run = runs[place.run];
        if (!run) return undefined;
        const raw = await readFrom(file(place), place.offset, most);
        const isLast = oldest && place.run === oldest.from.run && place.minute === oldest.from.minute;
        const some = raw && isLast ? raw.subarray(0, oldest.from.offset - place.offset) : raw;
        if (some && some.length > 0) {
          const { length, bytes } = cut(run, some);
          if (length > 0) return { bytes, place: { ...place, offset: place.offset + length } };
        }
        const next = (await minutesOf(run)).find((minute) => minute > place.minute);
        const other =
          next === undefined ? await firstOf(place.run + 1) : { ...place, minute: next, offset: 0 };
        if (!other) return undefined;
        place = other;
      }
      return undefined;
    },
  };

  function offsetOf(bytes: Buffer, ms: number, minute: number): number {
    if (format === 'mp3') return wholeFrames(bytes.subarray(0, ms * mp3Rate + 4096), ms).length;
    const until = (minute * minuteMs + ms) * 48;
    return wholePages(bytes).find((page) => !page.isHead && (page.granule ?? 0) > until)?.at ?? 0;
  }
}

async function readFrom(path: string, from: number, most: number): Promise<Buffer | undefined> {
  const handle = await open(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const bytes = Buffer.allocUnsafe(most);
    const { bytesRead } = await handle.read(bytes, 0, most, from);
    // A slice would hold on to all of it.
    return bytesRead === most ? bytes : Buffer.from(bytes.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
