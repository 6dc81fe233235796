// Runs alone: a picture on the standard input, squares without metadata on the standard output.
// Ends with 2 for what is no picture, 3 for too many pixels, 4 for too few.
import sharp from 'sharp';

const mostPixels = 40_000_000;
const sides = [96, 192, 384, 768];
const kinds = ['jpeg', 'png', 'webp', 'heif'];

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});

const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece as Buffer);
const sent = Buffer.concat(pieces);
const read = () => sharp(sent, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 });

try {
  const { format, width = 0, height = 0 } = await sharp(sent, { limitInputPixels: false }).metadata();
  if (!format || !kinds.includes(format)) process.exit(2);
  if (width * height > mostPixels) process.exit(3);
  const short = Math.min(width, height);
  if (short < sides[0]!) process.exit(4);
  // Turned as the camera said, then all that the camera said is left out: nothing is written that isn't asked for.
  const largest = sides.findLast((side) => side <= short)!;
  const square = await read()
    .autoOrient()
    .resize(largest, largest, { fit: 'cover', position: 'attention' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width: side, channels } = square.info;
  for (const pixels of sides.filter((one) => one <= largest)) {
    const file = await sharp(square.data, { raw: { width: side, height: side, channels } })
      .resize(pixels, pixels)
      .webp({ quality: 80 })
      .toBuffer();
    const head = Buffer.alloc(8);
    head.writeUInt32BE(pixels, 0);
    head.writeUInt32BE(file.length, 4);
    process.stdout.write(Buffer.concat([head, file]));
  }
} catch {
  process.exitCode = 2;
}
