/** One entry of a tar: its bytes are given when its turn comes. */
export interface TarEntry {
  /** ASCII, at most 100 characters, or with a folder that ends within the first 155. */
  path: string;
  bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

const block = 512;
const padding = (bytes: number): number => (block - (bytes % block)) % block;

/** Bytes of the whole tar, before any of it is read. */
export const sizeOfTar = (entries: readonly Pick<TarEntry, 'bytes'>[]): number =>
  entries.reduce((sum, { bytes }) => sum + block + bytes + padding(bytes), 2 * block);

/** An entry's head, as ustar writes it: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
function headOf(path: string, bytes: number, at: Date): Buffer {
  const head = Buffer.alloc(block);
  const cut = path.length > 100 ? path.indexOf('/', path.length - 101) : -1;
  if (path.length > 100 && (cut < 1 || cut > 155)) throw new Error('a path too long for a tar');
  head.write(cut > 0 ? path.slice(cut + 1) : path, 0, 100, 'latin1');
  if (cut > 0) head.write(path.slice(0, cut), 345, 155, 'latin1');
  const octal = (value: number, from: number, width: number) =>
    head.write(`${value.toString(8).padStart(width - 1, '0')}\0`, from, 'latin1');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  // Twelve octal digits end at 8 GB; what is larger stands in binary, with its first bit set.
  if (bytes < 8 ** 11) octal(bytes, 124, 12);
  else {
    head.writeUInt8(0x80, 124);
    head.writeBigUInt64BE(BigInt(bytes), 128);
  }
  octal(Math.floor(at.getTime() / 1000), 136, 12);
  head.write('0', 156, 'latin1');
  head.write('ustar\u000000', 257, 'latin1');
  // The sum is counted with its own field full of spaces.
  head.fill(' ', 148, 156);
  const sum = head.reduce((all, one) => all + one, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return head;
}

/** Writes a tar as it is read; fails when an entry gives another number of bytes than it said. */
export async function* writeTar(entries: Iterable<TarEntry>, at: Date): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    yield headOf(entry.path, entry.bytes, at);
    let given = 0;
    for await (const chunk of entry.read()) {
      given += chunk.length;
      if (given > entry.bytes) break;
      yield chunk;
    }
    if (given !== entry.bytes) throw new Error('a file is not as long as it was said to be');
    if (padding(given) > 0) yield Buffer.alloc(padding(given));
  }
  yield Buffer.alloc(2 * block);
}
