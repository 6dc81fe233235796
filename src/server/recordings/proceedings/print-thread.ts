// Sets one document in type. The template is ours; what people wrote enters it as data and is never read as a program. The
// workspace does not exist, so that a template that were led astray would find no file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadCompiler } from './compiler.ts';
import { lettersOf, printableTree } from './letters.ts';

const { json } = workerData as { json: string };
const port = parentPort!;
const require = createRequire(import.meta.url);
const faces = [
  'golos-text/400Regular/GolosText_400Regular.ttf',
  'golos-text/600SemiBold/GolosText_600SemiBold.ttf',
  'literata/400Regular/Literata_400Regular.ttf',
  'literata/400Regular_Italic/Literata_400Regular_Italic.ttf',
  'literata/600SemiBold/Literata_600SemiBold.ttf',
];

const { NodeCompiler } = loadCompiler();
const fonts = faces.map((face) => readFileSync(require.resolve(`@expo-google-fonts/${face}`)));
// Golos Text falls back to Literata, and Literata to nothing.
const letters = lettersOf(fonts[2]!);
const given = JSON.parse(json) as { at: number };
const data = JSON.stringify(printableTree(given, letters));

const compiler = NodeCompiler.create({
  workspace: join(import.meta.dirname, 'nothing-is-here'),
  fontArgs: [{ fontBlobs: fonts }],
});
const made = compiler.compile({
  mainFileContent: readFileSync(join(import.meta.dirname, 'proceedings.typ'), 'utf8'),
  inputs: { data },
});
if (!made.result) throw new Error(JSON.stringify(made.takeError()?.shortDiagnostics));
const pdf = compiler.pdf(made.result, { pdfStandard: 'ua-1', creationTimestamp: given.at });
port.postMessage(pdf);
