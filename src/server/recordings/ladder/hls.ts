import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listRenditions, listRuns } from './runs.ts';

/** How long a fragment is meant to be, and how many of them stand in the window of ten minutes. */
const fragmentMs = 2_000;
const windowFragments = 300;

interface Fragment {
  /** Undefined: nothing was written then. */
  uri?: string;
  /** Of its beginnings; another one needs a break in the playlist. */
  init?: string;
  seconds: number;
}

export interface Rendition {
  fragments: Fragment[];
  /** Of the first one. */
  sequence: number;
  /** Breaks before the first one. */
  breaks: number;
}

interface Listed {
  name: string;
  seconds: number;
}

/** What ffmpeg's own list of a run says: its last ten minutes. */
export function readIndex(text: string): Listed[] {
  const found: Listed[] = [];
  let seconds = 0;
  for (const line of text.split(/\r?\n/)) {
    const said = /^#EXTINF:([\d.]+)/.exec(line);
    if (said) seconds = Number(said[1]);
    else if (/^\d{1,8}\.m4s$/.test(line)) found.push({ name: line, seconds });
  }
  return found;
}

/** What stands in a run before its list begins. */
async function readBefore(folder: string, first: string): Promise<Listed[]> {
  return (await readdir(folder))
    .filter((name) => /^\d{6}\.m4s$/.test(name) && name < first)
    .sort()
    .map((name) => ({ name, seconds: fragmentMs / 1000 }));
}

/**
 * All runs of a rendition in one row; of each the last ten minutes, or all of it. A fragment's number is where its two seconds
 * stand in the take, so that every process counts alike; where nothing was written, gaps keep the count.
 */
export async function readRendition(
  takeFolder: string,
  name: string,
  isWhole: boolean,
): Promise<Rendition | undefined> {
  const rendition: Rendition = { fragments: [], sequence: 0, breaks: 0 };
  let next: number | undefined;
  for (const run of await listRuns(takeFolder, 'hls', name)) {
    const listed = readIndex(await readFile(join(run.folder, 'index.m3u8'), 'utf8').catch(() => ''));
    if (!listed[0]) continue;
    const index = isWhole ? [...(await readBefore(run.folder, listed[0].name)), ...listed] : listed;
    const first = index[0]!;
    // The first ones may have been deleted.
    const at = Math.floor(run.at / fragmentMs) + parseInt(first.name, 10) - 1;
    if (next === undefined) rendition.sequence = next = at;
    for (; next < at; next++) rendition.fragments.push({ seconds: fragmentMs / 1000 });
    const home = `e${run.epoch}/${run.name}`;
    for (const one of index)
      rendition.fragments.push({
        uri: `${home}/${one.name}`,
        init: `${home}/init.mp4`,
        seconds: one.seconds,
      });
    next += index.length;
  }
  return rendition.fragments.some(({ uri }) => uri) ? rendition : undefined;
}

/** A media playlist: the last ten minutes while the take goes on, all of it afterwards. */
export function writePlaylist({ fragments, sequence }: Rendition, isOn: boolean): string {
  const from = isOn ? Math.max(0, fragments.length - windowFragments) : 0;
  const inits = fragments.map(({ init }) => init).filter((init) => init !== undefined);
  const before = fragments.slice(0, from).flatMap(({ init }) => init ?? []);
  const breaks = Math.max(0, new Set(before).size - (before.at(-1) === firstInit(fragments, from) ? 1 : 0));
  const longest = Math.max(fragmentMs / 1000, ...fragments.map(({ seconds }) => Math.round(seconds)));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:8',
    `#EXT-X-TARGETDURATION:${longest}`,
    `#EXT-X-MEDIA-SEQUENCE:${sequence + from}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${breaks}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  if (!isOn) lines.splice(2, 0, '#EXT-X-PLAYLIST-TYPE:VOD');
  let init: string | undefined;
  const nameless = inits[0];
  for (const fragment of fragments.slice(from)) {
    if (fragment.init && fragment.init !== init) {
      if (init !== undefined) lines.push('#EXT-X-DISCONTINUITY');
      init = fragment.init;
      lines.push(`#EXT-X-MAP:URI="${init}"`);
    }
    if (!fragment.uri) lines.push('#EXT-X-GAP');
    lines.push(`#EXTINF:${fragment.seconds.toFixed(3)},`, fragment.uri ?? `${nameless ?? 'gap'}`);
  }
  if (!isOn) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

const firstInit = (fragments: readonly Fragment[], from: number): string | undefined =>
  fragments.slice(from).find(({ init }) => init !== undefined)?.init;

/** The codec of a picture, as RFC 6381 writes it, from the head of its fragments; undefined: none is said there. */
export function pictureCodec(init: Buffer): string | undefined {
  const at = init.indexOf('avcC');
  if (at < 0) return undefined;
  return `avc1.${init.subarray(at + 5, at + 8).toString('hex')}`;
}

/** Bits a second: what the bot's encoders are told, with the boxes around it. */
const [soundRate, pictureRate] = [56_000, 1_100_000];

/**
 * The master playlist, of a folder in which there is something; sound alone stands first. `nameOf` writes a language's name,
 * or that of the floor.
 */
export async function writeMaster(
  takeFolder: string,
  nameOf: (rendition: string) => string,
): Promise<string | undefined> {
  const all = await listRenditions(takeFolder, 'hls');
  const sounds = all.filter((name) => name !== 'picture');
  if (sounds.length === 0) return undefined;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:8', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const name of sounds)
    lines.push(
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="${nameOf(name).replaceAll('"', '')}"${name === 'floor' ? '' : `,LANGUAGE="${name}"`},DEFAULT=${name === 'floor' ? 'YES' : 'NO'},AUTOSELECT=YES,URI="${name}.m3u8"`,
    );
  lines.push(
    `#EXT-X-STREAM-INF:BANDWIDTH=${soundRate},CODECS="mp4a.40.2",AUDIO="sound"`,
    `${sounds[0]!}.m3u8`,
  );
  if (all.includes('picture')) {
    const run = (await listRuns(takeFolder, 'hls', 'picture')).at(-1);
    const init = run && (await readFile(join(run.folder, 'init.mp4')).catch(() => undefined));
    const codec = init && pictureCodec(init);
    if (codec)
      lines.push(
        `#EXT-X-STREAM-INF:BANDWIDTH=${soundRate + pictureRate},CODECS="${codec},mp4a.40.2",AUDIO="sound"`,
        'picture.m3u8',
      );
  }
  return `${lines.join('\n')}\n`;
}
