import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the bot writes down, a line each; `at` is in milliseconds since the take's beginning. */
export type Written = { at: number } & (
  | { what: 'begin'; epoch: number; langs: string[]; picture: boolean }
  /** The rendition of a booth that was opened later begins. */
  | { what: 'lang'; lang: string }
  /** The first sample of `file` is at `at`. `voice`: on stage; `booth`: an interpreter's. */
  | { what: 'track'; file: string; identity: string; kind: 'voice' | 'booth'; lang?: string }
  | { what: 'track_end'; file: string }
  /** Somebody spoke from `at` to `to` of whom no voice is kept. */
  | { what: 'heard'; identity: string; kind: 'voice' | 'booth'; lang?: string; to: number }
  /** Whose picture is selected from now on. */
  | { what: 'picture'; identity: string | null; source: 'camera' | 'screen' | 'card' }
  /** The picture's encoder begins (`hls/<name>`), or sleeps. */
  | { what: 'picture_on'; name: string }
  | { what: 'picture_off' }
  | { what: 'slide'; name: string | null }
  /** An encoder was lost; what comes after stands in `as`, a folder beside the old one (or, of a track, another file). */
  | { what: 'fault'; of: string; word: string; as: string }
  | { what: 'end' }
);

/** With the number of the epoch whose folder the files named in it stand in. */
export type Entry = Written & { epoch: number };

/** Folders of epochs, oldest first. */
export async function listEpochs(takeFolder: string): Promise<number[]> {
  const names = await readdir(takeFolder).catch(() => []);
  return names
    .flatMap((name) => (/^e[1-9]\d*$/.test(name) ? [Number(name.slice(1))] : []))
    .sort((a, b) => a - b);
}

/**
 * Everything written down of a take, epoch after epoch. An epoch whose bot was killed gets the end that its sound tells;
 * a line that was cut short by the kill is left out. `isOver`: no bot runs any more, so that the last epoch, too, gets its end.
 */
export async function readJournal(
  takeFolder: string,
  { isOver = false }: { isOver?: boolean } = {},
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const epochs = await listEpochs(takeFolder);
  for (const epoch of epochs) {
    const folder = join(takeFolder, `e${epoch}`);
    const text = await readFile(join(folder, 'journal.jsonl'), 'utf8').catch(() => '');
    const own = text.split('\n').flatMap((line) => readLine(line, epoch));
    const begin = own[0];
    if (!begin) continue;
    entries.push(...own);
    // The last one may be running still.
    if (own.at(-1)!.what !== 'end' && (isOver || epoch !== epochs.at(-1)))
      entries.push({ at: await lastAt(folder, begin.at, own), what: 'end', epoch });
  }
  return entries;
}

function readLine(line: string, epoch: number): Entry[] {
  try {
    return line ? [{ ...(JSON.parse(line) as Written), epoch }] : [];
  } catch {
    return [];
  }
}

/** Bytes a millisecond of the floor's MP3, which has one rate. */
const bytesPerMs = 4;

async function lastAt(folder: string, begin: number, entries: Entry[]): Promise<number> {
  const said = Math.max(...entries.map((entry) => entry.at));
  const names = await readdir(join(folder, 'audio/floor')).catch(() => []);
  const minutes = names.flatMap((name) => (name.endsWith('.mp3') ? [parseInt(name, 10)] : []));
  if (minutes.length === 0) return said;
  const last = Math.max(...minutes);
  const { size } = await stat(join(folder, 'audio/floor', `${last}.mp3`));
  return Math.max(said, begin + last * 60_000 + Math.round(size / bytesPerMs));
}

/** From and to are milliseconds of the take; of what is still going on `to` is the end of what is known. */
export interface Span {
  from: number;
  to: number;
}
export interface TrackSpan extends Span {
  /** Relative to the take's folder. */
  file: string;
  identity: string;
  kind: 'voice' | 'booth';
  lang?: string;
}
export interface Spans {
  tracks: TrackSpan[];
  /** Speech of those whose voice is not kept. */
  heard: Omit<TrackSpan, 'file'>[];
  /** Which picture is selected; also while its encoder sleeps. */
  pictures: (Span & { identity: string | null; source: 'camera' | 'screen' | 'card' })[];
  slides: (Span & { name: string | null })[];
  /** In which no bot ran. */
  gaps: Span[];
  /** Of each epoch. */
  epochs: (Span & { epoch: number; langs: string[] })[];
  end: number;
}

/** What lasted how long. `now`: the end of what is still going on, where its bot has not ended. */
export function spans(entries: readonly Entry[], now?: number): Spans {
  const result: Spans = { tracks: [], heard: [], pictures: [], slides: [], gaps: [], epochs: [], end: 0 };
  let picture: Spans['pictures'][number] | undefined;
  let slide: Spans['slides'][number] | undefined;
  const open = new Map<string, TrackSpan>();
  const close = (at: number): void => {
    for (const track of open.values()) track.to = at;
    open.clear();
    if (picture) picture.to = at;
    if (slide) slide.to = at;
    [picture, slide] = [undefined, undefined];
    const epoch = result.epochs.at(-1);
    if (epoch) epoch.to = at;
  };
  for (const entry of entries) {
    const { at, epoch } = entry;
    const fresh = { from: at, to: at };
    if (entry.what === 'begin') {
      const before = result.epochs.at(-1);
      if (before && at > before.to) result.gaps.push({ from: before.to, to: at });
      result.epochs.push({ ...fresh, epoch, langs: [...entry.langs] });
    }
    if (entry.what === 'lang') result.epochs.at(-1)?.langs.push(entry.lang);
    if (entry.what === 'track') {
      const { identity, kind, lang } = entry;
      const file = `e${epoch}/${entry.file}`;
      const track: TrackSpan = { ...fresh, file, identity, kind, ...(lang && { lang }) };
      result.tracks.push(track);
      open.set(file, track);
    }
    if (entry.what === 'heard') {
      const { identity, kind, lang, to } = entry;
      result.heard.push({ from: at, to, identity, kind, ...(lang && { lang }) });
    }
    if (entry.what === 'track_end') {
      const file = `e${epoch}/${entry.file}`;
      const track = open.get(file);
      if (track) track.to = at;
      open.delete(file);
    }
    if (entry.what === 'picture') {
      if (picture) picture.to = at;
      picture = { ...fresh, identity: entry.identity, source: entry.source };
      result.pictures.push(picture);
    }
    if (entry.what === 'picture_off') {
      if (picture) picture.to = at;
      picture = undefined;
    }
    if (entry.what === 'slide') {
      if (slide) slide.to = at;
      slide = { ...fresh, name: entry.name };
      result.slides.push(slide);
    }
    if (entry.what === 'end') close(at);
    result.end = Math.max(result.end, at);
  }
  if (entries.at(-1)?.what !== 'end') {
    result.end = Math.max(result.end, now ?? 0);
    close(result.end);
  }
  return result;
}
