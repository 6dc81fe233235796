/** Opus in Ogg, as the ladder's listeners get it. */
export const oggOptions = [
  ...['-c:a', 'libopus', '-b:a', '16k', '-ac', '1', '-ar', '48000', '-application', 'audio'],
  ...['-frame_duration', '20', '-page_duration', '200000', '-flush_packets', '1', '-f', 'ogg'],
];

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  return sum >>> 0;
});

/** Ogg's checksum of a page whose own four bytes of it are zero. */
function checksum(page: Buffer): number {
  let sum = 0;
  for (const byte of page) sum = ((sum << 8) ^ table[((sum >>> 24) ^ byte) & 0xff]!) >>> 0;
  return sum;
}

/** One page. `granule`: samples at 48 kHz at its end. */
export interface Page {
  bytes: Buffer;
  granule: number;
  isFirst: boolean;
}

/** Whole pages of a stream, one after another. Throws at what is no page. */
export function readPages(take: (page: Page) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= 27) {
      if (rest.toString('latin1', 0, 4) !== 'OggS') throw new Error('not our Ogg');
      const segments = rest[26]!;
      if (rest.length < 27 + segments) return;
      let length = 27 + segments;
      for (let i = 0; i < segments; i += 1) length += rest[27 + i]!;
      if (rest.length < length) return;
      const bytes = Buffer.from(rest.subarray(0, length));
      take({ bytes, granule: Number(bytes.readBigInt64LE(6)), isFirst: (bytes[5]! & 2) !== 0 });
      rest = rest.subarray(length);
    }
  };
}

/** The number of every logical stream of ours; one follows another only in another epoch. */
const serial = 0x76656368;

/**
 * Joins what one encoder after another gave into one logical stream: only the first one's head pages stand, pages are numbered
 * on, positions are of the epoch. `offset`: samples of the epoch before the encoder's first.
 */
export function makeJoin(): { next(page: Page, offset: number): { bytes: Buffer; at: number } | undefined } {
  let number = 0;
  let last = 0;
  return {
    next: ({ bytes, granule }, offset) => {
      const isHead = granule === 0;
      if (isHead && number >= 2) return undefined;
      const position = isHead ? 0 : Math.max(last, granule + offset);
      last = position;
      // Neither a second beginning nor an end in the middle.
      bytes[5] = number === 0 ? 2 : 0;
      bytes.writeBigInt64LE(BigInt(position), 6);
      bytes.writeUInt32LE(serial, 14);
      bytes.writeUInt32LE(number, 18);
      bytes.writeUInt32LE(0, 22);
      bytes.writeUInt32LE(checksum(bytes), 22);
      number += 1;
      // Where a page begins says which minute it belongs to; pages are a fifth of a second.
      return { bytes, at: isHead ? offset / 48 : Math.max(0, position / 48 - 200) };
    },
  };
}
