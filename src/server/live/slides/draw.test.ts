import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawSlides } from './draw.ts';
import type { DrawnPage } from './frames.ts';
import { kindOf, type DrawLimits } from './limits.ts';
import { lockedPdf, lyingCount, nestedBomb, pictureBomb, slidesPdf, stream, writePdf } from './test-pdf.ts';

async function draw(files: Uint8Array[], limits: Partial<DrawLimits> = {}) {
  const pages: DrawnPage[] = [];
  const began = Date.now();
  const ended = await drawSlides(files, async (page) => void pages.push(page), limits);
  return { ended, pages, ms: Date.now() - began };
}
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#8a3' } });

// A process of its own takes a second to begin; with the lowest priority, far more on a busy machine.
describe('slides', { timeout: 300_000 }, () => {
  test('are drawn page by page in two sizes, with what stands on them and nothing else of the file', async () => {
    const { ended, pages } = await draw([slidesPdf(['Warp and weft', 'Second page', 'The end'])]);
    expect(ended).toBeUndefined();
    expect(pages.map((page) => page.text)).toEqual(['Warp and weft', 'Second page', 'The end']);
    for (const page of pages) {
      const [large, small] = [await sharp(page.large).metadata(), await sharp(page.small).metadata()];
      expect(large).toMatchObject({ format: 'webp', width: 1600, height: 900 });
      expect(small).toMatchObject({ format: 'webp', width: 640, height: 360 });
      expect([large.exif, large.icc, large.xmp]).toEqual([undefined, undefined, undefined]);
      expect([page.width, page.height]).toEqual([1600, 900]);
    }
    // Something stands on it.
    expect((await sharp(pages[0]!.large).stats()).channels[0]!.min).toBeLessThan(100);
  });

  test('may be pictures, in their order, made smaller and without what the camera said', async () => {
    const withPlace = await picture(3200, 2400)
      .withExif({ IFD0: { Make: 'CameraOfMine' } })
      .jpeg()
      .toBuffer();
    const { ended, pages } = await draw([
      withPlace,
      await picture(300, 200).png().toBuffer(),
      await picture(500, 900).webp().toBuffer(),
    ]);
    expect(ended).toBeUndefined();
    expect(pages.map(({ width, height }) => [width, height])).toEqual([
      [1600, 1200],
      [300, 200],
      [500, 900],
    ]);
    expect(Buffer.from(pages[0]!.large).includes('CameraOfMine')).toBe(false);
    expect((await sharp(pages[2]!.small).metadata()).height).toBe(640);
  });

  test('that are no slides, broken, locked, empty or lie about themselves are refused with a word', async () => {
    const good = slidesPdf(['One', 'Two']);
    const noPages = writePdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>']);
    const cut = await picture(400, 400).png().toBuffer();
    const cases = {
      'a page of the web': [Buffer.from('<html><script>alert(1)</script>'), 'odd'],
      'a head and nothing else': [Buffer.from('%PDF-1.7\nhello hello hello'), 'odd'],
      'no pages': [noPages, 'empty'],
      'a million pages that are not there': [lyingCount(), 'odd'],
      'a password': [lockedPdf(), 'locked'],
      'a page as large as a country': [slidesPdf(['Big'], '0 0 99999999 99999999'), 'odd'],
      'a cut picture': [cut.subarray(0, 120), 'odd'],
      'a picture and a document': [[good, cut], 'odd'],
    } as const;
    for (const [what, [file, fault]] of Object.entries(cases)) {
      const { ended } = await draw('length' in file && Array.isArray(file) ? [...file] : [file as Buffer]);
      expect([what, ended]).toEqual([what, fault]);
    }
    const { ended } = await draw([slidesPdf(Array.from({ length: 6 }, () => 'x'))], { pages: 5 });
    expect(ended).toBe('pages');
  });

  test('that were cut off are read as far as they go, or refused; a script in them does nothing', async () => {
    const good = slidesPdf(['One', 'Two']);
    const { ended, pages } = await draw([good.subarray(0, Math.floor(good.length * 0.6))]);
    expect(ended === 'odd' || ended === 'empty' || pages.length > 0).toBe(true);
    const scripted = writePdf([
      '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 4 0 R >>',
      stream('0 0 100 100 re f'),
    ]);
    expect((await draw([scripted])).pages).toHaveLength(1);
  });

  test('that are bombs end the process that reads them: at its time, at its memory, at its pixels', async () => {
    const endless = await draw([nestedBomb()], { pageMs: 4_000 });
    expect(endless.ended).toBe('slow');
    expect(endless.pages).toEqual([]);
    const bomb = pictureBomb();
    expect(bomb.length).toBeLessThan(100_000);
    const heavy = await draw([bomb]);
    // The reader refuses the picture at its memory, and draws the page without it.
    expect([heavy.ended, heavy.pages.length]).toEqual([undefined, 1]);
    const pixels = await picture(100, 100).png().toBuffer();
    pixels.writeUInt32BE(40_000, 16);
    pixels.writeUInt32BE(40_000, 20);
    pixels.writeUInt32BE(crc32(pixels.subarray(12, 29)), 29);
    expect((await draw([pixels])).ended).toBe('heavy');
    expect((await draw([slidesPdf(['One'])], { processBytes: 60 * 1024 * 1024 })).ended).toBe('heavy');
    expect((await draw([slidesPdf(['One', 'Two', 'Three'])], { outBytes: 10_000 })).ended).toBe('heavy');
  });
});

test('a file is known by its first bytes', async () => {
  expect(kindOf(slidesPdf(['x']))).toBe('pdf');
  for (const format of ['jpeg', 'png', 'webp'] as const)
    expect(kindOf(await picture(9, 9).toFormat(format).toBuffer())).toBe('picture');
  for (const other of ['', 'GIF89a', '<svg xmlns="x"/>', 'PK\x03\x04', ' %PDF-1.7'])
    expect(kindOf(Buffer.from(other))).toBeUndefined();
});
