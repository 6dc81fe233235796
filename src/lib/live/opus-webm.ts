/**
 * Opus as it comes in Ogg, turned into the WebM that a browser's media source takes, packet by packet and without decoding.
 * Ogg: RFC 3533 and RFC 7845, WebM: https://www.webmproject.org/docs/container/ (its shape, EBML: RFC 8794).
 */
export interface Turner {
  /** Bytes of the answer as they come; what can be appended of them, if anything. */
  take(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
  /** A new answer begins, with heads of its own: its sound goes on where the last one's ended. */
  goOn(): void;
}

export const opusType = 'audio/webm; codecs="opus"';

const headSize = 27;

export function makeTurner(): Turner {
  let rest: Uint8Array = new Uint8Array();
  /** The beginning of a packet that ends on the next page. */
  let begun: Uint8Array[] = [];
  let isBegun = false;
  let at = 0;

  const pageOf = (page: Uint8Array, lengths: Uint8Array): Uint8Array[] => {
    const blocks: Uint8Array[] = [];
    const from = at;
    let start = headSize + lengths.length;
    if ((page[5]! & 1) === 0) begun = [];
    for (const length of lengths) {
      begun.push(page.subarray(start, start + length));
      start += length;
      if (length === 255) continue;
      const packet = join(begun);
      begun = [];
      const lasts = lengthOf(packet);
      if (lasts === undefined || isHead(packet)) continue;
      // Its track, its time after the cluster's, and that it can be begun with.
      blocks.push(element([0xa3], [0x81, ...bigEndian(at - from, 2), 0x80], packet));
      at += lasts;
    }
    return blocks.length === 0 ? [] : [element([0x1f, 0x43, 0xb6, 0x75], time(from), ...blocks)];
  };

  return {
    take: (bytes) => {
      rest = join([rest, bytes]);
      const out: Uint8Array[] = [];
      for (;;) {
        const sign = findPage(rest);
        if (sign > 0) rest = rest.subarray(sign);
        if (rest.length < headSize) break;
        const lengths = rest.subarray(headSize, headSize + rest[26]!);
        const whole = lengths.reduce((sum, one) => sum + one, headSize + rest[26]!);
        if (lengths.length < rest[26]! || rest.length < whole) break;
        out.push(...pageOf(rest.subarray(0, whole), lengths));
        rest = rest.subarray(whole);
      }
      if (out.length === 0) return undefined;
      if (!isBegun) out.unshift(beginning());
      isBegun = true;
      return join(out);
    },
    goOn: () => {
      rest = new Uint8Array();
      begun = [];
    },
  };
}

const join = (parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** How a page begins: its sign and the only version there is. */
const pageSign = [0x4f, 0x67, 0x67, 0x53, 0];

/** Where the next page may begin: what cannot belong to one is passed over. */
function findPage(bytes: Uint8Array): number {
  for (let at = 0; at + pageSign.length <= bytes.length; at += 1)
    if (pageSign.every((sign, n) => bytes[at + n] === sign)) return at;
  return Math.max(0, bytes.length - pageSign.length + 1);
}

const isHead = (packet: Uint8Array): boolean =>
  packet.length >= 8 && String.fromCharCode(...packet.subarray(0, 4)) === 'Opus';

/** Milliseconds of a packet, by its first byte (RFC 6716, 3.1). Undefined for one that no decoder takes. */
function lengthOf(packet: Uint8Array): number | undefined {
  const first = packet[0];
  if (first === undefined) return undefined;
  const kind = first >> 3;
  const frame =
    kind < 12 ? [10, 20, 40, 60][kind & 3]! : kind < 16 ? [10, 20][kind & 1]! : [2.5, 5, 10, 20][kind & 3]!;
  const count = (first & 3) === 0 ? 1 : (first & 3) < 3 ? 2 : (packet[1] ?? 0) & 63;
  return count > 0 && frame * count <= 120 ? frame * count : undefined;
}

const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, n) => Math.floor(value / 256 ** (bytes - 1 - n)) % 256);

/** One element of EBML; its size takes four bytes. */
function element(id: readonly number[], ...body: (Uint8Array | readonly number[])[]): Uint8Array {
  const size = bigEndian(
    body.reduce((sum, part) => sum + part.length, 0),
    4,
  );
  return join([id, [size[0]! | 0x10, ...size.slice(1)], ...body]);
}
/** Milliseconds of a cluster since the beginning. */
const time = (ms: number): Uint8Array => element([0xe7], bigEndian(Math.round(ms), 4));
const text = (value: string): number[] => [...value].map((sign) => sign.charCodeAt(0));

/** All that comes before the first cluster: one track of one channel, of a length that nobody knows. */
function beginning(): Uint8Array {
  const head = element(
    [0x1a, 0x45, 0xdf, 0xa3],
    element([0x42, 0x82], text('webm')),
    element([0x42, 0x87], [4]),
    element([0x42, 0x85], [2]),
  );
  const info = element(
    [0x15, 0x49, 0xa9, 0x66],
    element([0x2a, 0xd7, 0xb1], bigEndian(1_000_000, 4)),
    element([0x4d, 0x80], text('veche')),
    element([0x57, 0x41], text('veche')),
  );
  // One joins in the middle: there is nothing at the beginning that a decoder would have to leave out.
  const opusHead = [...text('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0];
  const track = element(
    [0xae],
    element([0xd7], [1]),
    element([0x73, 0xc5], [1]),
    element([0x83], [2]),
    element([0x86], text('A_OPUS')),
    element([0x63, 0xa2], opusHead),
    element([0x56, 0xbb], bigEndian(80_000_000, 4)),
    element([0xe1], element([0xb5], [0x47, 0x3b, 0x80, 0]), element([0x9f], [1])),
  );
  const segment = [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  return join([head, segment, info, element([0x16, 0x54, 0xae, 0x6b], track)]);
}
