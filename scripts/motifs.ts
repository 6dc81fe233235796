/** Draws the sheet of the twenty theme motifs and the favicon; run after a change in src/lib/motif. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { motifSvg } from '../src/lib/motif/index.ts';
import { sheet, SIGN } from '../src/lib/motif/slots.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
await writeFile(at('src/lib/ui/css/themes.svg'), sheet());
await writeFile(at('static/favicon.svg'), `${motifSvg('event', SIGN)}\n`);
