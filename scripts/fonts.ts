/**
 * Makes the web fonts from the families' own files: our subset only, one file a family and weight.
 * Run by the build; a second run does nothing unless this file or the sources are newer.
 */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';

const require = createRequire(import.meta.url);
const out = fileURLToPath(new URL('../static/fonts/', import.meta.url));

/** [file made, source in the package] */
const FACES = [
  ['golos-400', '@expo-google-fonts/golos-text/400Regular/GolosText_400Regular.ttf'],
  ['golos-600', '@expo-google-fonts/golos-text/600SemiBold/GolosText_600SemiBold.ttf'],
  ['literata-400', '@expo-google-fonts/literata/400Regular/Literata_400Regular.ttf'],
] as const;

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');

/** ASCII; Cyrillic of be, ru, uk; Latin of Belarusian Łacinka and of the neighbours' names; typography. */
const TEXT =
  range(0x20, 0x7e) +
  range(0x410, 0x44f) +
  'ЁёЎўІіЇїЄєҐґ' +
  'ĆćČčŁłŃńŚśŠšŬŭŹźŽžĄąĘęÓóŻżÄäÖöÜüßÉéÈèÇçÑñÁáÍíŘřŮůĖėŪūĮįŲų' +
  '\u00a0\u202f\u2011\u00ad«»„“”‚‘’–—…№§·×÷→←↑↓•°±©−≈≤≥✓✕';

async function newerThan(file: string, than: number): Promise<boolean> {
  const made = await stat(file).catch(() => undefined);
  return made !== undefined && made.mtimeMs > than;
}

await mkdir(out, { recursive: true });
const script = (await stat(fileURLToPath(import.meta.url))).mtimeMs;
let total = 0;
for (const [name, source] of FACES) {
  const from = require.resolve(source);
  const to = `${out}${name}.woff2`;
  if (!(await newerThan(to, Math.max(script, (await stat(from)).mtimeMs)))) {
    const font = await subset(await readFile(from), TEXT, {
      targetFormat: 'woff2',
      keepFeatures: ['kern', 'mark', 'ccmp', 'tnum', 'lnum'],
    });
    await writeFile(to, font);
  }
  const { size } = await stat(to);
  total += size;
  console.log(`fonts: ${name}.woff2 ${(size / 1024).toFixed(1)} KB`);
}
console.log(`fonts: ${(total / 1024).toFixed(1)} KB`);
