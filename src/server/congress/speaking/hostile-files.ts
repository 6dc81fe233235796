import { deflateRawSync } from 'node:zlib';

interface Piece {
  name: string;
  data: Buffer;
  stored?: boolean;
  /** What the directory says of its size, when that is a lie. */
  claims?: number;
}

/** A ZIP archive for tests, as an office program writes it. */
export function writeZip(pieces: readonly Piece[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, stored, claims } of pieces) {
    const packed = stored ? data : deflateRawSync(data);
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? data.length, 18);
    common.writeUInt16LE(label.length, 22);
    const head = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, label, packed]);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    directory.push(Buffer.concat([entry, label]));
    bodies.push(head);
    at += head.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(pieces.length, 8);
  end.writeUInt16LE(pieces.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

/** Slides as an office program saves them; `more` is anything else within. */
export const writeSlides = (creator = '', more: Piece[] = []): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: Buffer.from('<Types/>') },
    { name: 'ppt/presentation.xml', data: Buffer.from('<p:presentation/>') },
    { name: 'docProps/core.xml', data: Buffer.from(`<x><dc:creator>${creator}</dc:creator></x>`) },
    ...more,
  ]);

export const writePdf = (inside = '', tail = ''): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog ${inside} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n${tail}`,
  );
