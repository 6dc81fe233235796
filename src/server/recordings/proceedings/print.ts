import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { refuse } from '#server/kernel';
import { hasCompiler } from './compiler.ts';
import { faults, printLimits, type PrintLimits } from './print-limits.ts';

/** The compiler would ask a registry for packages; no template of ours has one, and here it would reach nobody. */
const nowhere = 'http://127.0.0.1:9';

/**
 * Prints ready data as a PDF, in a process of its own that may write nothing, start nothing and is killed at its limits.
 * Refuses `unavailable` on a machine without a compiler, `conflict` what is too large, and throws what the compiler said where it is our template that is wrong.
 */
export async function printPdf(data: object, given: Partial<PrintLimits> = {}): Promise<Buffer> {
  if (!hasCompiler()) throw refuse('unavailable', 'proceedings.no_printer');
  const limits = { ...printLimits, ...given };
  const json = JSON.stringify(data);
  if (Buffer.byteLength(json) > limits.inBytes) throw refuse('conflict', 'proceedings.too_large');
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--allow-worker',
      '--allow-addons',
      '--no-warnings',
      join(import.meta.dirname, 'print-process.ts'),
      JSON.stringify(limits),
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        http_proxy: nowhere,
        https_proxy: nowhere,
        TYPST_PACKAGE_PATH: '/nowhere',
      },
    },
  );
  const stop = (): boolean => child.kill('SIGKILL');
  const timer = setTimeout(stop, limits.ms);
  const pieces: Buffer[] = [];
  let [size, said] = [0, ''];
  child.stdout.on('data', (piece: Buffer) => {
    size += piece.byteLength;
    if (size > limits.outBytes) stop();
    else pieces.push(piece);
  });
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    said = (said + words).slice(0, 2000);
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(json);
  const code = await new Promise<number>((done) => {
    child.once('error', () => done(faults.failed));
    // Killed by whom ever, it was for a limit.
    child.once('close', (exit) => done(exit ?? faults.too_large));
  });
  clearTimeout(timer);
  if (code === 0) return Buffer.concat(pieces);
  if (code === faults.too_large) throw refuse('conflict', 'proceedings.too_large');
  throw new Error(`the proceedings could not be printed: ${said || code}`);
}
