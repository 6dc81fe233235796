const block = 512;

const textAt = (header: Buffer, start: number, length: number): string => {
  const part = header.subarray(start, start + length);
  const end = part.indexOf(0);
  return part.subarray(0, end < 0 ? length : end).toString('latin1');
};

const octalAt = (header: Buffer, start: number, length: number): number => {
  const digits = textAt(header, start, length).trim();
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : 0;
};

/**
 * Takes one file out of an unpacked tar, by its base name; undefined when it isn't there or the archive is cut off.
 * Nothing is written to the disk here, so no path of the archive can lead anywhere.
 */
export function fileFromTar(tar: Buffer, name: string): Buffer | undefined {
  for (let at = 0; at + block <= tar.length;) {
    const header = tar.subarray(at, at + block);
    const path = textAt(header, 0, 100);
    const size = octalAt(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    const body = at + block;
    const regular = type === '0' || type === '\0';
    if (regular && path.split('/').pop() === name) {
      return body + size <= tar.length ? tar.subarray(body, body + size) : undefined;
    }
    at = body + Math.ceil(size / block) * block;
  }
  return undefined;
}
