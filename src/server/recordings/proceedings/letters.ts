/** Code points a font has a sign for, from its table `cmap` (formats 4 and 12 of OpenType). */
export function lettersOf(font: Buffer): Set<number> {
  const letters = new Set<number>();
  const tables = font.readUInt16BE(4);
  let cmap = 0;
  for (let i = 0; i < tables; i += 1)
    if (font.toString('latin1', 12 + i * 16, 16 + i * 16) === 'cmap')
      cmap = font.readUInt32BE(12 + i * 16 + 8);
  if (!cmap) return letters;
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i += 1) {
    const at = cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4);
    const format = font.readUInt16BE(at);
    if (format === 4) readRanges(font, at, letters);
    if (format === 12)
      for (let group = 0; group < font.readUInt32BE(at + 12); group += 1) {
        const [from, to] = [font.readUInt32BE(at + 16 + group * 12), font.readUInt32BE(at + 20 + group * 12)];
        for (let code = from; code <= to; code += 1) letters.add(code);
      }
  }
  return letters;
}

function readRanges(font: Buffer, at: number, letters: Set<number>): void {
  const double = font.readUInt16BE(at + 6);
  for (let i = 0; i < double; i += 2) {
    const [to, from] = [font.readUInt16BE(at + 14 + i), font.readUInt16BE(at + 16 + double + i)];
    const delta = font.readUInt16BE(at + 16 + double * 2 + i);
    const place = at + 16 + double * 3 + i;
    const offset = font.readUInt16BE(place);
    for (let code = from; code <= to && code < 0xffff; code += 1) {
      const glyph = offset === 0 ? code : font.readUInt16BE(place + offset + (code - from) * 2);
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) letters.add(code);
    }
  }
}

/** For what no font of ours has: an empty square, so that one sees that a sign stands there. */
const absent = '□';
const replaced: Record<string, string> = {
  '\u2011': '-',
  '\u202f': '\u00a0',
  '\t': ' ',
  '\u2028': '\n',
  '\u2029': '\n',
};

/**
 * Text as it can be printed: one form of each letter, no signs that only steer, none without a letter in our fonts (the system's
 * are never asked: a file must not depend on them). A word longer than a line may be broken anywhere.
 */
export function printable(text: string, letters: ReadonlySet<number>): string {
  let printed = '';
  for (const sign of text.normalize('NFC').replace(/\r\n?/g, '\n')) {
    const other = replaced[sign] ?? sign;
    if (other === '\n') printed += other;
    else if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u{fe00}-\u{fe0f}]/u.test(other)) continue;
    else if (letters.has(other.codePointAt(0)!)) printed += other;
    else if (!/\p{M}/u.test(other)) printed += absent;
  }
  return printed.replace(/\S{40}(?=\S)/gu, '$&\u200b');
}

/** All texts in a tree of plain data. */
export function printableTree(value: unknown, letters: ReadonlySet<number>): unknown {
  if (typeof value === 'string') return printable(value, letters);
  if (Array.isArray(value)) return value.map((one) => printableTree(one, letters));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      // Addresses go into links as they are.
      key === 'href' || key === 'page' ? one : printableTree(one, letters),
    ]),
  );
}
