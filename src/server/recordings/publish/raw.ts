import { open, readdir, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readRange } from '../storage/serve.ts';
import { listEpochs } from '../journal.ts';
import { readStretches, type Stretch } from './segments.ts';

/** Which sounds the listeners of a take had: the floor first. */
export async function rawLangs(takeFolder: string): Promise<string[]> {
  const found = new Set<string>();
  for (const epoch of await listEpochs(takeFolder))
    for (const name of await readdir(join(takeFolder, `e${epoch}`, 'hls')).catch(() => [])) {
      const lang = /^(floor|[a-z]{2,3})(?:[.-]\d+)?$/.exec(name)?.[1];
      if (lang) found.add(lang);
    }
  return [...found].sort((a, b) => Number(b === 'floor') - Number(a === 'floor') || a.localeCompare(b));
}

/** Segments are called by where they lie: `e1-picture-000001.m4s`. */
export const segmentName = /^e([1-9]\d{0,4})-([a-z]{2,7}(?:[.-]\d{1,4})?)-(init\.mp4|\d{1,8}\.m4s)$/;

export const segmentPath = (takeFolder: string, [, epoch, name, file]: RegExpExecArray): string =>
  join(takeFolder, `e${epoch}`, 'hls', name!, file!);

/** A closed list of everything of a rendition; a new beginning of an encoder is a discontinuity. */
export function mediaList(stretches: readonly Stretch[]): string {
  const longest = Math.max(1, ...stretches.flatMap((one) => one.segments.map(({ from, to }) => to - from)));
  const parts = stretches.flatMap((stretch, n) => {
    const base = `e${stretch.epoch}-${stretch.name}-`;
    return [
      ...(n > 0 ? ['#EXT-X-DISCONTINUITY'] : []),
      `#EXT-X-MAP:URI="${base}init.mp4"`,
      ...stretch.segments.flatMap(({ file, from, to }) => [
        `#EXTINF:${((to - from) / 1000).toFixed(5)},`,
        `${base}${file}`,
      ]),
    ];
  });
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.ceil(longest / 1000)}`],
    ...['#EXT-X-MEDIA-SEQUENCE:1', '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS'],
    ...[...parts, '#EXT-X-ENDLIST', ''],
  ].join('\n');
}

/** What a player of HLS is given of a language: the picture with this sound, the other sounds to choose, or the sound alone. */
export async function masterList(takeFolder: string, lang: string): Promise<string> {
  const langs = await rawLangs(takeFolder);
  const picture = await readStretches(takeFolder, 'picture');
  const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  if (picture.length === 0)
    return [...head, '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"', `${lang}-sound.m3u8`, ''].join(
      '\n',
    );
  const sounds = langs.map(
    (one) =>
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="${one}",${one === 'floor' ? '' : `LANGUAGE="${one}",`}DEFAULT=${one === lang ? 'YES' : 'NO'},AUTOSELECT=YES,URI="${one}-sound.m3u8"`,
  );
  const codec = codecOf(picture[0]!.setup) ?? 'avc1.42e01f';
  return [
    ...[...head, ...sounds],
    `#EXT-X-STREAM-INF:BANDWIDTH=1500000,CODECS="${codec},mp4a.40.2",AUDIO="sound"`,
    ...['picture-sound.m3u8', ''],
  ].join('\n');
}

/** `avc1.42c01f`: from the decoder's set-up. */
function codecOf(setup: string): string | undefined {
  const bytes = Buffer.from(setup, 'base64');
  const at = bytes.indexOf('avcC', 0, 'latin1');
  return at < 0 ? undefined : `avc1.${bytes.toString('hex', at + 5, at + 8)}`;
}

interface Part {
  path: string;
  bytes: number;
}

/** The minutes of a language one after another: together they are one MP3 of one rate, which every player can seek in. */
export async function listMinutes(takeFolder: string, lang: string): Promise<Part[]> {
  const parts: Part[] = [];
  for (const epoch of await listEpochs(takeFolder)) {
    const home = join(takeFolder, `e${epoch}`, 'audio');
    const names = (await readdir(home).catch(() => [])).filter(
      (name) => name === lang || (name.startsWith(lang) && /^[.-]\d+$/.test(name.slice(lang.length))),
    );
    for (const name of names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
      const minutes = (await readdir(join(home, name)))
        .filter((file) => /^\d+\.mp3$/.test(file))
        .sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
      for (const file of minutes) {
        const path = join(home, name, file);
        parts.push({ path, bytes: (await stat(path)).size });
      }
    }
  }
  return parts;
}

/** Several files as one, whole or a range of it; read no faster than it is taken. */
export async function sendParts(
  res: ServerResponse,
  parts: readonly Part[],
  headers: Record<string, string>,
  asked: string | undefined,
  isHead: boolean,
): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  const range = readRange(asked, total);
  if (range === 'none')
    return void res.writeHead(416, { ...headers, 'content-range': `bytes */${total}` }).end();
  const [from, to] = range ? [range.from, range.to] : [0, total - 1];
  res.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': String(to - from + 1),
    ...(range ? { 'content-range': `bytes ${from}-${to}/${total}` } : {}),
  });
  if (isHead) return void res.end();
  await pipeline(readParts(parts, from, to), res).catch(() => res.destroy());
}

async function* readParts(parts: readonly Part[], from: number, to: number): AsyncGenerator<Buffer> {
  let before = 0;
  for (const { path, bytes } of parts) {
    const [begin, end] = [Math.max(0, from - before), Math.min(bytes - 1, to - before)];
    before += bytes;
    if (begin > end || bytes === 0) continue;
    const file = await open(path, 'r');
    for await (const chunk of file.createReadStream({ start: begin, end })) yield chunk as Buffer;
  }
}
