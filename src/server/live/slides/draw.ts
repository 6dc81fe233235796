import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packFrames, pageReader, type DrawnPage } from './frames.ts';
import { drawLimits, faults, type DrawLimits, type Fault } from './limits.ts';

/** Undefined when all pages were drawn; otherwise why not. */
export type Ended = Fault | undefined;

/**
 * Draws a PDF or pictures anew, page after page, in a process of its own that may write nothing, start nothing and is
 * killed at its limits: whatever a file was made to do, it does to that process. `keep` gets each page as it comes, one
 * after another. Never throws because of a file.
 */
export async function drawSlides(
  files: readonly Uint8Array[],
  keep: (page: DrawnPage) => Promise<void>,
  given: Partial<DrawLimits> = {},
): Promise<Ended> {
  const limits = { ...drawLimits, ...given };
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--allow-worker',
      '--allow-addons',
      '--no-warnings',
      join(import.meta.dirname, 'draw-process.ts'),
      JSON.stringify(limits),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'], env: { PATH: process.env.PATH } },
  );
  let ended: Ended;
  const stop = (why: Fault): void => {
    ended ??= why;
    child.kill('SIGKILL');
  };
  const whole = setTimeout(stop, limits.deckMs, 'slow');
  let page = setTimeout(stop, limits.pageMs, 'slow');
  let size = 0;
  let kept: Promise<unknown> = Promise.resolve();
  let broken: unknown;
  const read = pageReader((drawn) => {
    clearTimeout(page);
    page = setTimeout(stop, limits.pageMs, 'slow');
    size += drawn.large.byteLength + drawn.small.byteLength;
    if (size > limits.outBytes) return stop('heavy');
    kept = kept
      .then(() => (broken === undefined ? keep(drawn) : undefined))
      .catch((error: unknown) => {
        broken ??= error;
        child.kill('SIGKILL');
      });
  });
  child.stdout.on('data', read);
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(packFrames(files));
  const code = await new Promise<number>((done) => {
    child.once('error', () => done(1));
    child.once('close', (exit) => done(exit ?? 1));
  });
  clearTimeout(whole);
  clearTimeout(page);
  await kept;
  if (broken !== undefined) throw broken;
  if (ended) return ended;
  if (code === 0) return undefined;
  return (Object.keys(faults) as Fault[]).find((name) => faults[name] === code) ?? 'odd';
}
