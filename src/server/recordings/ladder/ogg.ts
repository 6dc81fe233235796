// Pages of Ogg: https://www.rfc-editor.org/rfc/rfc3533 ; Opus in them: https://www.rfc-editor.org/rfc/rfc7845

export interface Page {
  /** Where it begins in the bytes it was found in. */
  at: number;
  length: number;
  /** Samples at 48 kHz until its end; undefined when no packet ends on it. */
  granule: number | undefined;
  sequence: number;
  /** One of the two with which a stream begins. */
  isHead: boolean;
}

const headSize = 27;
const serial = 0x76656365;

const polynomial = 0x04c11db7;
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte << 24;
  for (let bit = 0; bit < 8; bit++) rest = rest & 0x80000000 ? (rest << 1) ^ polynomial : rest << 1;
  return rest >>> 0;
});
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) sum = (sum << 8) ^ table[(sum >>> 24) ^ bytes[at]!]!;
  return sum >>> 0;
}

/** The whole pages in `bytes`, in order. What is no page is passed over. */
export function wholePages(bytes: Buffer): Page[] {
  const pages: Page[] = [];
  for (let at = bytes.indexOf('OggS'); at >= 0 && at + headSize <= bytes.length;) {
    const segments = bytes[at + 26]!;
    const body = at + headSize + segments;
    if (body > bytes.length) break;
    let length = headSize + segments;
    for (let one = at + headSize; one < body; one++) length += bytes[one]!;
    if (at + length > bytes.length) break;
    const name = bytes.toString('latin1', body, body + 8);
    const granule = bytes.readBigInt64LE(at + 6);
    pages.push({
      at,
      length,
      granule: granule < 0n ? undefined : Number(granule),
      sequence: bytes.readUInt32LE(at + 18),
      isHead: name === 'OpusHead' || name === 'OpusTags',
    });
    const next = at + length;
    at = bytes.subarray(next, next + 4).toString('latin1') === 'OggS' ? next : bytes.indexOf('OggS', next);
  }
  return pages;
}

/** By how much the pages of a run are moved, so that all runs are one logical stream. */
export interface Shift {
  granule: number;
  pages: number;
}
/** The first page of a run after the heads, which are handed out anew. */
export const heads = 2;

/** Copies pages, none of them a head, into one stream: its serial number, its count of pages, its samples, never its end. */
export function movePages(bytes: Buffer, pages: readonly Page[], shift: Shift): Buffer {
  return Buffer.concat(
    pages.map((page) => {
      const copy = Buffer.from(bytes.subarray(page.at, page.at + page.length));
      copy[5] = copy[5]! & 1;
      if (page.granule !== undefined) copy.writeBigInt64LE(BigInt(page.granule + shift.granule), 6);
      copy.writeUInt32LE((page.sequence + shift.pages) >>> 0, 18);
      return sign(copy);
    }),
  );
}

function sign(page: Buffer): Buffer {
  page.writeUInt32LE(serial, 14);
  page.writeUInt32LE(0, 22);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

function headPage(sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(headSize + 1);
  head.write('OggS', 'latin1');
  head[5] = sequence === 0 ? 2 : 0;
  head.writeUInt32LE(sequence, 18);
  head[26] = 1;
  head[headSize] = body.length;
  return sign(Buffer.concat([head, body]));
}

/** What every listener gets first: one channel, as the bot writes it. */
export function opusHeads(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.set([1, 1], 8);
  // Samples that a decoder leaves out at the beginning of a stream.
  head.writeUInt16LE(312, 10);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.alloc(8 + 4 + 5 + 4);
  tags.write('OpusTags', 'latin1');
  tags.writeUInt32LE(5, 8);
  tags.write('veche', 12, 'latin1');
  return Buffer.concat([headPage(0, head), headPage(1, tags)]);
}
