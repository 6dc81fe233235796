import { deflateSync } from 'node:zlib';

/** A PDF by hand: objects from number 1 on, the first its catalogue; `more` goes into the trailer. */
export function writePdf(objects: readonly (string | Buffer)[], more = ''): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const at: number[] = [];
  let size = pieces[0]!.length;
  const push = (piece: Buffer): void => {
    pieces.push(piece);
    size += piece.length;
  };
  for (const [index, object] of objects.entries()) {
    at.push(size);
    push(Buffer.from(`${index + 1} 0 obj\n`));
    push(Buffer.isBuffer(object) ? object : Buffer.from(object));
    push(Buffer.from('\nendobj\n'));
  }
  const table = at.map((one) => `${String(one).padStart(10, '0')} 00000 n \n`).join('');
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${more} >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(pieces);
}

export const stream = (data: Buffer | string, dictionary = ''): Buffer => {
  const bytes = Buffer.from(data);
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${dictionary} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
};

/** Pages of 960 by 540 with a line of text each. `says` may hold Latin letters only. */
export function slidesPdf(says: readonly string[], box = '0 0 960 540'): Buffer {
  const first = 4;
  const kids = says.map((_, index) => `${first + 2 * index} 0 R`).join(' ');
  return writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${says.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...says.flatMap((text, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Resources << /Font << /F 3 0 R >> >> /Contents ${first + 2 * index + 1} 0 R >>`,
      stream(`BT /F 60 Tf 80 260 Td (${text}) Tj ET`),
    ]),
  ]);
}

const onePage = (resources: string, content: string, rest: readonly (string | Buffer)[] = []): Buffer =>
  writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Resources << ${resources} >> /Contents 4 0 R >>`,
    stream(content),
    ...rest,
  ]);

/** A picture of 30,000 by 30,000 in a few kilobytes. */
export function pictureBomb(): Buffer {
  const rows = deflateSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
  const nested = deflateSync(Buffer.concat(Array.from({ length: 14 }, () => rows)), { level: 9 });
  return onePage('/XObject << /I 5 0 R >>', 'q 960 0 0 540 0 0 cm /I Do Q', [
    stream(
      nested,
      '/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode]',
    ),
  ]);
}

/** Forms in forms: what stands on the page is drawn 10^`depth` times. */
export function nestedBomb(depth = 12): Buffer {
  const forms = Array.from({ length: depth }, (_, index) =>
    stream(
      index === depth - 1 ? '0 0 900 500 re f' : '/X Do '.repeat(10),
      `/Type /XObject /Subtype /Form /BBox [0 0 960 540] /Resources << ${index === depth - 1 ? '' : `/XObject << /X ${index + 6} 0 R >>`} >>`,
    ),
  );
  return onePage('/XObject << /X 5 0 R >>', '/X Do', forms);
}

/** A tree of pages that claims a million of them. */
export const lyingCount = (): Buffer =>
  writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] >>',
  ]);

/** One that asks for a password. */
export const lockedPdf = (): Buffer =>
  writePdf(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] >>',
      `<< /Filter /Standard /V 1 /R 2 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> /P -4 >>`,
    ],
    `/Encrypt 4 0 R /ID [<${'43'.repeat(16)}> <${'43'.repeat(16)}>]`,
  );
