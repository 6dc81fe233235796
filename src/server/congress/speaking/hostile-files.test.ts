import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawPortrait } from './draw-portrait.ts';
import { findKind } from './file-kind.ts';
import { writePdf, writeSlides, writeZip } from './hostile-files.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#8a3' } });
const refused = (code: string) => ({ kind: 'invalid', code: `speaking.${code}` });

describe('a portrait', () => {
  test('is drawn anew in squares, and nothing that the camera said stays', async () => {
    const withPlace = await picture(900, 600)
      .withExif({
        IFD0: { Copyright: 'Нехта Вядомы', Make: 'CameraOfMine' },
        IFD3: { GPSLatitude: '53/1 54/1 0/1', GPSLatitudeRef: 'N' },
      })
      .jpeg()
      .toBuffer();
    expect((await sharp(withPlace).metadata()).exif?.toString('latin1')).toContain('CameraOfMine');
    const drawn = await drawPortrait(withPlace);
    expect(drawn.map((one) => one.pixels)).toEqual([96, 192, 384]);
    for (const { pixels, bytes } of drawn) {
      const read = await sharp(bytes).metadata();
      expect(read).toMatchObject({ format: 'webp', width: pixels, height: pixels });
      expect([read.exif, read.icc, read.xmp, read.iptc]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(bytes.includes('CameraOfMine')).toBe(false);
    }
  });

  test('may be PNG, WebP or AVIF as well, and loses whatever else is in the file', async () => {
    for (const format of ['png', 'webp', 'avif'] as const) {
      const file = Buffer.concat([
        await picture(120, 200).toFormat(format).toBuffer(),
        Buffer.from('<script>alert(1)</script>PK'),
      ]);
      const [only] = await drawPortrait(file);
      expect([format, only?.pixels, only?.bytes.includes('<script>')]).toEqual([format, 96, false]);
    }
  });

  test('is refused when it is no picture, a bomb of pixels, too small, or only begins like one', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const gif = await picture(200, 200).gif().toBuffer();
    const cut = (await picture(400, 400).png().toBuffer()).subarray(0, 120);
    const script = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.from('<?php system($_GET[0]) ?>'.repeat(40)),
    ]);
    // A picture of forty thousand by forty thousand in a file of a few dozen bytes.
    const bomb = await picture(100, 100).png().toBuffer();
    bomb.writeUInt32BE(40_000, 16);
    bomb.writeUInt32BE(40_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    for (const [file, code] of [
      [svg, 'picture_odd'],
      [gif, 'picture_odd'],
      [cut, 'picture_odd'],
      [script, 'picture_odd'],
      [Buffer.alloc(0), 'picture_odd'],
      [await picture(40, 400).png().toBuffer(), 'picture_small'],
      [bomb, 'picture_pixels'],
    ] as const)
      await expect(drawPortrait(file)).rejects.toMatchObject(refused(code));
  });
});

describe('a file', () => {
  test('is known by what is in it, and it is said when it names its author', () => {
    expect(findKind(writeSlides())).toEqual({ kind: 'pptx', namesAuthor: false });
    expect(findKind(writeSlides('Сапраўднае Імя'))).toEqual({ kind: 'pptx', namesAuthor: true });
    expect(findKind(writePdf())).toEqual({ kind: 'pdf', namesAuthor: false });
    expect(findKind(writePdf('/Author (Real Name)'))).toEqual({ kind: 'pdf', namesAuthor: true });
    const odp = writeZip([
      {
        name: 'mimetype',
        data: Buffer.from('application/vnd.oasis.opendocument.presentation'),
        stored: true,
      },
      { name: 'meta.xml', data: Buffer.from('<meta:initial-creator>Імя</meta:initial-creator>') },
    ]);
    expect(findKind(odp)).toEqual({ kind: 'odp', namesAuthor: true });
  });

  test.each([
    [
      'an archive that unpacks to a thousand times more',
      () => writeSlides('', [{ name: 'ppt/media/a.bin', data: Buffer.alloc(20_000_000) }]),
    ],
    [
      'one that only says so',
      () => writeSlides('', [{ name: 'a', data: Buffer.from('x'), claims: 0xfffffff0 }]),
    ],
    ['macros', () => writeSlides('', [{ name: 'ppt/vbaProject.bin', data: Buffer.from('x') }])],
    [
      'a program within',
      () => writeSlides('', [{ name: 'ppt/embeddings/run.exe', data: Buffer.from('MZ') }]),
    ],
    [
      'a way out of the folder',
      () => writeSlides('', [{ name: '../../etc/passwd', data: Buffer.from('x') }]),
    ],
    ['an archive that is no document', () => writeZip([{ name: 'index.html', data: Buffer.from('<html>') }])],
    ['something before the archive', () => Buffer.concat([Buffer.from('GIF89a'), writeSlides()])],
    ['something after the archive', () => Buffer.concat([writeSlides(), Buffer.from('<script>')])],
    ['a cut archive', () => writeSlides().subarray(0, 90)],
    ['a PDF that is an archive too', () => writePdf('', writeSlides().toString('latin1'))],
    ['a PDF with a script', () => writePdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>')],
    [
      'a PDF with a script under another spelling',
      () => writePdf('/OpenAction << /S /J#61vaScript /JS (x) >>'),
    ],
    ['a PDF with a file within', () => writePdf('/Names << /EmbeddedFiles 3 0 R >>')],
    ['a page that calls itself PDF', () => Buffer.from('%PDF-1.4 <html><script>alert(1)</script>\n%%EOF')],
    ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', () => Buffer.alloc(0)],
  ])('is refused: %s', (_name, make) => {
    expect(findKind(make())).toBeUndefined();
  });

  test('of overlapping pieces, the same bytes again and again, is refused', () => {
    const honest = writeZip([
      { name: '[Content_Types].xml', data: Buffer.from('a'.repeat(200)) },
      { name: 'ppt/presentation.xml', data: Buffer.from('b'.repeat(200)) },
    ]);
    expect(findKind(honest)?.kind).toBe('pptx');
    const doubled = Buffer.from(honest);
    const second = doubled.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    doubled.writeUInt32LE(0, second + 42);
    expect(findKind(doubled)).toBeUndefined();
  });
});
