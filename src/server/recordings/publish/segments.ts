import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { boxesIn, readFragment, type Box } from '../cut/fragment.ts';

/** One fragment as it lies on the disk; times are milliseconds since the take's start. */
export interface Segment {
  file: string;
  from: number;
  to: number;
}

/** What one encoder wrote from its beginning to its end, without a break. */
export interface Stretch {
  /** `e<epoch>`, and the name of its folder below hls/. */
  epoch: number;
  name: string;
  folder: string;
  /** How a decoder is set up, as bytes of the head: stretches that agree can be joined without encoding anew. */
  setup: string;
  segments: Segment[];
  from: number;
  to: number;
}

/** Renditions stand in a folder of their name; what came after an encoder was lost, in one beside it. */
const isOf = (folder: string, rendition: string): boolean =>
  folder === rendition || (folder.startsWith(rendition) && /^[.-]\d+$/.test(folder.slice(rendition.length)));

/** All stretches of a rendition in the order of their time. What can't be read is left out. */
export async function readStretches(takeFolder: string, rendition: string): Promise<Stretch[]> {
  const found: Stretch[] = [];
  for (const epoch of await readdir(takeFolder).catch(() => [])) {
    if (!/^e[1-9]\d*$/.test(epoch)) continue;
    const hls = join(takeFolder, epoch, 'hls');
    for (const name of await readdir(hls).catch(() => []))
      if (isOf(name, rendition)) {
        const stretch = await readStretch(join(hls, name), Number(epoch.slice(1)), name);
        if (stretch) found.push(stretch);
      }
  }
  return found.sort((a, b) => a.from - b.from);
}

async function readStretch(folder: string, epoch: number, name: string): Promise<Stretch | undefined> {
  const head = await readFile(join(folder, 'init.mp4')).catch(() => undefined);
  const track = head && readHead(head);
  if (!track) return undefined;
  const names = (await readdir(folder)).filter((file) => /^\d+\.m4s$/.test(file)).sort();
  const segments: Segment[] = [];
  for (const file of names) {
    const times = await readTimes(join(folder, file), track);
    if (times) segments.push({ file, ...times });
  }
  if (segments.length === 0) return undefined;
  return {
    ...{ epoch, name, folder, setup: track.setup, segments },
    from: segments[0]!.from,
    to: segments.at(-1)!.to,
  };
}

interface Head {
  timescale: number;
  /** Of a sample, where a fragment says nothing of it. */
  duration: number;
  setup: string;
}

/** Walks down one path of boxes: `moov.trak.mdia`. */
function findBox(bytes: Buffer, path: string, from = 0, to = bytes.length): Box | undefined {
  let here: Box | undefined = { type: '', start: from, from, to };
  for (const type of path.split('.')) {
    if (!here) return undefined;
    here = boxesIn(bytes, here.from, here.to).find((one) => one.type === type);
  }
  return here;
}

/** https://www.iso.org/standard/83102.html (ISO base media): one track a file is all that is written here. */
function readHead(bytes: Buffer): Head | undefined {
  const mdhd = findBox(bytes, 'moov.trak.mdia.mdhd');
  const stsd = findBox(bytes, 'moov.trak.mdia.minf.stbl.stsd');
  if (!mdhd || !stsd) return undefined;
  const timescale = bytes.readUInt32BE(mdhd.from + (bytes[mdhd.from] === 1 ? 20 : 12));
  const trex = findBox(bytes, 'moov.mvex.trex');
  const duration = trex ? bytes.readUInt32BE(trex.from + 12) : 0;
  return timescale > 0
    ? { timescale, duration, setup: bytes.toString('base64', stsd.from, stsd.to) }
    : undefined;
}

/** Reads the heads of a fragment's boxes only, not what is heard and seen. */
async function readTimes(path: string, head: Head): Promise<{ from: number; to: number } | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return undefined;
  try {
    let first: number | undefined;
    let end = 0;
    for await (const moof of readMoofs(file)) {
      const part = readFragment(moof, head.duration);
      if (!part) continue;
      first ??= Number(part.decodeTime);
      end = Number(part.decodeTime) + part.samples.reduce((sum, { duration }) => sum + duration, 0);
    }
    if (first === undefined) return undefined;
    const ms = (ticks: number): number => (ticks / head.timescale) * 1000;
    return { from: ms(first), to: ms(end) };
  } finally {
    await file.close();
  }
}

async function* readMoofs(file: FileHandle): AsyncGenerator<Buffer> {
  const start = Buffer.alloc(8);
  for (let at = 0; ;) {
    if ((await file.read(start, 0, 8, at)).bytesRead < 8) return;
    const size = start.readUInt32BE(0);
    if (size < 8 || size > 512 * 1024 * 1024) return;
    if (start.toString('latin1', 4, 8) === 'moof') {
      const moof = Buffer.alloc(Math.min(size, 1024 * 1024));
      if ((await file.read(moof, 0, moof.length, at)).bytesRead < moof.length) return;
      yield moof;
    }
    at += size;
  }
}
