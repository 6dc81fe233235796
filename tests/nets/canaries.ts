import { constants, inflateRawSync } from 'node:zlib';

/** In every planted word, so that one look finds all of them; small letters, so that folding changes nothing. */
export const marker = 'vq7zkxw';

export interface Canary {
  name: string;
  value: string;
  /** `never`: nowhere after it was used. `kept`: in its own tables (and their files, log of writes, backup), nowhere else. */
  may: 'never' | 'kept';
}

/** The ways in which bytes hide: as they are, UTF-16, base64 at each of three offsets, hexadecimal, per cent. */
export function encodingsOf(value: string): { encoding: string; bytes: Buffer }[] {
  const plain = Buffer.from(value, 'utf8');
  const hex = plain.toString('hex');
  const coded = [...plain].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const found = [
    { encoding: 'utf-8', bytes: plain },
    { encoding: 'utf-16', bytes: Buffer.from(value, 'utf16le') },
    { encoding: 'hex', bytes: Buffer.from(hex) },
    { encoding: 'hex', bytes: Buffer.from(hex.toUpperCase()) },
    { encoding: 'url', bytes: Buffer.from(coded) },
    { encoding: 'url', bytes: Buffer.from(coded.toUpperCase()) },
    { encoding: 'url', bytes: Buffer.from(encodeURIComponent(value)) },
  ];
  for (const shift of [0, 1, 2]) {
    // Letters that also depend on what stands before and after are cut off.
    const text = Buffer.concat([Buffer.alloc(shift), plain])
      .toString('base64')
      .replace(/=+$/, '');
    const inner = text.slice([0, 2, 3][shift], Math.floor(((shift + plain.length) * 8) / 6));
    found.push({ encoding: 'base64', bytes: Buffer.from(inner) });
    found.push({ encoding: 'base64', bytes: Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_')) });
  }
  return found.filter(
    (one, at) => one.bytes.length > 5 && found.findIndex((other) => other.bytes.equals(one.bytes)) === at,
  );
}

export interface Hit {
  canary: Canary;
  encoding: string;
  place: string;
}

/** Looks for every canary in bytes, and in what is packed by gzip inside them. */
export function makeSearch(canaries: readonly Canary[]) {
  const marked = encodingsOf(marker);
  const all = canaries.map((canary) => ({
    canary,
    isMarked: canary.value.startsWith(marker),
    ways: encodingsOf(canary.value),
  }));
  const inside = (bytes: Buffer, place: string, note: string): Hit[] => {
    const hasMarker = marked.some((way) => bytes.includes(way.bytes));
    return all.flatMap(({ canary, isMarked, ways }) =>
      isMarked && !hasMarker
        ? []
        : ways
            .filter((way) => bytes.includes(way.bytes))
            .map(({ encoding }) => ({ canary, encoding: note + encoding, place })),
    );
  };
  const magic = Buffer.from([0x1f, 0x8b, 0x08]);
  return (bytes: Buffer, place: string): Hit[] => {
    const hits = inside(bytes, place, '');
    for (
      let at = bytes.indexOf(magic), tries = 0;
      at >= 0 && tries < 50;
      at = bytes.indexOf(magic, at + 1), tries += 1
    )
      try {
        hits.push(
          ...inside(
            inflateRawSync(bytes.subarray(bodyOf(bytes, at)), { finishFlush: constants.Z_SYNC_FLUSH }),
            place,
            'gzip ',
          ),
        );
      } catch {
        // Three bytes that only look like a packed file.
      }
    return hits;
  };
}

/** Where the packed bytes begin: behind ten bytes, and a name when the flag for it is set. What follows them may be anything. */
const bodyOf = (bytes: Buffer, at: number): number =>
  (bytes[at + 3] ?? 0) & 8 ? bytes.indexOf(0, at + 10) + 1 : at + 10;
