// Runs alone, beside the server: files on the standard input, pages drawn anew on the standard output. The reading is
// done in a thread, for one who reads can't watch; this one watches how much memory it takes. Ends with a code of `faults`.
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { faults, type DrawLimits, type Fault } from './limits.ts';
import { readFrames, writeFrame, type DrawnPage } from './frames.ts';

const limits = JSON.parse(process.argv[2]!) as DrawLimits;
// A session that is on goes first.
setPriority(10);
// Whoever asked is gone: there is nobody to draw for.
process.stdout.on('error', () => process.exit(1));

const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece as Buffer);
const files = readFrames(Buffer.concat(pieces)).map((file) => new Uint8Array(file));
pieces.length = 0;

const end = (fault: Fault): never => process.exit(faults[fault]);
setInterval(() => {
  if (process.memoryUsage.rss() > limits.processBytes) end('heavy');
}, 50);

const thread = new Worker(join(import.meta.dirname, 'draw-thread.ts'), {
  workerData: { files, limits },
  transferList: files.map((file) => file.buffer as ArrayBuffer),
  resourceLimits: { maxOldGenerationSizeMb: 192 },
  stdout: true,
  stderr: true,
});
thread.on('message', (message: DrawnPage | { fault: Fault }) => {
  if ('fault' in message) end(message.fault);
  else process.stdout.write(writeFrame(message));
});
thread.on('error', (error: NodeJS.ErrnoException) =>
  end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'heavy' : 'odd'),
);
thread.on('exit', () => {
  // What is written must have left before the process does.
  process.stdout.end(() => process.exit(0));
});
