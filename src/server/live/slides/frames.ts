/** One page of a deck, drawn anew. */
export interface DrawnPage {
  width: number;
  height: number;
  /** What stands on it, for those who don't see it. */
  text: string;
  large: Uint8Array;
  small: Uint8Array;
}

const lengthBytes = 4;

/** Pieces one after another, each after its length. */
export function packFrames(pieces: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const length = Buffer.alloc(lengthBytes);
      length.writeUInt32BE(piece.byteLength);
      return [length, piece];
    }),
  );
}

/** The pieces that are there whole; a last one that is cut off is left out. */
export function readFrames(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at + lengthBytes <= bytes.length;) {
    const to = at + lengthBytes + bytes.readUInt32BE(at);
    if (to > bytes.length) break;
    pieces.push(bytes.subarray(at + lengthBytes, to));
    at = to;
  }
  return pieces;
}

export function writeFrame({ width, height, text, large, small }: DrawnPage): Buffer {
  const head = Buffer.from(JSON.stringify({ width, height, text }));
  return packFrames([packFrames([head, large, small])]);
}

/** Calls `hear` with every page as its bytes come in; answers what is told of more bytes. */
export function pageReader(hear: (page: DrawnPage) => void): (piece: Buffer) => void {
  let pending: Buffer[] = [];
  let size = 0;
  let wanted = lengthBytes;
  return (piece) => {
    pending.push(piece);
    size += piece.length;
    while (size >= wanted) {
      const all = Buffer.concat(pending);
      wanted = lengthBytes + all.readUInt32BE(0);
      pending = [all];
      if (size < wanted) return;
      const [head, large, small] = readFrames(all.subarray(lengthBytes, wanted)) as [Buffer, Buffer, Buffer];
      const { width, height, text } = JSON.parse(head.toString()) as DrawnPage;
      hear({ width, height, text, large, small });
      pending = [all.subarray(wanted)];
      size -= wanted;
      wanted = lengthBytes;
    }
  };
}
