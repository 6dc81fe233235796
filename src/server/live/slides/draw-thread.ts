// Reads one PDF, or pictures, and draws every page anew: nothing of the file itself goes further than this thread.
import { parentPort, workerData } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import type { DrawnPage } from './frames.ts';
import { kindOf, type DrawLimits, type Fault } from './limits.ts';

const { files, limits } = workerData as { files: Uint8Array[]; limits: DrawLimits };
const port = parentPort!;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});

class CannotDraw extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

// The reader's memory is one block that grows; where it may not, the reader itself says that there is none.
let wantedMore = false;
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65_536 > limits.readerBytes) {
    wantedMore = true;
    throw new RangeError('enough');
  }
  return grow.call(this, pages);
};

/** Letters and what stands between them; signs that only steer a printer or turn a line around are left out. */
const printed = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\P{C}\n]|\ufffd/gu, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim()
    .slice(0, limits.letters);

/** Both sizes of a picture that is no larger than it may be. */
async function send(picture: Sharp, text: string): Promise<void> {
  const { data, info } = await picture
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const raw = () => sharp(data, { raw: { width, height, channels } });
  const large = await raw().webp({ quality: 84, effort: 3, smartSubsample: true }).toBuffer();
  const small = await raw()
    .resize({ width: limits.smallSide, height: limits.smallSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 68, effort: 4 })
    .toBuffer();
  port.postMessage({ width, height, text, large, small } satisfies DrawnPage);
}

async function drawPdf(bytes: Uint8Array): Promise<void> {
  const mupdf = await import('mupdf');
  mupdf.setLog(null);
  const doc = mupdf.Document.openDocument(bytes, 'application/pdf');
  if (!doc.isPDF()) throw new CannotDraw('odd');
  if (doc.needsPassword()) throw new CannotDraw('locked');
  const count = doc.countPages();
  if (count > limits.pages) throw new CannotDraw('pages');
  if (count < 1) throw new CannotDraw('empty');
  for (let index = 0; index < count; index += 1) {
    const page = doc.loadPage(index);
    const [x0, y0, x1, y1] = page.getBounds();
    const [width, height] = [x1 - x0, y1 - y0];
    if (!(width > 0 && height > 0 && width < 1e6 && height < 1e6)) throw new CannotDraw('odd');
    const scale = limits.side / Math.max(width, height);
    const drawn = page.toPixmap(mupdf.Matrix.scale(scale, scale), mupdf.ColorSpace.DeviceRGB, false, true);
    const text = page.toStructuredText('preserve-whitespace');
    const size = { width: drawn.getWidth(), height: drawn.getHeight(), channels: 3 as const };
    if (size.width * size.height > 2 * limits.side * limits.side) throw new CannotDraw('heavy');
    const pixels = Buffer.from(drawn.getPixels());
    const said = printed(text.asText());
    drawn.destroy();
    text.destroy();
    page.destroy();
    mupdf.emptyStore();
    await send(sharp(pixels, { raw: size }), said);
  }
}

async function drawPictures(): Promise<void> {
  if (files.length > limits.pages) throw new CannotDraw('pages');
  for (const file of files) {
    const { format, width = 0, height = 0 } = await sharp(file, { limitInputPixels: false }).metadata();
    if (!format || !['jpeg', 'png', 'webp'].includes(format)) throw new CannotDraw('odd');
    if (width * height > limits.pixels) throw new CannotDraw('heavy');
    await send(
      sharp(file, { limitInputPixels: limits.pixels, failOn: 'error', pages: 1 })
        .autoOrient()
        .resize({ width: limits.side, height: limits.side, fit: 'inside', withoutEnlargement: true }),
      '',
    );
  }
}

try {
  const kinds = files.map((file) => kindOf(file));
  if (kinds.length === 1 && kinds[0] === 'pdf') await drawPdf(files[0]!);
  else if (kinds.length > 0 && kinds.every((kind) => kind === 'picture')) await drawPictures();
  else throw new CannotDraw('odd');
} catch (error) {
  port.postMessage({ fault: error instanceof CannotDraw ? error.fault : wantedMore ? 'heavy' : 'odd' });
}
