// Runs alone, beside the server, which never reads a file itself and so never loads what reads them: the demo's deck as a PDF on
// the standard output, in the language that is its argument.
import * as mupdf from 'mupdf';
import type { Lang } from '#server/kernel';
import { slides } from './content/slides.ts';

const [wide, high] = [960, 540];
/** The belt's colours, as parts of one. */
const threads = [
  [0.64, 0.16, 0.15],
  [0.13, 0.25, 0.42],
  [0.85, 0.64, 0.2],
  [0.2, 0.42, 0.3],
] as const;

const style = `
  body { font-family: serif; margin: 20px 50px; color: #1c1a17; }
  h1 { font-size: 46px; margin: 24px 0; }
  p, li { font-size: 28px; line-height: 1.3; }
  .page { page-break-after: always; }`;

/** As a speaker would send it: text, with a woven belt along its foot. */
function draw(lang: Lang): Uint8Array {
  const pages = slides.map(({ title, lines }) => {
    const said = lines.map((line) => line[lang]);
    const body = said.length === 1 ? `<p>${said[0]}</p>` : `<ul><li>${said.join('</li><li>')}</li></ul>`;
    return `<div class="page"><h1>${title[lang]}</h1>${body}</div>`;
  });
  const html = `<html><head><style>${style}</style></head><body>${pages.join('')}</body></html>`;
  const source = mupdf.Document.openDocument(Buffer.from(html), 'text/html');
  source.layout(wide, high, 30);
  const out = new mupdf.Buffer();
  const writer = new mupdf.DocumentWriter(out, 'pdf', 'compress');
  for (let index = 0; index < slides.length; index += 1) {
    const device = writer.beginPage([0, 0, wide, high]);
    source.loadPage(index).run(device, mupdf.Matrix.identity);
    for (let at = 0; at < 48; at += 1) {
      const path = new mupdf.Path();
      const step = (at * 3 + index) % 4;
      path.rect(at * 20, high - 20 - step * 6, at * 20 + 14, high - step * 6);
      device.fillPath(
        path,
        false,
        mupdf.Matrix.identity,
        mupdf.ColorSpace.DeviceRGB,
        [...threads[(at + index) % threads.length]!],
        1,
      );
    }
    writer.endPage();
  }
  writer.close();
  return out.asUint8Array();
}

process.stdout.write(draw(process.argv[2] as Lang));
