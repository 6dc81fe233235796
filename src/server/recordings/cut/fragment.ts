// Fragments of MP4 (ISO/IEC 14496-12) of one track, as ffmpeg writes them for HLS.

export interface Box {
  type: string;
  /** Of its head, and of what is in it. */
  start: number;
  from: number;
  to: number;
}

/** One after another, until one is cut off. */
export function boxesIn(bytes: Buffer, from = 0, to = bytes.length): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > to) break;
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at, from: at + 8, to: at + size });
    at += size;
  }
  return found;
}

interface Sample {
  duration: number;
  size: number;
  flags: number;
  /** Shown so much later than decoded. */
  offset: number;
}

interface Fragment {
  /** What stands before the first moof and says what kind of file it is. */
  head: Buffer;
  sequence: number;
  track: number;
  /** In ticks of the track's time. */
  decodeTime: bigint;
  samples: Sample[];
  /** Of all samples, one after another. */
  data: Buffer;
}

/** Two seconds of sound are a hundred; a damaged file may say anything. */
const mostSamples = 100_000;

/** Takes a fragment apart; undefined when it is none. `usualDuration`: of a sample, where a fragment says nothing of it. */
export function readFragment(bytes: Buffer, usualDuration = 0): Fragment | undefined {
  const all = boxesIn(bytes);
  const styp = all.find((box) => box.type === 'styp');
  const result: Fragment = {
    head: styp ? bytes.subarray(styp.start, styp.to) : Buffer.alloc(0),
    sequence: 1,
    track: 1,
    decodeTime: 0n,
    samples: [],
    data: Buffer.concat(
      all.filter((box) => box.type === 'mdat').map((box) => bytes.subarray(box.from, box.to)),
    ),
  };
  const moofs = all.filter((box) => box.type === 'moof');
  for (const [n, moof] of moofs.entries()) {
    const inside = boxesIn(bytes, moof.from, moof.to);
    const mfhd = inside.find((box) => box.type === 'mfhd');
    if (n === 0 && mfhd) result.sequence = bytes.readUInt32BE(mfhd.from + 4);
    const traf = inside.find((box) => box.type === 'traf');
    if (traf) readTraf(bytes, traf, result, n === 0, usualDuration);
  }
  return moofs.length > 0 && result.samples.length > 0 ? result : undefined;
}

function readTraf(bytes: Buffer, traf: Box, result: Fragment, isFirst: boolean, duration: number): void {
  const usual = { duration, size: 0, flags: 0 };
  for (const box of boxesIn(bytes, traf.from, traf.to)) {
    const flags = bytes.readUInt32BE(box.from) & 0xff_ffff;
    let at = box.from + 4;
    const next = (): number => bytes.readUInt32BE((at += 4) - 4);
    if (box.type === 'tfhd') {
      const track = next();
      if (isFirst) result.track = track;
      if (flags & 0x01) at += 8;
      if (flags & 0x02) at += 4;
      if (flags & 0x08) usual.duration = next();
      if (flags & 0x10) usual.size = next();
      if (flags & 0x20) usual.flags = next();
    }
    if (box.type === 'tfdt' && isFirst)
      result.decodeTime = bytes[box.from] === 1 ? bytes.readBigUInt64BE(at) : BigInt(bytes.readUInt32BE(at));
    if (box.type === 'trun') {
      const count = Math.min(next(), mostSamples);
      if (flags & 0x01) at += 4;
      const first = flags & 0x04 ? next() : undefined;
      const row = [0x100, 0x200, 0x400, 0x800].filter((bit) => flags & bit).length * 4;
      for (let n = 0; n < count && at + row <= box.to; n += 1)
        result.samples.push({
          duration: flags & 0x100 ? next() : usual.duration,
          size: flags & 0x200 ? next() : usual.size,
          flags: flags & 0x400 ? next() : n === 0 && first !== undefined ? first : usual.flags,
          offset: flags & 0x800 ? next() | 0 : 0,
        });
    }
  }
}

/** Puts a fragment together: one run of samples. */
export function writeFragment({ head, sequence, track, decodeTime, samples, data }: Fragment): Buffer {
  const trun = Buffer.alloc(12 + samples.length * 16);
  trun.writeUInt32BE(samples.length, 4);
  // Where the data begin, and of each sample how long, how big, which kind, and when it is shown.
  trun.writeUInt32BE(0x0100_0f01, 0);
  samples.forEach((sample, n) => {
    const at = 12 + n * 16;
    trun.writeUInt32BE(sample.duration, at);
    trun.writeUInt32BE(sample.size, at + 4);
    trun.writeUInt32BE(sample.flags, at + 8);
    trun.writeInt32BE(sample.offset, at + 12);
  });
  const tfhd = Buffer.alloc(8);
  // Offsets are counted from the beginning of the moof.
  tfhd.writeUInt32BE(0x0002_0000, 0);
  tfhd.writeUInt32BE(track, 4);
  const tfdt = Buffer.alloc(12);
  tfdt.writeUInt32BE(0x0100_0000, 0);
  tfdt.writeBigUInt64BE(decodeTime, 4);
  const mfhd = Buffer.alloc(8);
  mfhd.writeUInt32BE(sequence, 4);
  const moof = box(
    'moof',
    box('mfhd', mfhd),
    box('traf', box('tfhd', tfhd), box('tfdt', tfdt), box('trun', trun)),
  );
  moof.writeUInt32BE(moof.length + 8, moof.length - samples.length * 16 - 4);
  return Buffer.concat([head, moof, box('mdat', data)]);
}

function box(type: string, ...inside: Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inside.reduce((sum, one) => sum + one.length, 0), 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...inside]);
}
