// Runs alone, beside the server: a document's data on the standard input, its PDF on the standard output. It is set in type
// in a thread, for one who works can't watch; this one watches how much memory it takes. Ends with a code of `faults`.
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { faults, type Fault, type PrintLimits } from './print-limits.ts';

const limits = JSON.parse(process.argv[2]!) as PrintLimits;
// A session that is on goes first.
setPriority(10);
process.stdout.on('error', () => process.exit(1));

const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece as Buffer);
const json = Buffer.concat(pieces).toString('utf8');
pieces.length = 0;

const end = (fault: Fault): never => process.exit(faults[fault]);
setInterval(() => {
  // An exit would wait for the compiler, which hears nothing while it works.
  if (process.memoryUsage.rss() > limits.processBytes) process.kill(process.pid, 'SIGKILL');
}, 50);

const thread = new Worker(join(import.meta.dirname, 'print-thread.ts'), {
  workerData: { json },
  resourceLimits: { maxOldGenerationSizeMb: 256 },
});
thread.on('message', (pdf: Uint8Array) => {
  if (pdf.byteLength > limits.outBytes) end('too_large');
  process.stdout.end(pdf, () => process.exit(0));
});
thread.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') end('too_large');
  process.stderr.write(`${error.message.slice(0, 2000)}\n`, () => end('failed'));
});
