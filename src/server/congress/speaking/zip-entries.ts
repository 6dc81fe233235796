import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  /** As it says of itself. */
  size: number;
  bytes(most: number): Buffer | undefined;
}

const most = { entries: 5_000, size: 400 * 1024 * 1024, ratio: 200 };
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const fileMark = 0x04034b50;

/**
 * The entries of a plain ZIP archive, by its directory; nothing is unpacked. Undefined for what isn't one from its
 * first byte to its last, for one that is encrypted or in parts, and for one that unpacks to more than it should:
 * too much, too many, or the same bytes again and again.
 */
export function readZip(bytes: Buffer): ZipEntry[] | undefined {
  const end = bytes.length - 22;
  // A comment at the end would be a place for another file: office programs write none.
  if (end < 0 || bytes.readUInt32LE(end) !== endMark || bytes.readUInt16LE(end + 20) !== 0) return undefined;
  const [disks, count, size, start] = [
    bytes.readUInt32LE(end + 4),
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ];
  if (disks !== 0 || count === 0 || count > most.entries || start + size !== end) return undefined;
  const entries: (ZipEntry & { from: number; packed: number })[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== entryMark) return undefined;
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
    const [packed, whole] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameSize, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const from = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameSize);
    at += 46 + nameSize + extra + comment;
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) return undefined;
    if (from + 30 > start || bytes.readUInt32LE(from) !== fileMark) return undefined;
    if (/^[/\\]|\\|(^|\/)\.\.(\/|$)|\0/.test(name)) return undefined;
    const data = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28);
    if (data + packed > start) return undefined;
    entries.push({
      name,
      size: whole,
      from,
      packed,
      bytes: (limit) => unpack(bytes, data, packed, method, limit),
    });
  }
  return at === end && isPlain(entries) ? entries : undefined;
}

function isPlain(entries: { from: number; packed: number; size: number }[]): boolean {
  const inOrder = entries.toSorted((a, b) => a.from - b.from);
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  const isApart = inOrder.every(
    (entry, i) => i === 0 || inOrder[i - 1]!.from + 30 + inOrder[i - 1]!.packed <= entry.from,
  );
  return (
    inOrder[0]!.from === 0 && isApart && total <= most.size && total <= packed * most.ratio + 1024 * 1024
  );
}

function unpack(
  bytes: Buffer,
  from: number,
  packed: number,
  method: number,
  limit: number,
): Buffer | undefined {
  const piece = bytes.subarray(from, from + packed);
  if (method === 0) return piece.length <= limit ? piece : undefined;
  try {
    return inflateRawSync(piece, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}
